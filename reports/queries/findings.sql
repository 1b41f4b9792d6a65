-- Every offender of every check, what is wrong with it, what to do, and for how long it has been so: what parks an account first, then the oldest.
with newest_publication as (

    select max(builds.as_of) as as_of
    from operations.builds
    where builds.published_at is not null

)

select
    reconciliation_findings.check_name,
    reconciliation_findings.account_id,
    reconciliation_findings.subject,
    reconciliation_findings.reason,
    reconciliation_findings.remedy,
    reconciliation_findings.owner,
    reconciliation_findings.currency,
    reconciliation_findings.amount_minor,
    case when reconciliation_findings.parks_account then 'yes' else 'no' end as parks_account,
    reconciliation_findings.first_seen_at,
    cast(floor(extract(epoch from newest_publication.as_of - reconciliation_findings.first_seen_at) / 86400) as bigint) as age_days
from finance.reconciliation_findings
cross join newest_publication
order by
    reconciliation_findings.parks_account desc,
    reconciliation_findings.first_seen_at,
    reconciliation_findings.check_name collate "C",
    reconciliation_findings.account_id collate "C",
    reconciliation_findings.subject collate "C"
