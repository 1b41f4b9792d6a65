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

movements_posted as (

    select
        provider_legs.entry_type,
        provider_legs.reference_type,
        provider_legs.reference_id,
        provider_legs.ledger_account,
        provider_legs.account_id,
        provider_legs.currency,
        count(*) as entry_count,
        sum(provider_legs.amount_minor) as posted_minor,
        min(provider_legs.service_period_start) as service_period_start
    from provider_legs
    group by
        provider_legs.entry_type, provider_legs.reference_type, provider_legs.reference_id,
        provider_legs.ledger_account, provider_legs.account_id, provider_legs.currency

),

movements_compared as (

    select
        coalesce(payment_movements.entry_type, movements_posted.entry_type) as entry_type,
        coalesce(payment_movements.reference_type, movements_posted.reference_type) as reference_type,
        coalesce(payment_movements.reference_id, movements_posted.reference_id) as reference_id,
        coalesce(payment_movements.ledger_account, movements_posted.ledger_account) as ledger_account,
        coalesce(payment_movements.account_id, movements_posted.account_id) as account_id,
        coalesce(payment_movements.currency, movements_posted.currency) as currency,
        payment_movements.correlation_id,
        coalesce(payment_movements.target_minor, 0) as target_minor,
        coalesce(movements_posted.posted_minor, 0) as posted_minor,
        coalesce(movements_posted.entry_count, 0) as entry_count,
        coalesce(movements_posted.service_period_start, payment_movements.happened_at) as happened_at
    from payment_movements
    full join movements_posted
        on
            movements_posted.entry_type = payment_movements.entry_type
            and movements_posted.reference_type = payment_movements.reference_type
            and movements_posted.reference_id = payment_movements.reference_id
            and movements_posted.ledger_account = payment_movements.ledger_account
            and coalesce(movements_posted.account_id, '') = coalesce(payment_movements.account_id, '')
            and movements_posted.currency = payment_movements.currency

),

movements_with_their_period as (

    select
        movements_compared.*,
        periods_planned.period_start as service_period_start,
        periods_planned.period_end as service_period_end,
        periods_planned.booking_period_start
    from movements_compared
    left join periods_planned
        on
            periods_planned.account_id = movements_compared.account_id
            and periods_planned.period_start <= movements_compared.happened_at
            and periods_planned.period_end > movements_compared.happened_at

)

select * from movements_with_their_period
