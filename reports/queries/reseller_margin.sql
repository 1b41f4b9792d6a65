-- Both sides of what resellers sell on, per customer and month; a side in another currency has a row of its own.
select
    reseller_margin.reseller_account_id,
    reseller_margin.account_id,
    reseller_margin.period,
    reseller_margin.currency,
    reseller_margin.wholesale_minor,
    reseller_margin.retail_minor,
    reseller_margin.margin_minor,
    reseller_margin.retail_converted_minor,
    reseller_margin.margin_converted_minor,
    reseller_margin.days_without_rate
from finance.reseller_margin
order by
    reseller_margin.reseller_account_id collate "C",
    reseller_margin.period desc,
    reseller_margin.account_id collate "C",
    reseller_margin.currency collate "C"
