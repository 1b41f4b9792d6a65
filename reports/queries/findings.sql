-- Every offender of every check, what is wrong with it and what to do.
select
    reconciliation_findings.check_name,
    reconciliation_findings.account_id,
    reconciliation_findings.subject,
    reconciliation_findings.reason,
    reconciliation_findings.remedy,
    reconciliation_findings.currency,
    reconciliation_findings.amount_minor,
    reconciliation_findings.first_seen_at
from finance.reconciliation_findings
order by reconciliation_findings.check_name collate "C", reconciliation_findings.account_id collate "C", reconciliation_findings.subject collate "C"
