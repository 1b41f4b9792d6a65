-- What of each payment no payout has covered: fees and payouts take the oldest money first, and so does a payment that was taken back after it
-- was paid out. What payments cannot explain is a row of its own, so that the sum of a currency is the balance of the clearing account.

with clearing_money as (

    select * from {{ ref('clearing_money') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

money_summed as (

    select
        clearing_money.currency,
        coalesce(sum(clearing_money.amount_minor) filter (where clearing_money.payment_id is not null and clearing_money.amount_minor > 0), 0)
            as brought_minor,
        -coalesce(sum(clearing_money.amount_minor) filter (where clearing_money.payment_id is null or clearing_money.amount_minor < 0), 0)
            as taken_minor,
        max(clearing_money.since) as newest_since
    from clearing_money
    group by clearing_money.currency

),

payments_in_order as (

    select
        clearing_money.payment_id,
        clearing_money.account_id,
        clearing_money.currency,
        greatest(clearing_money.amount_minor, 0) as brought_minor,
        sum(greatest(clearing_money.amount_minor, 0)) over (
            partition by clearing_money.currency
            order by clearing_money.since, clearing_money.payment_id collate "C"
            rows unbounded preceding
        ) as brought_by_then_minor,
        clearing_money.since
    from clearing_money
    where clearing_money.payment_id is not null

),

items_united as (

    select
        payments_in_order.payment_id,
        payments_in_order.account_id,
        payments_in_order.currency,
        payments_in_order.brought_minor,
        greatest(
            least(payments_in_order.brought_minor, payments_in_order.brought_by_then_minor - greatest(money_summed.taken_minor, 0)), 0
        ) as open_minor,
        payments_in_order.since
    from payments_in_order
    inner join money_summed on money_summed.currency = payments_in_order.currency

    union all

    select
        null as payment_id,
        null as account_id,
        money_summed.currency,
        0 as brought_minor,
        case
            when money_summed.taken_minor < 0 then -money_summed.taken_minor
            else money_summed.brought_minor - money_summed.taken_minor
        end as open_minor,
        coalesce(money_summed.newest_since, build.as_of) as since
    from money_summed
    cross join build
    where money_summed.taken_minor < 0 or money_summed.taken_minor > money_summed.brought_minor

)

select * from items_united
