-- One row per check of the build that readers see.
select
    reconciliation.check_name,
    nullif(reconciliation.currency, '') as currency,
    reconciliation.compared,
    reconciliation.matched,
    reconciliation.unmatched,
    reconciliation.amount_unmatched_minor,
    reconciliation.status as verdict
from finance.reconciliation
where reconciliation.is_newest_build
order by reconciliation.check_name collate "C", reconciliation.currency collate "C"
