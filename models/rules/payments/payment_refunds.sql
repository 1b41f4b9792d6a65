{{ config(materialized='ephemeral') }}

-- What was given back of each payment at the provider: a charge tells its total, refunds tell their parts, and either may come late or not at all.

with payments_told as (

    select * from {{ ref('payments_told') }}

),

provider_refunds as (

    select *
    from {{ ref('provider_refunds') }}
    where provider_amount > 0

),

refunds_of_payments as (

    select
        payments_told.payment_id,
        provider_refunds.provider_amount * payments_told.minor_units as amount_exact,
        {{ is_meant_by_a_provider('provider_refunds.provider_amount * payments_told.minor_units') }} as is_meant,
        provider_refunds.is_failed,
        provider_refunds.made_at,
        provider_refunds.told_at,
        payments_told.charges_told_at
    from provider_refunds
    inner join payments_told on payments_told.payment_id = provider_refunds.payment_id
    where coalesce(provider_refunds.currency = payments_told.currency, true)

),

-- What the newest word of the charge cannot know: refunds made after it, and refunds that failed after it.
refunds_summed as (

    select
        refunds_of_payments.payment_id,
        coalesce(sum(refunds_of_payments.amount_exact) filter (where refunds_of_payments.is_meant and not refunds_of_payments.is_failed), 0)
            as told_exact,
        coalesce(sum(refunds_of_payments.amount_exact) filter (where not refunds_of_payments.is_meant and not refunds_of_payments.is_failed), 0)
            as not_meant_exact,
        coalesce(sum(refunds_of_payments.amount_exact) filter (
            where
            refunds_of_payments.is_meant
            and not refunds_of_payments.is_failed
            and refunds_of_payments.made_at > refunds_of_payments.charges_told_at
        ), 0) as made_later_exact,
        coalesce(sum(refunds_of_payments.amount_exact) filter (
            where
            refunds_of_payments.is_meant
            and refunds_of_payments.is_failed
            and refunds_of_payments.made_at <= refunds_of_payments.charges_told_at
            and refunds_of_payments.told_at > refunds_of_payments.charges_told_at
        ), 0) as failed_later_exact,
        min(refunds_of_payments.made_at) filter (where refunds_of_payments.is_meant and not refunds_of_payments.is_failed) as first_made_at
    from refunds_of_payments
    group by refunds_of_payments.payment_id

),

totals_of_charges as (

    select
        payments_told.payment_id,
        payments_told.refunded_of_charges * payments_told.minor_units as told_exact,
        {{ is_meant_by_a_provider('payments_told.refunded_of_charges * payments_told.minor_units') }} as is_meant
    from payments_told
    where payments_told.refunded_of_charges > 0

),

payment_refunds as (

    select
        coalesce(totals_of_charges.payment_id, refunds_summed.payment_id) as payment_id,
        greatest(
            coalesce(refunds_summed.told_exact, 0),
            coalesce(case when totals_of_charges.is_meant then totals_of_charges.told_exact end, 0)
            + coalesce(refunds_summed.made_later_exact, 0) - coalesce(refunds_summed.failed_later_exact, 0)
        ) as meant_exact,
        greatest(
            coalesce(refunds_summed.not_meant_exact, 0), coalesce(case when not totals_of_charges.is_meant then totals_of_charges.told_exact end, 0)
        ) as not_meant_exact,
        refunds_summed.first_made_at
    from totals_of_charges
    full join refunds_summed on refunds_summed.payment_id = totals_of_charges.payment_id

)

select * from payment_refunds
