{{ config(materialized='ephemeral') }}

-- What the provider took and gave back for each dispute: its balance transactions say so, else the events about the funds, else that it was lost.

with dispute_states as (

    select * from {{ ref('stg_stripe__dispute_states') }}

),

balance_transactions as (

    select * from {{ ref('stg_stripe__balance_transactions') }}

),

transactions_of_disputes as (

    select distinct
        dispute_states.dispute_id,
        dispute_states.currency as dispute_currency,
        balance_transactions.balance_transaction_id,
        balance_transactions.currency,
        balance_transactions.provider_amount,
        -- A fee that is a transaction of its own is the provider's, and none of the customer's money.
        case when balance_transactions.transaction_type <> 'stripe_fee' then balance_transactions.provider_amount else 0 end as moved_amount,
        case
            when balance_transactions.transaction_type = 'stripe_fee'
                then balance_transactions.provider_fee - balance_transactions.provider_amount
            else balance_transactions.provider_fee
        end as kept_amount,
        balance_transactions.happened_at
    from dispute_states
    inner join balance_transactions
        on
            balance_transactions.source_id = dispute_states.dispute_id
            or balance_transactions.dispute_event_id = dispute_states.event_id

),

transactions_summed as (

    select
        transactions_of_disputes.dispute_id,
        -sum(transactions_of_disputes.moved_amount) filter (where transactions_of_disputes.moved_amount < 0) as withdrawn_amount,
        sum(transactions_of_disputes.kept_amount) filter (where transactions_of_disputes.provider_amount < 0) as fee_amount,
        sum(transactions_of_disputes.moved_amount) filter (where transactions_of_disputes.moved_amount > 0) as reinstated_amount,
        -sum(transactions_of_disputes.kept_amount) filter (where transactions_of_disputes.provider_amount > 0) as fee_returned_amount,
        min(transactions_of_disputes.happened_at) filter (where transactions_of_disputes.moved_amount < 0) as withdrawn_at,
        min(transactions_of_disputes.happened_at) filter (where transactions_of_disputes.moved_amount > 0) as reinstated_at
    from transactions_of_disputes
    where transactions_of_disputes.currency = transactions_of_disputes.dispute_currency
    group by transactions_of_disputes.dispute_id

),

-- What was settled in another currency says that money moved and when, and the dispute how much of its own.
transactions_elsewhere as (

    select
        transactions_of_disputes.dispute_id,
        min(transactions_of_disputes.happened_at) filter (where transactions_of_disputes.moved_amount < 0) as withdrawn_at,
        min(transactions_of_disputes.happened_at) filter (where transactions_of_disputes.moved_amount > 0) as reinstated_at
    from transactions_of_disputes
    where
        transactions_of_disputes.currency <> transactions_of_disputes.dispute_currency
        and transactions_of_disputes.moved_amount <> 0
    group by transactions_of_disputes.dispute_id

),

events_about_funds as (

    select
        dispute_states.dispute_id,
        max(dispute_states.provider_amount) filter (where dispute_states.event_type = 'charge.dispute.funds_withdrawn') as withdrawn_amount,
        max(dispute_states.provider_amount) filter (where dispute_states.event_type = 'charge.dispute.funds_reinstated') as reinstated_amount,
        min(dispute_states.created_at) filter (where dispute_states.event_type = 'charge.dispute.funds_withdrawn') as withdrawn_at,
        min(dispute_states.created_at) filter (where dispute_states.event_type = 'charge.dispute.funds_reinstated') as reinstated_at,
        max(dispute_states.provider_amount) as told_amount,
        max(dispute_states.provider_amount) filter (where dispute_states.status = 'lost') as lost_amount,
        min(dispute_states.created_at) filter (where dispute_states.status = 'lost') as lost_at
    from dispute_states
    group by dispute_states.dispute_id

),

-- What was reinstated or lost was withdrawn before, even where nobody told of it.
dispute_money as (

    select
        events_about_funds.dispute_id,
        coalesce(
            transactions_summed.withdrawn_amount, events_about_funds.withdrawn_amount,
            transactions_summed.reinstated_amount, events_about_funds.reinstated_amount, events_about_funds.lost_amount,
            case when transactions_elsewhere.dispute_id is not null then events_about_funds.told_amount end, 0
        ) as withdrawn_amount,
        coalesce(transactions_summed.fee_amount, 0) as fee_amount,
        coalesce(
            transactions_summed.reinstated_amount, events_about_funds.reinstated_amount,
            case when transactions_elsewhere.reinstated_at is not null then events_about_funds.told_amount end, 0
        ) as reinstated_amount,
        coalesce(transactions_summed.fee_returned_amount, 0) as fee_returned_amount,
        coalesce(
            transactions_summed.withdrawn_at, transactions_elsewhere.withdrawn_at, events_about_funds.withdrawn_at,
            transactions_summed.reinstated_at, transactions_elsewhere.reinstated_at, events_about_funds.reinstated_at, events_about_funds.lost_at
        ) as withdrawn_at,
        coalesce(transactions_summed.reinstated_at, transactions_elsewhere.reinstated_at, events_about_funds.reinstated_at) as reinstated_at,
        transactions_summed.dispute_id is not null as is_told_by_transactions
    from events_about_funds
    left join transactions_summed on transactions_summed.dispute_id = events_about_funds.dispute_id
    left join transactions_elsewhere on transactions_elsewhere.dispute_id = events_about_funds.dispute_id

)

select * from dispute_money
