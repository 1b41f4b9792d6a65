-- Every usage record, counted by what became of it: what was billed or is free beside what waits, was replaced or was turned away, and what to do.

with usage_events as (

    select * from {{ ref('usage_events_reasoned') }}

),

meters as (

    select * from {{ source('current', 'meters') }}

),

rejected_records as (

    select * from {{ source('raw', 'rejected_records') }}

),

redrives as (

    select * from {{ source('raw', 'redrives') }}

),

landed_records as (

    select
        usage_events.account_id,
        usage_events.meter,
        usage_events.resource_type,
        case
            when usage_events.exception_state <> 'free' then usage_events.exception_state
            when usage_events.exception_state is null and usage_events.reason is not null then 'waiting'
            else 'billed_or_free'
        end as state,
        usage_events.reason,
        usage_events.quantity_used,
        usage_events.started_at
    from usage_events
    where {{ reader_may_see('usage_events.account_id') }}

),

landed_records_counted as (

    select
        landed_records.account_id,
        landed_records.meter,
        landed_records.resource_type,
        landed_records.state,
        case when landed_records.state <> 'billed_or_free' then landed_records.reason end as reason,
        count(*) as record_count,
        sum(landed_records.quantity_used) as quantity,
        min(landed_records.started_at) as oldest_at
    from landed_records
    group by 1, 2, 3, 4, 5

),

rejected_records_counted as (

    select
        cast(null as text) as account_id,
        cast(null as text) as meter,
        cast(null as text) as resource_type,
        case when rejected_records.reason_code = 'conflict' then 'conflict' else 'rejected' end as state,
        rejected_records.reason_code as reason,
        count(*) as record_count,
        cast(null as numeric) as quantity,
        cast(null as timestamptz) as oldest_at
    from rejected_records
    left join redrives on redrives.rejected_id = rejected_records.rejected_id
    where
        rejected_records.kind = 'usage'
        and redrives.rejected_id is null
        and {{ reader_may_see('null') }}
    group by rejected_records.reason_code

),

records_counted as (

    select * from landed_records_counted

    union all

    select * from rejected_records_counted

),

-- What a maximum, a latest value or a number of different ones comes to is in no single record, so it is no sum of them.
records_with_their_unit as (

    select
        records_counted.account_id,
        records_counted.meter,
        records_counted.resource_type,
        records_counted.state,
        records_counted.reason,
        case when records_counted.state <> 'billed_or_free' then {{ remedy_of_usage('records_counted') }} end as remedy,
        meters.aggregation,
        meters.base_unit as unit,
        records_counted.record_count,
        cast(
            case
                when meters.aggregation in ('max', 'latest', 'unique_count') then null
                when meters.aggregation = 'count' then records_counted.record_count
                else records_counted.quantity
            end as numeric
        ) as quantity,
        records_counted.oldest_at
    from records_counted
    left join meters on meters.meter = records_counted.meter

)

select * from records_with_their_unit
