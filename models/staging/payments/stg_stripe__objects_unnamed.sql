-- Events of money whose object has no id, or a longer one than any, or does not say what it is: they are kept, and nothing can be read from them.

with stripe_events as (

    select *
    from {{ source('raw', 'stripe_events') }}
    where coalesce(object_id, '') = '' or object_type is null

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

objects_unnamed as (

    select
        stripe_events.event_id,
        stripe_events.event_type,
        stripe_events.created_at
    from stripe_events
    inner join batches on batches.batch_id = stripe_events.batch_id
    cross join build
    where
        stripe_events.created_at <= build.as_of
        and (
            stripe_events.object_type in ({{ stripe_kinds() }})
            or stripe_events.event_type ~ '^({{ stripe_kinds(written="%s", joined_by="|") }})[.]'
        )

)

select * from objects_unnamed
