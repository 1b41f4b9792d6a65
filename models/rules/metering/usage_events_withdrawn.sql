-- Events whose batch was withdrawn since the last published build: what they replaced counts again, and what replaced them waits.

with batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}
    where is_new

),

events_landed as (

    select * from {{ ref('stg_usage__events_landed') }}

),

events_withdrawn as (

    select
        events_landed.event_key,
        events_landed.replaces_event_key
    from events_landed
    -- As an array and two values, so that the block ranges of these batches are all that is read.
    where
        events_landed.batch_id = any(array(select batches_withdrawn.batch_id from batches_withdrawn))
        and events_landed.batch_id >= (select min(first_batches.batch_id) from batches_withdrawn as first_batches)
        and events_landed.batch_id <= (select max(last_batches.batch_id) from batches_withdrawn as last_batches)

)

select * from events_withdrawn
