-- Every offender of every check, with the reason and what to do about it. Empty is good.

with findings as (

    select * from {{ source('current', 'findings') }}

),

findings_for_the_reader as (

    select
        findings.finding_id,
        findings.check_name,
        findings.account_id,
        findings.subject,
        findings.reason,
        findings.remedy,
        findings.currency,
        findings.amount_minor,
        findings.parks_account,
        findings.first_seen_at
    from findings
    where {{ reader_may_see('findings.account_id') }}

)

select * from findings_for_the_reader
