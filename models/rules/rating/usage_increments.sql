{{ config(indexes=[{'columns': ['event_key', 'posting_group_id'], 'unique': true}]) }}

-- What each value adds to the cumulative quantity of its charge in its period: the aggregate up to and with it, less the aggregate before it.
-- A maximum and a latest value run per resource, a unique count over the whole charge; a charge begins at zero.

with usage_events_examined as (

    select * from {{ ref('usage_events_examined') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

values_with_their_charge as (

    select
        usage_events_examined.event_key,
        usage_events_examined.aggregation,
        usage_events_examined.distinct_value,
        usage_events_examined.resource_id,
        usage_events_examined.event_id,
        usage_events_examined.source,
        usage_events_examined.quantity,
        usage_events_examined.occurred_at,
        price_timelines.posting_group_id
    from usage_events_examined
    inner join price_timelines
        on
            price_timelines.usage_account_id = usage_events_examined.account_id
            and price_timelines.meter = usage_events_examined.meter
            and price_timelines.pricing_mode = usage_events_examined.pricing_mode
            and coalesce(price_timelines.resource_type, '') = coalesce(usage_events_examined.resource_type, '')
            and coalesce(price_timelines.pricing_snapshot, '') = coalesce(usage_events_examined.pricing_snapshot, '')
            and price_timelines.applies_from <= usage_events_examined.occurred_at
            and price_timelines.applies_until > usage_events_examined.occurred_at
    where
        usage_events_examined.event_kind = 'quantity'
        and usage_events_examined.reason is null

),

values_with_what_came_before as (

    select
        values_with_their_charge.*,
        coalesce(max(values_with_their_charge.quantity) over (
            in_time_order rows between unbounded preceding and 1 preceding
        ), 0) as maximum_before,
        coalesce(lag(values_with_their_charge.quantity) over in_time_order, 0) as latest_before,
        row_number() over (
            partition by values_with_their_charge.posting_group_id, values_with_their_charge.distinct_value
            order by
                values_with_their_charge.occurred_at,
                values_with_their_charge.event_id collate "C",
                values_with_their_charge.source collate "C"
        ) as occurrence
    from values_with_their_charge
    window in_time_order as (
        partition by values_with_their_charge.posting_group_id, values_with_their_charge.resource_id
        order by
            values_with_their_charge.occurred_at,
            values_with_their_charge.event_id collate "C",
            values_with_their_charge.source collate "C"
    )

),

increments as (

    select
        values_with_what_came_before.event_key,
        values_with_what_came_before.posting_group_id,
        case values_with_what_came_before.aggregation
            when 'max' then greatest(values_with_what_came_before.quantity - values_with_what_came_before.maximum_before, 0)
            when 'latest' then values_with_what_came_before.quantity - values_with_what_came_before.latest_before
            when 'unique_count' then case when values_with_what_came_before.occurrence = 1 then 1 else 0 end
        end as quantity
    from values_with_what_came_before

)

select * from increments
