{{ config(materialized='ephemeral') }}

-- What was given back of each payment at the provider: a charge tells its total, refunds tell their parts, and either may come late or not at all.

with payment_states_ranked as not materialized (

    select *
    from {{ ref('payment_states_ranked') }}
    where standing = 1

),

provider_refunds as (

    select *
    from {{ ref('provider_refunds') }}
    where provider_amount > 0

),

currencies_of_payments as (

    select payment_states_ranked.payment_id, max(payment_states_ranked.currency collate "C") as currency
    from payment_states_ranked
    group by payment_states_ranked.payment_id

),

charges_summed as (

    select
        payment_states_ranked.payment_id,
        sum(payment_states_ranked.refunded_amount) as refunded_amount,
        max(payment_states_ranked.created_at) as told_at
    from payment_states_ranked
    where payment_states_ranked.object_type = 'charge'
    group by payment_states_ranked.payment_id

),

-- What the newest word of the charge cannot know: refunds made after it, and refunds that failed after it.
refunds_summed as (

    select
        provider_refunds.payment_id,
        coalesce(sum(provider_refunds.provider_amount) filter (where not provider_refunds.is_failed), 0) as told_amount,
        coalesce(sum(provider_refunds.provider_amount) filter (
            where not provider_refunds.is_failed and provider_refunds.made_at > charges_summed.told_at
        ), 0) as made_later_amount,
        coalesce(sum(provider_refunds.provider_amount) filter (
            where
            provider_refunds.is_failed
            and provider_refunds.made_at <= charges_summed.told_at
            and provider_refunds.told_at > charges_summed.told_at
        ), 0) as failed_later_amount,
        min(provider_refunds.made_at) as first_made_at
    from provider_refunds
    left join charges_summed on charges_summed.payment_id = provider_refunds.payment_id
    left join currencies_of_payments on currencies_of_payments.payment_id = provider_refunds.payment_id
    where
        provider_refunds.payment_id is not null
        and coalesce(provider_refunds.currency = currencies_of_payments.currency, true)
    group by provider_refunds.payment_id

),

payment_refunds as (

    select
        coalesce(charges_summed.payment_id, refunds_summed.payment_id) as payment_id,
        greatest(
            coalesce(refunds_summed.told_amount, 0),
            coalesce(charges_summed.refunded_amount, 0) + coalesce(refunds_summed.made_later_amount, 0)
            - coalesce(refunds_summed.failed_later_amount, 0)
        ) as provider_amount,
        refunds_summed.first_made_at
    from charges_summed
    full join refunds_summed on refunds_summed.payment_id = charges_summed.payment_id

)

select * from payment_refunds
