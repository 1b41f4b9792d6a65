-- The legs that bring the journal to what the provider tells, each with its entry: a fee goes with the entry of the money it was taken on.

with payment_totals_planned as (

    select * from {{ ref('payment_totals_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

facts_counted as (

    select
        payment_totals_planned.*,
        sum(payment_totals_planned.entry_count) over (
            partition by
                payment_totals_planned.entry_type, payment_totals_planned.reference_id, payment_totals_planned.ledger_account,
                payment_totals_planned.account_id, payment_totals_planned.currency
        ) as entry_count_of_fact
    from payment_totals_planned

),

-- A fact that moves to another period has entries in both: they are numbered through.
differences as (

    select
        facts_counted.*,
        (facts_counted.target_minor - facts_counted.posted_minor)::bigint as amount_minor,
        facts_counted.entry_count_of_fact + row_number() over (
            partition by
                facts_counted.entry_type, facts_counted.reference_id, facts_counted.ledger_account, facts_counted.account_id, facts_counted.currency
            order by facts_counted.service_period_start
        ) as entry_number,
        -- Money that goes from one holder to another moves for both or for neither.
        bool_or(facts_counted.account_id in (select parked_accounts_planned.account_id from parked_accounts_planned)) over (
            partition by facts_counted.reference_type, facts_counted.reference_id
        ) is true as is_withheld
    from facts_counted
    where
        facts_counted.target_minor <> facts_counted.posted_minor
        and (
            facts_counted.ledger_account <> 'customer'
            or facts_counted.booking_period_start is not null
        )

),

differences_keyed as (

    select
        differences.*,
        {{ book_id([
            "case differences.entry_type when 'stripe_credit' then 'payment' else differences.entry_type end",
            "differences.reference_id", "differences.account_id", "differences.currency", "differences.entry_number",
        ]) }} as own_entry_id
    from differences
    where not differences.is_withheld

),

differences_with_their_customer as (

    select
        differences_keyed.*,
        first_value(case when differences_keyed.ledger_account = 'customer' then differences_keyed.own_entry_id end) over (
            partition by
                differences_keyed.entry_type, differences_keyed.reference_type, differences_keyed.reference_id, differences_keyed.currency
            order by
                differences_keyed.ledger_account = 'customer' desc,
                differences_keyed.account_id collate "C",
                differences_keyed.service_period_start
        ) as entry_id_of_the_customer
    from differences_keyed

),

legs_with_their_entry as (

    select
        case differences_with_their_customer.ledger_account
            when 'provider_fees'
                then coalesce(differences_with_their_customer.entry_id_of_the_customer, differences_with_their_customer.own_entry_id)
            else differences_with_their_customer.own_entry_id
        end as ledger_entry_id,
        differences_with_their_customer.entry_type,
        differences_with_their_customer.reference_type,
        differences_with_their_customer.reference_id,
        differences_with_their_customer.ledger_account,
        differences_with_their_customer.account_id,
        differences_with_their_customer.currency,
        differences_with_their_customer.correlation_id,
        differences_with_their_customer.amount_minor,
        differences_with_their_customer.service_period_start,
        differences_with_their_customer.service_period_end,
        differences_with_their_customer.booking_period_start
    from differences_with_their_customer

)

select * from legs_with_their_entry
