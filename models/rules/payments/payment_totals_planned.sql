{{ config(materialized='view') }}

-- What the journal is to hold for each fact at the provider and each holder, beside what it holds.

with payment_movements as (

    select * from {{ ref('payment_movements') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

provider_legs as (

    select * from {{ ref('stg_book__provider_legs') }}

),

-- Each fact belongs to the period in which it happened; the house has no periods.
movements_in_their_period as (

    select
        payment_movements.*,
        periods_planned.period_start as service_period_start
    from payment_movements
    left join periods_planned
        on
            periods_planned.account_id = payment_movements.account_id
            and periods_planned.period_start <= payment_movements.happened_at
            and periods_planned.period_end > payment_movements.happened_at

),

-- What an earlier event moves to another period is taken back where it stands.
targets_beside_postings as (

    select
        movements_in_their_period.entry_type,
        movements_in_their_period.reference_type,
        movements_in_their_period.reference_id,
        movements_in_their_period.ledger_account,
        movements_in_their_period.account_id,
        movements_in_their_period.currency,
        movements_in_their_period.correlation_id,
        movements_in_their_period.target_minor,
        0 as posted_minor,
        0 as entry_count,
        movements_in_their_period.service_period_start
    from movements_in_their_period

    union all

    select
        provider_legs.entry_type,
        provider_legs.reference_type,
        provider_legs.reference_id,
        provider_legs.ledger_account,
        provider_legs.account_id,
        provider_legs.currency,
        null as correlation_id,
        0 as target_minor,
        provider_legs.amount_minor as posted_minor,
        1 as entry_count,
        provider_legs.service_period_start
    from provider_legs

),

movements_compared as (

    select
        targets_beside_postings.entry_type,
        targets_beside_postings.reference_type,
        targets_beside_postings.reference_id,
        targets_beside_postings.ledger_account,
        targets_beside_postings.account_id,
        targets_beside_postings.currency,
        max(targets_beside_postings.correlation_id) as correlation_id,
        sum(targets_beside_postings.target_minor) as target_minor,
        sum(targets_beside_postings.posted_minor) as posted_minor,
        sum(targets_beside_postings.entry_count) as entry_count,
        targets_beside_postings.service_period_start
    from targets_beside_postings
    group by
        targets_beside_postings.entry_type, targets_beside_postings.reference_type, targets_beside_postings.reference_id,
        targets_beside_postings.ledger_account, targets_beside_postings.account_id, targets_beside_postings.currency,
        targets_beside_postings.service_period_start

),

movements_with_their_period as (

    select
        movements_compared.*,
        periods_planned.period_end as service_period_end,
        periods_planned.booking_period_start
    from movements_compared
    left join periods_planned
        on
            periods_planned.account_id = movements_compared.account_id
            and periods_planned.period_start = movements_compared.service_period_start

)

select * from movements_with_their_period
