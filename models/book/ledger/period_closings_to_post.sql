-- Closings in order, re-ratings (a closing with what is known now) and re-openings of this build, one a period.
-- What this build books is booked before they close: where it holds something back, nothing is frozen, and what was asked for waits.

with build as (

    select * from {{ ref('stg_control__build') }}

),

closings_asked_for as (

    select * from {{ ref('closings_asked_for') }}

),

reopenings_approved as (

    select * from {{ ref('reopenings_approved') }}

),

rerates_approved as (

    select * from {{ ref('rerates_approved') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

accounts_held_back as (

    select * from {{ ref('accounts_held_back') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

closings_in_order as (

    select closings_asked_for.*
    from closings_asked_for
    where
        closings_asked_for.account_id not in (select reopenings_approved.account_id from reopenings_approved)
        and not exists (
            select 1
            from periods_planned
            where
                periods_planned.account_id = closings_asked_for.account_id
                and periods_planned.period_start < closings_asked_for.period_start
                and not periods_planned.is_closed
                and periods_planned.period_id not in (select other_closings.period_id from closings_asked_for as other_closings)
        )

),

changes_united as (

    select
        'closed' as status,
        closings_in_order.*
    from closings_in_order

    union all

    select
        'closed' as status,
        rerates_approved.*
    from rerates_approved
    where rerates_approved.period_id not in (select reopenings_approved.period_id from reopenings_approved)

    union all

    select
        'reopened' as status,
        reopenings_approved.*
    from reopenings_approved

),

new_closings as (

    select
        changes_united.period_id,
        coalesce(periods.closing_count, 0) + 1 as closing_number,
        build.build_number,
        changes_united.status,
        changes_united.action_id,
        changes_united.actor,
        changes_united.reason,
        build.as_of as closed_at
    from changes_united
    cross join build
    left join periods on periods.period_id = changes_united.period_id
    where
        changes_united.status = 'reopened'
        or changes_united.account_id not in (select accounts_held_back.account_id from accounts_held_back)

)

select * from new_closings
