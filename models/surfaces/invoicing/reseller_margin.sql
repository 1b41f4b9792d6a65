-- What a reseller pays for each of its customers, what the customer is charged, and the difference, per month and currency.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

-- The two sides may live in different time zones: the month each calls by the same name is the same month.
groups_of_resold_usage as (

    select
        case when posting_groups.side = 'wholesale' then posting_groups.account_id else accounts.reseller_account_id end as reseller_account_id,
        posting_groups.usage_account_id as account_id,
        to_char(
            (posting_groups.service_period_end - interval '1 microsecond') at time zone coalesce(periods.billing_timezone, 'UTC'), 'YYYY-MM'
        ) as period,
        posting_groups.currency,
        posting_groups.side,
        group_totals.rounded_minor as amount_minor,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from posting_groups
    inner join group_totals on group_totals.posting_group_id = posting_groups.posting_group_id
    left join accounts on accounts.account_id = posting_groups.usage_account_id
    left join periods
        on
            periods.account_id = posting_groups.account_id
            and periods.period_start = posting_groups.service_period_start
    where
        (posting_groups.side = 'wholesale' or accounts.reseller_account_id is not null)
        and not (group_totals.record_count = 0 and group_totals.quantity = 0 and group_totals.amount_exact = 0)

),

-- The margin is the reseller's to know, not his customer's.
sides_summed as (

    select
        groups_of_resold_usage.reseller_account_id,
        groups_of_resold_usage.account_id,
        groups_of_resold_usage.period,
        groups_of_resold_usage.currency,
        cast(sum(groups_of_resold_usage.amount_minor) filter (where groups_of_resold_usage.side = 'wholesale') as bigint) as wholesale_minor,
        cast(sum(groups_of_resold_usage.amount_minor) filter (where groups_of_resold_usage.side = 'retail') as bigint) as retail_minor,
        min(groups_of_resold_usage.service_period_start) as period_start,
        max(groups_of_resold_usage.service_period_end) as period_end
    from groups_of_resold_usage
    where {{ reader_may_see('groups_of_resold_usage.reseller_account_id') }}
    group by
        groups_of_resold_usage.reseller_account_id,
        groups_of_resold_usage.account_id,
        groups_of_resold_usage.period,
        groups_of_resold_usage.currency

),

margins as (

    select
        sides_summed.reseller_account_id,
        sides_summed.account_id,
        sides_summed.period,
        sides_summed.currency,
        sides_summed.wholesale_minor,
        sides_summed.retail_minor,
        sides_summed.retail_minor - sides_summed.wholesale_minor as margin_minor,
        sides_summed.period_start,
        sides_summed.period_end
    from sides_summed

)

select * from margins
