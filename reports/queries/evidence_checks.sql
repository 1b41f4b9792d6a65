-- What each check compared in each published build.
select
    reconciliation.build_number,
    reconciliation.check_name,
    reconciliation.currency,
    reconciliation.compared,
    reconciliation.matched,
    reconciliation.unmatched,
    reconciliation.amount_unmatched_minor,
    reconciliation.status
from finance.reconciliation
order by reconciliation.build_number, reconciliation.check_name collate "C", reconciliation.currency collate "C"
