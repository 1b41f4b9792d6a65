-- Usage that waits for somebody to do something, by account and kind: revenue that nobody sees.

with unrated_usage_planned as (

    select * from {{ ref('unrated_usage_planned') }}

),

usage_exceptions_planned as (

    select * from {{ ref('usage_exceptions_planned') }}

),

waiting_united as (

    select
        unrated_usage_planned.account_id,
        concat_ws(
            ' ',
            unrated_usage_planned.meter,
            unrated_usage_planned.resource_type,
            case when unrated_usage_planned.side = 'wholesale' then '(wholesale)' end
        ) as subject,
        unrated_usage_planned.reason,
        unrated_usage_planned.record_count
    from unrated_usage_planned

    union all

    select
        usage_exceptions_planned.account_id,
        usage_exceptions_planned.meter as subject,
        usage_exceptions_planned.reason,
        1 as record_count
    from usage_exceptions_planned
    where usage_exceptions_planned.state = 'waiting'

),

offenders as (

    select
        'usage_to_rated' as check_name,
        waiting_united.account_id,
        waiting_united.subject,
        waiting_united.reason as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        sum(waiting_united.record_count) as record_count
    from waiting_united
    -- What only waits for its time needs nobody.
    where waiting_united.reason not in ('window_not_ended', 'event_in_future')
    group by waiting_united.account_id, waiting_united.subject, waiting_united.reason

)

select * from offenders
