-- Every offender of every check, with who answers for it (finding_exceptions) until the day that expires.

with build as (

    select * from {{ ref('stg_control__build') }}

),

offenders_united as (

    select * from {{ ref('offenders_united') }}

),

exceptions_granted as (

    select * from {{ ref('exceptions_granted') }}

),

offenders_with_their_exception as (

    select
        offenders_united.*,
        exceptions_granted.approver,
        exceptions_granted.reason as exception_reason,
        exceptions_granted.expires_on
    from offenders_united
    cross join build
    left join exceptions_granted
        on
            exceptions_granted.check_name = offenders_united.check_name
            and exceptions_granted.subject = offenders_united.subject
            and coalesce(exceptions_granted.account_id = offenders_united.account_id, exceptions_granted.account_id is null)
            and coalesce(exceptions_granted.reason_code = offenders_united.reason_code, exceptions_granted.reason_code is null)
            and exceptions_granted.expires_on >= (build.as_of at time zone 'UTC')::date
            and btrim(exceptions_granted.approver) <> ''

)

select * from offenders_with_their_exception
