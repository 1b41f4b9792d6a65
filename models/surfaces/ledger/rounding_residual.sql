-- What rounding once to the minor unit has left over, per posting group: never more than half a unit, and lost by nobody.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

residuals as (

    select
        posting_groups.posting_group_id,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.line_type,
        posting_groups.meter,
        posting_groups.currency,
        group_totals.amount_exact,
        group_totals.posted_minor,
        cast(group_totals.amount_exact + group_totals.posted_minor as numeric(38, 12)) as residual,
        posting_groups.service_period_start,
        posting_groups.service_period_end,
        group_totals.line_count,
        group_totals.record_count,
        group_totals.quantity
    from group_totals
    inner join posting_groups on posting_groups.posting_group_id = group_totals.posting_group_id
    where
        posting_groups.is_posted
        and {{ reader_may_see('posting_groups.account_id') }}

)

select * from residuals
