-- Readings of counters in time order, each with its increase over the one before. A counter that stands lower has started anew: its value is the increase.

with usage_events_examined as (

    select * from {{ ref('usage_events_examined') }}

),

readings_ranked as (

    select
        usage_events_examined.*,
        row_number() over (
            partition by
                usage_events_examined.account_id,
                usage_events_examined.meter,
                usage_events_examined.resource_id,
                usage_events_examined.occurred_at
            order by
                usage_events_examined.quantity desc,
                usage_events_examined.event_id collate "C" desc,
                usage_events_examined.source collate "C" desc
        ) as standing
    from usage_events_examined
    where
        usage_events_examined.event_kind = 'reading'
        and usage_events_examined.reason is null

),

-- Of several readings at one instant the greatest stands; the others are compared to nothing.
readings_compared as (

    select
        readings_ranked.*,
        lag(readings_ranked.quantity) over (
            partition by readings_ranked.account_id, readings_ranked.meter, readings_ranked.resource_id, readings_ranked.standing > 1
            order by readings_ranked.occurred_at
        ) as previous_quantity
    from readings_ranked

),

readings_measured as (

    select
        readings_compared.event_key,
        readings_compared.account_id,
        readings_compared.meter,
        readings_compared.resource_id,
        readings_compared.resource_type,
        readings_compared.pricing_mode,
        readings_compared.project_id,
        readings_compared.submitter_id,
        readings_compared.route_id,
        readings_compared.region,
        readings_compared.pricing_snapshot,
        case
            when readings_compared.standing > 1 then 'repeated_reading'
            when readings_compared.previous_quantity is null then 'first_reading'
        end as reason,
        case
            when readings_compared.standing > 1 or readings_compared.previous_quantity is null then 0
            when readings_compared.quantity < readings_compared.previous_quantity then readings_compared.quantity
            else readings_compared.quantity - readings_compared.previous_quantity
        end as quantity,
        readings_compared.standing = 1
        and coalesce(readings_compared.quantity < readings_compared.previous_quantity, false) as is_reset,
        readings_compared.occurred_at
    from readings_compared

)

select * from readings_measured
