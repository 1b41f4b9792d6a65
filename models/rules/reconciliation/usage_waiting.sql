{{ config(materialized='ephemeral') }}

-- Usage that waits for somebody to do something, window by window and side by side, with the subject by which it is told.

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
        unrated_usage_planned.meter,
        unrated_usage_planned.resource_id,
        unrated_usage_planned.resource_type,
        unrated_usage_planned.pricing_mode,
        unrated_usage_planned.side,
        unrated_usage_planned.reason as reason_code,
        unrated_usage_planned.record_count,
        unrated_usage_planned.window_start,
        unrated_usage_planned.window_end
    from unrated_usage_planned

    union all

    -- An event that waits for something of its own, such as its original or its start, is in no window.
    select
        usage_exceptions_planned.account_id,
        usage_exceptions_planned.meter as subject,
        usage_exceptions_planned.meter,
        null as resource_id,
        null as resource_type,
        null as pricing_mode,
        null as side,
        usage_exceptions_planned.reason as reason_code,
        1 as record_count,
        null as window_start,
        null as window_end
    from usage_exceptions_planned
    where usage_exceptions_planned.state = 'waiting'

)

select *
from waiting_united
-- What only waits for its time needs nobody.
where waiting_united.reason_code not in ('window_not_ended', 'event_in_future')
