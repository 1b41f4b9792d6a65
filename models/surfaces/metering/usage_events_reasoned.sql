-- Usage events joined to everything that tells why one is not billed, and how much each of the others is: the build, exceptions, what was held or
-- counted, windows that wait. Whether a billed one costs nothing is not looked up here.

with usage_events as (

    select * from {{ source('raw', 'usage_events') }}

),

usage_exceptions as (

    select * from {{ source('current', 'usage_exceptions') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

usage_parked as (

    select * from {{ ref('usage_parked') }}

),

usage_holdings as (

    select * from {{ ref('usage_holdings_matched') }}

),

windows_waiting as (

    select * from {{ ref('usage_windows_waiting') }}

),

usage_readings as (

    select * from {{ source('current', 'usage_readings') }}

),

-- A stop ends the record of its start, so it is a record of its own only while it waits or when it was not used.
usage_events_with_their_reason as (

    select
        usage_events.*,
        cast(
            case
                when usage_holdings.quantity is not null then usage_holdings.quantity
                when usage_readings.quantity is not null then usage_readings.quantity
                when usage_events.event_kind = 'span'
                    -- The most that the column holds.
                    then least(
                        usage_events.quantity * extract(epoch from usage_events.ended_at - usage_events.occurred_at), 99999999999999999999999999999
                    )
                when usage_events.event_kind not in ('start', 'stop', 'level', 'reading') then usage_events.quantity
            end as numeric(38, 9)
        ) as quantity_used,
        usage_holdings.usage_record_id is not null as is_held,
        usage_holdings.is_free as is_held_free,
        coalesce(usage_holdings.is_open, false) as is_open,
        coalesce(usage_holdings.started_at, usage_events.occurred_at) as started_at,
        coalesce(
            usage_holdings.ended_at,
            usage_events.ended_at,
            -- A start that holds nothing ended where it began.
            case when usage_events.event_kind <> 'start' or usage_exceptions.state = 'free' then usage_events.occurred_at end
        ) as stopped_at,
        case
            when batches_taken.batch_id is null then 'not_yet_built'
            when batches_taken.is_withdrawn then 'batch_withdrawn'
            when usage_exceptions.state is not null then usage_exceptions.reason
            when usage_parked.account_id is not null then 'account_parked'
            when usage_events.occurred_at > (select max(publications.as_of) from {{ source('control', 'publications') }} as publications)
                then 'event_in_future'
            else coalesce(usage_holdings.waiting_reason, windows_waiting.reason)
        end as reason,
        case
            when batches_taken.is_withdrawn then 'replaced'
            when batches_taken.batch_id is not null then usage_exceptions.state
        end as exception_state
    from usage_events
    left join batches_taken on batches_taken.batch_id = usage_events.batch_id
    left join usage_exceptions on usage_exceptions.event_key = usage_events.event_key
    left join usage_holdings on usage_holdings.usage_record_id = usage_events.event_key and usage_holdings.account_id = usage_events.account_id
    left join usage_parked
        on
            usage_parked.account_id = usage_events.account_id
            and usage_parked.parked_by_build <= batches_taken.build_number
    left join windows_waiting
        on
            windows_waiting.account_id = usage_events.account_id
            and windows_waiting.meter = usage_events.meter
            and windows_waiting.pricing_mode = usage_events.pricing_mode
            and windows_waiting.day_start = date_trunc('day', usage_events.occurred_at, 'UTC')
            and coalesce(windows_waiting.resource_id, '') = coalesce(usage_events.resource_id, '')
            and windows_waiting.resource_id is not distinct from usage_events.resource_id
            and windows_waiting.resource_type is not distinct from usage_events.resource_type
            and windows_waiting.window_start <= usage_events.occurred_at
            and windows_waiting.window_end > usage_events.occurred_at
            and usage_holdings.usage_record_id is null
    left join usage_readings on usage_readings.usage_record_id = usage_events.event_key
    where
        usage_events.event_kind <> 'stop'
        or usage_exceptions.event_key is not null
        or batches_taken.batch_id is null
        or batches_taken.is_withdrawn

)

select * from usage_events_with_their_reason
