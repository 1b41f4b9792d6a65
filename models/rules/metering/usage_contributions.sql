{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='batch_id',
    on_schema_change='fail',
    indexes=[{'columns': ['account_id', 'meter', 'hour_start']}, {'columns': ['batch_id']}],
) }}

-- One contribution per batch and hour: what a batch adds to an hour never changes, so an hour is the sum of its contributions.

with batches as (

    select * from {{ ref('stg_control__batches') }}

),

events as (

    select * from {{ ref('stg_usage__events_landed') }}

),

contributions_gathered_before as (

    {% if is_incremental() -%}
    select
        batch_id,
        sum(record_count) as record_count
    from {{ this }}
    group by batch_id
    {%- else -%}
    select
        null::bigint as batch_id,
        null::numeric as record_count
    where false
    {%- endif %}

),

-- A batch whose records are not all here is gathered (again): a lost table mends itself.
batches_to_gather as (

    select batches.batch_id
    from batches
    left join contributions_gathered_before on contributions_gathered_before.batch_id = batches.batch_id
    where
        batches.kind = 'usage'
        and batches.landed_count <> coalesce(contributions_gathered_before.record_count, 0)

),

events_gathered_by_hour as (

    select
        events.batch_id,
        events.account_id,
        events.meter,
        events.event_kind,
        events.resource_id,
        events.resource_type,
        events.pricing_mode,
        events.project_id,
        events.submitter_id,
        events.route_id,
        events.region,
        events.pricing_snapshot,
        count(*) as record_count,
        sum(events.quantity) as quantity,
        max(min_scale(events.quantity)) as quantity_decimals,
        events.replaces_event_key is not null as is_replacing,
        date_trunc('hour', events.occurred_at, 'UTC') as hour_start,
        min(events.occurred_at) as first_at,
        max(coalesce(events.ended_at, events.occurred_at)) as last_at
    from events
    -- As an array and two values, so that the block ranges of the new batches are all that is read.
    where
        events.batch_id = any(array(select batches_to_gather.batch_id from batches_to_gather))
        and events.batch_id >= (select min(first_batches.batch_id) from batches_to_gather as first_batches)
        and events.batch_id <= (select max(last_batches.batch_id) from batches_to_gather as last_batches)
    group by
        events.batch_id,
        events.account_id,
        events.meter,
        events.event_kind,
        events.resource_id,
        events.resource_type,
        events.pricing_mode,
        events.project_id,
        events.submitter_id,
        events.route_id,
        events.region,
        events.pricing_snapshot,
        is_replacing,
        hour_start

)

select * from events_gathered_by_hour
