{{ config(indexes=[{'columns': ['posting_group_id'], 'unique': true}]) }}

-- Posting groups in scope: those of usage, those that charges come to now, and those that the book has for charges.

with usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

charge_lines_planned as (

    select * from {{ ref('charge_lines_planned') }}

),

charge_groups_in_book as (

    select * from {{ ref('charge_groups_in_book') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

charge_groups_planned as (

    select distinct
        charge_lines_planned.posting_group_id,
        charge_lines_planned.charge_id,
        charge_lines_planned.account_id,
        charge_lines_planned.usage_account_id,
        charge_lines_planned.side,
        charge_lines_planned.line_type,
        charge_lines_planned.meter,
        charge_lines_planned.resource_type,
        charge_lines_planned.pricing_mode,
        charge_lines_planned.price_source,
        charge_lines_planned.price_scope,
        charge_lines_planned.currency,
        charge_lines_planned.is_posted,
        charge_lines_planned.period_start as service_period_start,
        charge_lines_planned.period_end as service_period_end
    from charge_lines_planned

),

groups_united as (

    select * from usage_groups_planned

    union all

    -- What is charged no longer is planned too: at zero.
    select
        charge_groups_in_book.*,
        true as is_in_book
    from charge_groups_in_book

    union all

    select
        charge_groups_planned.*,
        false as is_in_book
    from charge_groups_planned
    left join charge_groups_in_book on charge_groups_in_book.posting_group_id = charge_groups_planned.posting_group_id
    where charge_groups_in_book.posting_group_id is null

),

groups_with_where_they_are_booked as (

    select
        groups_united.*,
        periods_planned.is_closed,
        periods_planned.booking_period_start
    from groups_united
    inner join periods_planned
        on
            periods_planned.account_id = groups_united.account_id
            and periods_planned.period_start = groups_united.service_period_start

)

select * from groups_with_where_they_are_booked
