-- Findings that somebody answers for, with why and until when: out of sight for the checks, and not for an auditor.

with findings as (

    select * from {{ source('current', 'findings') }}

),

exceptions as (

    select
        findings.finding_id,
        findings.check_name,
        findings.account_id,
        findings.subject,
        findings.reason,
        findings.approver,
        findings.exception_reason,
        findings.currency,
        findings.amount_minor,
        findings.record_count,
        findings.first_seen_build,
        findings.expires_on,
        findings.first_seen_at
    from findings
    where
        findings.approver is not null
        and {{ reader_may_see('findings.account_id') }}

)

select * from exceptions
