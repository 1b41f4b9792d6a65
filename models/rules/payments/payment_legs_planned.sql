-- The legs that bring the journal to what the provider tells, each with the entry it belongs to: a fee goes with the entry of the money it was taken on.

with payment_totals_planned as (

    select * from {{ ref('payment_totals_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

differences as (

    select
        payment_totals_planned.*,
        (payment_totals_planned.target_minor - payment_totals_planned.posted_minor)::bigint as amount_minor,
        {{ book_id([
            "case payment_totals_planned.entry_type when 'stripe_credit' then 'payment' else payment_totals_planned.entry_type end",
            "payment_totals_planned.reference_id", "payment_totals_planned.account_id", "payment_totals_planned.currency",
            "payment_totals_planned.entry_count + 1",
        ]) }} as own_entry_id
    from payment_totals_planned
    where
        payment_totals_planned.target_minor <> payment_totals_planned.posted_minor
        and (
            payment_totals_planned.ledger_account <> 'customer'
            or payment_totals_planned.booking_period_start is not null
        )
        and coalesce(payment_totals_planned.account_id, '') not in (select parked_accounts_planned.account_id from parked_accounts_planned)

),

holders as (

    select
        differences.entry_type,
        differences.reference_type,
        differences.reference_id,
        differences.own_entry_id,
        row_number() over (
            partition by differences.entry_type, differences.reference_type, differences.reference_id, differences.currency
            order by differences.account_id collate "C"
        ) as holder_number,
        differences.currency
    from differences
    where differences.ledger_account = 'customer'

),

legs_with_their_entry as (

    select
        case
            when differences.ledger_account = 'provider_fees' then coalesce(holders.own_entry_id, differences.own_entry_id) else
                differences.own_entry_id
        end
            as ledger_entry_id,
        differences.entry_type,
        differences.reference_type,
        differences.reference_id,
        differences.ledger_account,
        differences.account_id,
        differences.currency,
        differences.correlation_id,
        differences.amount_minor,
        differences.service_period_start,
        differences.service_period_end,
        differences.booking_period_start
    from differences
    left join holders
        on
            holders.entry_type = differences.entry_type
            and holders.reference_type = differences.reference_type
            and holders.reference_id = differences.reference_id
            and holders.currency = differences.currency
            and holders.holder_number = 1

)

select * from legs_with_their_entry
