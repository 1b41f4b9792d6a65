-- Every event that takes part in a replacement, with what became of it.

with events as (

    select * from {{ ref('stg_usage__events') }}

),

usage_replacements as (

    select * from {{ ref('usage_replacements') }}

),

events_taking_part as (

    select
        usage_replacements.event_key,
        usage_replacements.event_key as replacing_event_key
    from usage_replacements

    union

    select
        usage_replacements.replaces_event_key as event_key,
        usage_replacements.event_key as replacing_event_key
    from usage_replacements

),

events_with_their_part as (

    select
        events_taking_part.event_key,
        bool_or(usage_replacements.is_touched) as is_touched,
        bool_or(usage_replacements.is_standing and usage_replacements.replaces_event_key = events_taking_part.event_key) as is_replaced,
        bool_or(usage_replacements.event_key = events_taking_part.event_key) as is_replacing,
        bool_or(usage_replacements.event_key = events_taking_part.event_key and usage_replacements.is_standing) as is_standing,
        bool_or(usage_replacements.event_key = events_taking_part.event_key and usage_replacements.has_original) as has_original
    from events_taking_part
    inner join usage_replacements on usage_replacements.event_key = events_taking_part.replacing_event_key
    group by events_taking_part.event_key

),

events_replaced as (

    select
        events.*,
        events_with_their_part.is_replaced,
        events_with_their_part.is_replacing,
        events_with_their_part.is_standing,
        events_with_their_part.has_original,
        events_with_their_part.is_touched,
        -- Contributions hold every event that replaces nothing: a replaced one goes, a standing replacement comes.
        case
            when not events_with_their_part.is_replacing and events_with_their_part.is_replaced then -1
            when events_with_their_part.is_standing and not events_with_their_part.is_replaced then 1
            else 0
        end as effect
    from events_with_their_part
    inner join events on events.event_key = events_with_their_part.event_key

)

select * from events_replaced
