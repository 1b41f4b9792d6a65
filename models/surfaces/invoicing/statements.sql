-- The side that is not posted, rounded like the other one: what a reseller's customer owes the reseller, or what he would have paid.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

statement_lines as (

    select
        posting_groups.posting_group_id,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.line_type,
        posting_groups.meter,
        posting_groups.resource_type,
        posting_groups.pricing_mode,
        posting_groups.charge_id as charge,
        posting_groups.currency,
        group_totals.quantity,
        group_totals.amount_exact,
        group_totals.rounded_minor as amount_minor,
        group_totals.line_count,
        group_totals.record_count,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from posting_groups
    inner join group_totals on group_totals.posting_group_id = posting_groups.posting_group_id
    where
        not posting_groups.is_posted
        and not (group_totals.record_count = 0 and group_totals.quantity = 0 and group_totals.amount_exact = 0)
        and (
            {{ reader_may_see('posting_groups.account_id') }}
            or (posting_groups.side = 'retail' and {{ reader_may_see('posting_groups.usage_account_id') }})
        )

)

select * from statement_lines
