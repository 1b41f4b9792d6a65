-- What usage comes to in the account periods that are charged again: groups in scope as planned, all others as the last build left them.
-- Rounded once, as it is posted: what depends on it moves no cent.

with charge_periods as (

    select * from {{ ref('charge_periods') }}

),

usage_groups_planned as (

    select * from {{ ref('usage_groups_planned') }}

),

usage_lines_rated as (

    select * from {{ ref('usage_lines_rated') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

group_totals as (

    select * from {{ ref('stg_current__group_totals') }}

),

group_roundings as (

    select * from {{ ref('group_roundings') }}

),

lines_summed as (

    select
        usage_lines_rated.posting_group_id,
        sum(usage_lines_rated.record_count) as record_count,
        sum(usage_lines_rated.quantity) as quantity,
        sum(usage_lines_rated.amount_exact) as amount_exact
    from usage_lines_rated
    group by usage_lines_rated.posting_group_id

),

groups_united as (

    select
        usage_groups_planned.*,
        coalesce(lines_summed.record_count, 0) as record_count,
        coalesce(lines_summed.quantity, 0) as quantity,
        book.rounded(coalesce(lines_summed.amount_exact, 0), group_roundings.rounding) as amount_minor
    from usage_groups_planned
    left join lines_summed on lines_summed.posting_group_id = usage_groups_planned.posting_group_id
    left join group_roundings on group_roundings.posting_group_id = usage_groups_planned.posting_group_id

    union all

    select
        posting_groups.posting_group_id,
        posting_groups.charge_id,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.line_type,
        posting_groups.meter,
        posting_groups.resource_type,
        posting_groups.pricing_mode,
        posting_groups.price_source,
        posting_groups.price_scope,
        posting_groups.currency,
        posting_groups.is_posted,
        posting_groups.service_period_start,
        posting_groups.service_period_end,
        true as is_in_book,
        group_totals.record_count,
        group_totals.quantity,
        group_totals.rounded_minor as amount_minor
    from charge_periods
    inner join posting_groups
        on
            posting_groups.account_id = charge_periods.account_id
            and posting_groups.service_period_start = charge_periods.period_start
    inner join group_totals on group_totals.posting_group_id = posting_groups.posting_group_id
    where
        posting_groups.line_type = 'usage'
        and posting_groups.posting_group_id not in (select usage_groups_planned.posting_group_id from usage_groups_planned)

)

select * from groups_united
