select
    findings.currency,
    findings.check_name,
    findings.reason,
    count(*) as offenders,
    sum(findings.amount_minor)::bigint as amount_minor
from finance.reconciliation_findings as findings
group by findings.currency, findings.check_name, findings.reason
order by findings.currency nulls last, findings.check_name, findings.reason
