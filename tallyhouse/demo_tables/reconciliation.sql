select
    reconciliation.check_name,
    reconciliation.currency,
    reconciliation.compared,
    reconciliation.matched,
    reconciliation.unmatched,
    nullif(reconciliation.amount_unmatched_minor, 0) as amount_minor,
    reconciliation.status
from finance.reconciliation as reconciliation
where reconciliation.build_number = (select max(newest.build_number) from finance.reconciliation as newest)
order by reconciliation.check_name, reconciliation.currency
