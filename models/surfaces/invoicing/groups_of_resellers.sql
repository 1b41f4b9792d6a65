{{ config(materialized='ephemeral') }}

-- Posting groups of resold usage, both sides, with the reseller who resold it in that month: whoever a customer moves to later had no part in it.

with posting_groups as not materialized (

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
groups_with_their_month as (

    select
        posting_groups.account_id as billed_account_id,
        posting_groups.usage_account_id,
        to_char(
            (posting_groups.service_period_end - interval '1 microsecond') at time zone coalesce(periods.billing_timezone, 'UTC'), 'YYYY-MM'
        ) as period,
        posting_groups.currency,
        posting_groups.side,
        posting_groups.is_posted,
        group_totals.rounded_minor as amount_minor,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from posting_groups
    inner join group_totals on group_totals.posting_group_id = posting_groups.posting_group_id
    left join periods on periods.account_id = posting_groups.account_id and periods.period_start = posting_groups.service_period_start
    where
        not (group_totals.record_count = 0 and group_totals.quantity = 0 and group_totals.amount_exact = 0)
        and (
            posting_groups.side = 'wholesale'
            or posting_groups.usage_account_id in (select resold.usage_account_id from posting_groups as resold where resold.side = 'wholesale')
            or posting_groups.usage_account_id in (
                select customers.account_id from accounts as customers where customers.reseller_account_id is not null
            )
        )

),

resellers_of_months as (

    select
        groups_with_their_month.usage_account_id,
        groups_with_their_month.period,
        min(groups_with_their_month.billed_account_id) as reseller_account_id
    from groups_with_their_month
    where groups_with_their_month.side = 'wholesale'
    group by groups_with_their_month.usage_account_id, groups_with_their_month.period

),

-- What no wholesale price was found for is the customer's retail side all the same; what he paid the house himself is not.
groups_with_their_reseller as (

    select
        case
            when groups_with_their_month.side = 'wholesale' then groups_with_their_month.billed_account_id
            else coalesce(
                resellers_of_months.reseller_account_id,
                case
                    when not groups_with_their_month.is_posted or accounts.credit_risk_owner = 'platform' then accounts.reseller_account_id
                end
            )
        end as reseller_account_id,
        groups_with_their_month.usage_account_id as account_id,
        groups_with_their_month.period,
        groups_with_their_month.currency,
        groups_with_their_month.side,
        groups_with_their_month.amount_minor,
        groups_with_their_month.service_period_start,
        groups_with_their_month.service_period_end
    from groups_with_their_month
    left join accounts on accounts.account_id = groups_with_their_month.usage_account_id
    left join resellers_of_months
        on
            resellers_of_months.usage_account_id = groups_with_their_month.usage_account_id
            and resellers_of_months.period = groups_with_their_month.period

)

select * from groups_with_their_reseller
where groups_with_their_reseller.reseller_account_id is not null
