{{ config(materialized='ephemeral') }}

-- Lines whose events are charged one by one, held at the maximum of their charge in the order of the charge.

with event_amounts as (

    select * from {{ ref('event_amounts') }}

),

amounts_accumulated as (

    select
        event_amounts.*,
        sum(event_amounts.amount_exact) over (
            partition by event_amounts.posting_group_id
            order by event_amounts.window_start, event_amounts.resource_id collate "C" nulls first, event_amounts.rated_line_id
            rows between unbounded preceding and current row
        ) as amount_after
    from event_amounts

),

amounts_capped as (

    select
        amounts_accumulated.rated_line_id,
        least(amounts_accumulated.amount_after, amounts_accumulated.maximum_minor)
        - least(amounts_accumulated.amount_after - amounts_accumulated.amount_exact, amounts_accumulated.maximum_minor) as amount_exact
    from amounts_accumulated

)

select * from amounts_capped
