-- What the payment provider holds of ours, by what moved it.
select
    provider_clearing.currency,
    provider_clearing.entry_type,
    provider_clearing.entry_count,
    provider_clearing.amount_minor,
    provider_clearing.balance_minor
from finance.provider_clearing
order by provider_clearing.currency collate "C", provider_clearing.entry_type collate "C"
