{{ config(materialized='view') }}

-- Usage of closed periods for which something has changed, as it is billed when this build is posted and as the records known now rate it,
-- posting group by posting group.

with closed_periods_changed as (

    select * from {{ ref('closed_periods_changed') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

usage_lines_rated as (

    select * from {{ ref('usage_lines_rated') }}

),

group_roundings as (

    select * from {{ ref('group_roundings') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

group_totals_after_posting as (

    select * from {{ ref('group_totals_after_posting') }}

),

groups_if_rated_again as (

    select distinct
        price_timelines.posting_group_id,
        price_timelines.usage_account_id,
        price_timelines.meter,
        price_timelines.account_id,
        price_timelines.period_start
    from price_timelines
    where
        price_timelines.is_preview
        and price_timelines.is_posted

),

groups_billed as (

    select
        posting_groups.posting_group_id,
        closed_periods_changed.usage_account_id,
        closed_periods_changed.meter,
        closed_periods_changed.account_id,
        closed_periods_changed.period_start
    from closed_periods_changed
    inner join posting_groups
        on
            posting_groups.usage_account_id = closed_periods_changed.usage_account_id
            and posting_groups.meter = closed_periods_changed.meter
            and posting_groups.account_id = closed_periods_changed.account_id
            and posting_groups.service_period_start = closed_periods_changed.period_start
    where posting_groups.line_type = 'usage'

    union

    select
        usage_groups_planned.posting_group_id,
        usage_groups_planned.usage_account_id,
        usage_groups_planned.meter,
        usage_groups_planned.account_id,
        usage_groups_planned.service_period_start as period_start
    from usage_groups_planned

),

amounts_united as (

    select
        groups_if_rated_again.*,
        0 as billed_minor,
        book.rounded(sum(usage_lines_rated.amount_exact), min(group_roundings.rounding)) as known_now_minor
    from groups_if_rated_again
    inner join usage_lines_rated on usage_lines_rated.posting_group_id = groups_if_rated_again.posting_group_id
    left join group_roundings on group_roundings.posting_group_id = groups_if_rated_again.posting_group_id
    group by 1, 2, 3, 4, 5

    union all

    select
        groups_billed.*,
        group_totals_after_posting.rounded_minor as billed_minor,
        0 as known_now_minor
    from groups_billed
    inner join group_totals_after_posting on group_totals_after_posting.posting_group_id = groups_billed.posting_group_id
    where group_totals_after_posting.is_posted

)

select * from amounts_united
