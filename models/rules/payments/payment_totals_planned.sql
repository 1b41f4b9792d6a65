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

movements_posted as (

    select
        provider_legs.entry_type,
        provider_legs.reference_type,
        provider_legs.reference_id,
        provider_legs.ledger_account,
        provider_legs.account_id,
        provider_legs.currency,
        provider_legs.service_period_start,
        count(*) as entry_count,
        sum(provider_legs.amount_minor) as posted_minor
    from provider_legs
    group by
        provider_legs.entry_type, provider_legs.reference_type, provider_legs.reference_id,
        provider_legs.ledger_account, provider_legs.account_id, provider_legs.currency, provider_legs.service_period_start

),

-- What an earlier event moves to another period is taken back where it stands.
movements_compared as (

    select
        coalesce(movements_in_their_period.entry_type, movements_posted.entry_type) as entry_type,
        coalesce(movements_in_their_period.reference_type, movements_posted.reference_type) as reference_type,
        coalesce(movements_in_their_period.reference_id, movements_posted.reference_id) as reference_id,
        coalesce(movements_in_their_period.ledger_account, movements_posted.ledger_account) as ledger_account,
        coalesce(movements_in_their_period.account_id, movements_posted.account_id) as account_id,
        coalesce(movements_in_their_period.currency, movements_posted.currency) as currency,
        movements_in_their_period.correlation_id,
        coalesce(movements_in_their_period.target_minor, 0) as target_minor,
        coalesce(movements_posted.posted_minor, 0) as posted_minor,
        coalesce(movements_posted.entry_count, 0) as entry_count,
        coalesce(movements_in_their_period.service_period_start, movements_posted.service_period_start) as service_period_start
    from movements_in_their_period
    full join movements_posted
        on
            movements_posted.entry_type = movements_in_their_period.entry_type
            and movements_posted.reference_type = movements_in_their_period.reference_type
            and movements_posted.reference_id = movements_in_their_period.reference_id
            and movements_posted.ledger_account = movements_in_their_period.ledger_account
            and coalesce(movements_posted.account_id, '') = coalesce(movements_in_their_period.account_id, '')
            and movements_posted.currency = movements_in_their_period.currency
            and coalesce(movements_posted.service_period_start, '-infinity')
            = coalesce(movements_in_their_period.service_period_start, '-infinity')

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
