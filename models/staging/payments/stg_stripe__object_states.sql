-- Read by two: the states of payments, which are most of them, and all others.

with stripe_events as (

    select * from {{ source('raw', 'stripe_events') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- Read in place, and not copied for its two readers.
events_taken as not materialized (

    select
        stripe_events.event_id,
        stripe_events.event_type,
        stripe_events.object_type,
        stripe_events.object_id,
        stripe_events.is_live,
        stripe_events.created_at,
        stripe_events.body #> '{data,object}' as object
    from stripe_events
    inner join batches on batches.batch_id = stripe_events.batch_id
    cross join build
    where
        stripe_events.created_at <= build.as_of
        and stripe_events.object_type in ({{ stripe_kinds() }}, 'refusal')

),

-- Old versions of the API tell charges and refunds only inside of what they belong to, and a reader may ask for more to stand inside, at any depth.
objects_inside as (

    select
        events_taken.event_id,
        events_taken.event_type,
        elements_inside.object ->> 'object' as object_type,
        {{ provider_id('elements_inside.object', 'id') }} as object_id,
        events_taken.is_live,
        events_taken.created_at,
        elements_inside.object
    from events_taken
    cross join
        lateral jsonb_path_query(
            events_taken.object,
            'strict $.**{1 to last} ? ({{ stripe_kinds(written='@.object == "%s"', joined_by=" || ") }})'
        ) as elements_inside (object)
    where events_taken.object @? '$.*.object'

),

states_united as (

    select * from events_taken
    union all
    select * from objects_inside

),

object_states as (

    select
        states_united.event_id,
        states_united.event_type,
        states_united.object_type,
        states_united.object_id,
        -- No currency is longer, and what is cut is still none.
        upper(left(states_united.object ->> 'currency', 500)) as currency,
        states_united.object,
        states_united.is_live,
        states_united.created_at
    from states_united
    where states_united.object_id <> ''

)

select * from object_states
