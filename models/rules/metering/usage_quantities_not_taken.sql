{{ config(materialized='ephemeral') }}

-- Quantities that landed before their meter was known as it is, and that it does not take: of that kind, or with that many decimals.

with meters as (

    select * from {{ ref('meters') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

contributions_with_such_quantities as (

    select distinct
        usage_contributions.batch_id,
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.hour_start,
        meters.input_decimals,
        'quantity' <> all(string_to_array(meters.event_kinds, '|')) as is_other_kind
    from usage_ranges
    inner join meters on meters.meter = usage_ranges.meter
    inner join usage_contributions
        on
            usage_contributions.account_id = usage_ranges.account_id
            and usage_contributions.meter = usage_ranges.meter
            and usage_contributions.hour_start >= usage_ranges.range_start
            and usage_contributions.hour_start < usage_ranges.range_end
    where
        usage_contributions.event_kind = 'quantity'
        -- What a maximum, a latest value or a unique count is made of is examined event by event.
        and meters.aggregation not in ('max', 'latest', 'unique_count')
        and (
            usage_contributions.quantity_decimals > meters.input_decimals
            or 'quantity' <> all(string_to_array(meters.event_kinds, '|'))
        )

),

quantities_not_taken as (

    select
        events.event_key,
        events.account_id,
        events.meter,
        case when contributions_with_such_quantities.is_other_kind then 'event_kind_not_supported' else 'too_many_decimals_for_meter' end as reason
    from contributions_with_such_quantities
    inner join events
        on
            events.batch_id = contributions_with_such_quantities.batch_id
            and events.account_id = contributions_with_such_quantities.account_id
            and events.meter = contributions_with_such_quantities.meter
            and events.occurred_at >= contributions_with_such_quantities.hour_start
            and events.occurred_at < contributions_with_such_quantities.hour_start + interval '1 hour'
    where
        events.event_kind = 'quantity'
        and events.batch_id = any(array(select such_batches.batch_id from contributions_with_such_quantities as such_batches))
        and events.occurred_at >= (select min(first_hours.hour_start) from contributions_with_such_quantities as first_hours)
        and events.occurred_at < (select max(last_hours.hour_start) + interval '1 hour' from contributions_with_such_quantities as last_hours)
        and (
            contributions_with_such_quantities.is_other_kind
            or min_scale(events.quantity) > contributions_with_such_quantities.input_decimals
        )

)

select * from quantities_not_taken
