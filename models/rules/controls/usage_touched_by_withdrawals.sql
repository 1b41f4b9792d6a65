{{ config(materialized='ephemeral') }}

-- What a withdrawn batch had brought, and what its events had replaced.

with batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

usage_events_withdrawn as (

    select * from {{ ref('usage_events_withdrawn') }}

),

events as (

    select * from {{ ref('stg_usage__events') }}

),

touches_united as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.event_kind not in ('quantity', 'span') as is_holding,
        usage_contributions.first_at as touched_from,
        usage_contributions.last_at as touched_until
    from batches_withdrawn
    inner join usage_contributions on usage_contributions.batch_id = batches_withdrawn.batch_id
    where batches_withdrawn.is_new

    union all

    select
        events.account_id,
        events.meter,
        events.event_kind not in ('quantity', 'span') as is_holding,
        events.occurred_at as touched_from,
        coalesce(events.ended_at, events.occurred_at) as touched_until
    from usage_events_withdrawn
    inner join events on events.event_key = usage_events_withdrawn.replaces_event_key

)

select * from touches_united
