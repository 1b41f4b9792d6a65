-- What a withdrawn batch brought counts no more: whoever asks what counts reads here, who counts what landed reads stg_usage__events_landed.

with events_landed as (

    select * from {{ ref('stg_usage__events_landed') }}

),

batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}

),

events_that_count as (

    select events_landed.*
    from events_landed
    where events_landed.batch_id not in (select batches_withdrawn.batch_id from batches_withdrawn)

)

select * from events_that_count
