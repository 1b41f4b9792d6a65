{{ config(materialized='ephemeral') }}

-- Who answers for which findings. An account or a reason that a row leaves empty is any; a file with neither column, as they were at first, too.

with finding_exceptions as (

    select * from {{ ref('finding_exceptions') }}

),

exceptions_granted as (

    select
        finding_exceptions.check_name,
        nullif(btrim(to_jsonb(finding_exceptions) ->> 'account_id'), '') as account_id,
        finding_exceptions.subject,
        nullif(btrim(to_jsonb(finding_exceptions) ->> 'reason_code'), '') as reason_code,
        finding_exceptions.reason,
        finding_exceptions.approver,
        finding_exceptions.expires_on
    from finding_exceptions

)

select * from exceptions_granted
