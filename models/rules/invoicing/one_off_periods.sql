{{ config(materialized='ephemeral') }}

-- The period of each one-off charge of an account in scope: that of the request, or the first later one that was open when it came to be known.
-- One that the book has stays where it is, also when an earlier period is rated again or opened again.

with actions as (

    select * from {{ ref('stg_records__actions') }}
    where kind = 'one_off_charge'

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

charge_scope as (

    select * from {{ ref('charge_scope') }}
    where is_own

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}
    where line_type = 'one_off'

),

actions_in_scope as (

    select actions.*
    from actions
    where
        actions.amount_minor > 0
        and actions.account_id in (select charge_scope.account_id from charge_scope)

),

one_offs_in_book as (

    select
        actions_in_scope.action_id,
        posting_groups.service_period_start,
        row_number() over (partition by actions_in_scope.action_id order by posting_groups.build_number desc) as recency
    from actions_in_scope
    inner join posting_groups
        on
            posting_groups.account_id = actions_in_scope.account_id
            and posting_groups.price_scope = actions_in_scope.action_id

),

one_off_periods as (

    select
        actions_in_scope.action_id,
        actions_in_scope.account_id,
        actions_in_scope.currency,
        actions_in_scope.amount_minor,
        actions_in_scope.requested_at,
        coalesce(min(one_offs_in_book.service_period_start), min(periods_planned.period_start)) as period_start
    from actions_in_scope
    inner join periods_planned
        on
            periods_planned.account_id = actions_in_scope.account_id
            and periods_planned.currency = actions_in_scope.currency
            and periods_planned.period_end > actions_in_scope.requested_at
            and periods_planned.known_by_build_number >= actions_in_scope.known_from_build
    left join one_offs_in_book
        on
            one_offs_in_book.action_id = actions_in_scope.action_id
            and one_offs_in_book.recency = 1
    group by
        actions_in_scope.action_id,
        actions_in_scope.account_id,
        actions_in_scope.currency,
        actions_in_scope.amount_minor,
        actions_in_scope.requested_at

)

select * from one_off_periods
