{{ config(materialized='ephemeral') }}

-- What batches of this build bring, and what they replace in earlier ones.

with batches as (

    select * from {{ ref('stg_control__batches') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

usage_events_replaced as (

    select * from {{ ref('usage_events_replaced') }}

),

touched_by_contributions as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.event_kind not in ('quantity', 'span') as is_holding,
        usage_contributions.first_at as touched_from,
        usage_contributions.last_at as touched_until
    from batches
    inner join usage_contributions on usage_contributions.batch_id = batches.batch_id
    where batches.is_new

),

touched_by_replacements as (

    select
        usage_events_replaced.account_id,
        usage_events_replaced.meter,
        usage_events_replaced.event_kind not in ('quantity', 'span') as is_holding,
        usage_events_replaced.occurred_at as touched_from,
        coalesce(usage_events_replaced.ended_at, usage_events_replaced.occurred_at) as touched_until
    from usage_events_replaced
    where usage_events_replaced.is_touched

),

touches_united as (

    select * from touched_by_contributions
    union all
    select * from touched_by_replacements

)

select * from touches_united
