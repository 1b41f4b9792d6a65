-- Every offender of every check, with the reason, who answers for it, and what to do about it. Empty is good.
-- What somebody answers for stands in finance.reconciliation_exceptions.

with findings as (

    select * from {{ source('current', 'findings') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

newest_publication as (

    select max(publications.as_of) as as_of from publications

),

findings_for_the_reader as (

    select
        findings.finding_id,
        findings.check_name,
        findings.account_id,
        findings.subject,
        findings.reason,
        findings.remedy,
        findings.owner,
        findings.age_bucket,
        findings.currency,
        findings.amount_minor,
        findings.record_count,
        findings.first_seen_build,
        -- The world stands at the as_of of what is published, so no clock is asked.
        floor(extract(epoch from newest_publication.as_of - findings.first_seen_at) / 86400)::bigint as age_days,
        findings.parks_account,
        findings.first_seen_at
    from findings
    cross join newest_publication
    where
        findings.approver is null
        and {{ reader_may_see('findings.account_id') }}

)

select * from findings_for_the_reader
