-- What replaces what. Of several that replace one event the latest, then the greatest id, stands; one without its original waits.

with recursive events as not materialized (

    select * from {{ ref('stg_usage__events') }}

),

usage_events_withdrawn as (

    select * from {{ ref('usage_events_withdrawn') }}

),

replacing_events as (

    select
        events.event_key,
        events.replaces_event_key,
        bool_or(events.is_new) over (partition by events.replaces_event_key) as has_new_sibling,
        row_number() over (
            partition by events.replaces_event_key
            order by events.occurred_at desc, events.event_id collate "C" desc
        ) as standing
    from events
    where events.replaces_event_key is not null

),

originals as (

    select
        events.event_key,
        events.is_new,
        events.replaces_event_key is not null as is_replacing
    from events
    where events.event_key in (select replacing_events.replaces_event_key from replacing_events)

),

-- From the originals that replace nothing, along those that stand: whoever is not reached has no original yet.
replacements_that_stand as (

    select
        replacing_events.event_key,
        replacing_events.replaces_event_key
    from replacing_events
    inner join originals on originals.event_key = replacing_events.replaces_event_key
    where
        replacing_events.standing = 1
        and not originals.is_replacing

    union all

    select
        replacing_events.event_key,
        replacing_events.replaces_event_key
    from replacements_that_stand
    inner join replacing_events on replacing_events.replaces_event_key = replacements_that_stand.event_key
    where replacing_events.standing = 1

),

-- An original that is new gives its replacements something to replace; a withdrawn one leaves them without, and a withdrawn replacement unseats itself.
originals_changed as (

    select originals.event_key from originals where originals.is_new
    union all
    select usage_events_withdrawn.event_key from usage_events_withdrawn
    union all
    select usage_events_withdrawn.replaces_event_key from usage_events_withdrawn

),

-- A new replacement may unseat another one, and with it whatever replaces that one.
replacements_touched as (

    select replacing_events.event_key
    from replacing_events
    where
        replacing_events.has_new_sibling
        or exists (select from originals_changed where originals_changed.event_key = replacing_events.replaces_event_key)

    union

    select replacing_events.event_key
    from replacements_touched
    inner join replacing_events on replacing_events.replaces_event_key = replacements_touched.event_key

),

replacements_resolved as (

    select
        replacing_events.event_key,
        replacing_events.replaces_event_key,
        replacing_events.event_key in (select replacements_touched.event_key from replacements_touched) as is_touched,
        originals.event_key is not null as has_original,
        replacements_that_stand.event_key is not null as is_standing
    from replacing_events
    left join originals on originals.event_key = replacing_events.replaces_event_key
    left join replacements_that_stand on replacements_that_stand.event_key = replacing_events.event_key

)

select * from replacements_resolved
