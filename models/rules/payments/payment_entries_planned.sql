{{ config(materialized='view') }}

-- Entries of what moved at the provider, as the customer sees them: without an amount where no customer has a leg.

with payment_legs_planned as (

    select * from {{ ref('payment_legs_planned') }}

),

payment_entries as (

    select
        payment_legs_planned.ledger_entry_id,
        payment_legs_planned.entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        payment_legs_planned.reference_type,
        payment_legs_planned.reference_id,
        null::uuid as corrects_entry_id,
        max(payment_legs_planned.account_id) as account_id,
        null as usage_account_id,
        'provider_clearing' as counter_account,
        payment_legs_planned.currency,
        max(payment_legs_planned.correlation_id) as correlation_id,
        (sum(payment_legs_planned.amount_minor) filter (where payment_legs_planned.ledger_account = 'customer'))::bigint as amount_minor,
        max(payment_legs_planned.service_period_start) as service_period_start,
        max(payment_legs_planned.service_period_end) as service_period_end,
        max(payment_legs_planned.booking_period_start) as booking_period_start
    from payment_legs_planned
    group by
        payment_legs_planned.ledger_entry_id, payment_legs_planned.entry_type, payment_legs_planned.reference_type,
        payment_legs_planned.reference_id, payment_legs_planned.currency

)

select * from payment_entries
