-- Posted lines of accounts with grants, of usage and of charges, in whole minor units that sum to what is posted.

with grants_to_burn as (

    select * from {{ ref('grants_to_burn') }}

),

posting_groups_planned as (

    select * from {{ ref('posting_groups_planned') }}

),

rated_lines_planned as (

    select * from {{ ref('rated_lines_planned') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

rated_lines as (

    select * from {{ ref('stg_book__rated_lines') }}

),

charge_roundings as (

    select * from {{ ref('charge_roundings') }}

),

group_roundings as (

    select * from {{ ref('group_roundings') }}

),

groups_united as (

    select
        posting_groups_planned.posting_group_id, posting_groups_planned.account_id, posting_groups_planned.currency,
        posting_groups_planned.service_period_start as period_start, true as is_planned
    from posting_groups_planned
    where
        posting_groups_planned.is_posted
        and posting_groups_planned.account_id in (select grants_to_burn.account_id from grants_to_burn)

    union all

    select
        posting_groups.posting_group_id, posting_groups.account_id, posting_groups.currency,
        posting_groups.service_period_start as period_start, false as is_planned
    from posting_groups
    where
        posting_groups.is_posted
        and posting_groups.account_id in (select grants_to_burn.account_id from grants_to_burn)
        and posting_groups.posting_group_id not in (select posting_groups_planned.posting_group_id from posting_groups_planned)

),

lines_united as (

    select
        groups_united.*, rated_lines_planned.rated_line_id, rated_lines_planned.resource_id,
        rated_lines_planned.amount_exact, rated_lines_planned.window_start
    from groups_united
    inner join rated_lines_planned on rated_lines_planned.posting_group_id = groups_united.posting_group_id
    where groups_united.is_planned

    union all

    select
        groups_united.*, rated_lines.rated_line_id, rated_lines.resource_id,
        rated_lines.amount_exact, rated_lines.window_start
    from groups_united
    inner join rated_lines on rated_lines.posting_group_id = groups_united.posting_group_id
    where not groups_united.is_planned

),

lines_accumulated as (

    select
        lines_united.*,
        sum(lines_united.amount_exact) over (
            partition by lines_united.posting_group_id
            order by lines_united.window_start, lines_united.resource_id collate "C" nulls first, lines_united.rated_line_id
            rows between unbounded preceding and current row
        ) as amount_after
    from lines_united

),

lines_rounded as (

    select
        lines_accumulated.rated_line_id,
        lines_accumulated.account_id,
        lines_accumulated.resource_id,
        lines_accumulated.currency,
        book.rounded(lines_accumulated.amount_after, coalesce(charge_roundings.rounding, group_roundings.rounding))
        - book.rounded(
            lines_accumulated.amount_after - lines_accumulated.amount_exact, coalesce(charge_roundings.rounding, group_roundings.rounding)
        ) as amount_minor,
        lines_accumulated.window_start,
        lines_accumulated.period_start
    from lines_accumulated
    left join charge_roundings on charge_roundings.posting_group_id = lines_accumulated.posting_group_id
    left join group_roundings on group_roundings.posting_group_id = lines_accumulated.posting_group_id

)

select * from lines_rounded
