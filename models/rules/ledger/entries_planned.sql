-- Entries that make the book say what the plan says: the difference between the target and what the same rule posted before.
-- The key is the target's own plus how many entries the rule has posted there, so a repeat finds the entry already posted.

with build as (

    select * from {{ ref('stg_control__build') }}

),

group_entries_planned as (

    select * from {{ ref('group_entries_planned') }}

),

grant_entries_planned as (

    select * from {{ ref('grant_entries_planned') }}

),

payment_entries_planned as (

    select * from {{ ref('payment_entries_planned') }}

),

action_entries_planned as (

    select * from {{ ref('action_entries_planned') }}

),

document_entries_planned as (

    select * from {{ ref('document_entries_planned') }}

),

entries_united as (

    select * from group_entries_planned
    union all
    select * from payment_entries_planned
    union all
    select * from action_entries_planned
    union all
    select * from grant_entries_planned
    union all
    select * from document_entries_planned

),

entries_stamped as (

    select
        entries_united.*,
        build.build_number,
        build.as_of as booked_at
    from entries_united
    cross join build

)

select * from entries_stamped
