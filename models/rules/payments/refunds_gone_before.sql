{{ config(materialized='ephemeral') }}

-- What had gone back before a request was approved, as far as it was told then and no refund explains it: the provider was not asked for it by then.

with refund_requests_open as (

    select * from {{ ref('refund_requests_open') }}

),

charge_states as (

    select *
    from {{ ref('payment_states_ranked') }}
    where object_type = 'charge'

),

event_batches as (

    select * from {{ ref('stg_stripe__event_batches') }}

),

refunds_at_the_provider as (

    select * from {{ ref('refunds_at_the_provider') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

-- The newest word of each charge that was both spoken and landed before the approval.
charges_before as (

    select
        refund_requests_open.action_id,
        refund_requests_open.payment_id,
        refund_requests_open.currency,
        refund_requests_open.not_explained_minor,
        charge_states.object_id as charge_id,
        (array_agg(charge_states.refunded_amount order by charge_states.standing))[1] as refunded_amount,
        max(charge_states.created_at) as told_at
    from refund_requests_open
    inner join charge_states
        on
            charge_states.payment_id = refund_requests_open.payment_id
            and charge_states.created_at < refund_requests_open.decided_at
    inner join event_batches
        on
            event_batches.event_id = charge_states.event_id
            and event_batches.batch_id < refund_requests_open.decided_in_batch
    group by
        refund_requests_open.action_id,
        refund_requests_open.payment_id,
        refund_requests_open.currency,
        refund_requests_open.not_explained_minor,
        charge_states.object_id

),

payments_before as (

    select
        charges_before.action_id,
        charges_before.payment_id,
        charges_before.currency,
        charges_before.not_explained_minor,
        sum(charges_before.refunded_amount) as refunded_amount,
        max(charges_before.told_at) as told_at
    from charges_before
    group by charges_before.action_id, charges_before.payment_id, charges_before.currency, charges_before.not_explained_minor

),

-- Refunds that this word knew of, and those of them that came back after it.
explained_before as (

    select
        payments_before.action_id,
        sum(refunds_at_the_provider.amount_minor) as amount_minor
    from payments_before
    inner join refunds_at_the_provider
        on
            refunds_at_the_provider.payment_id = payments_before.payment_id
            and refunds_at_the_provider.made_at <= payments_before.told_at
            and (not refunds_at_the_provider.is_failed or refunds_at_the_provider.told_at > payments_before.told_at)
    group by payments_before.action_id

),

refunds_gone_before as (

    select
        payments_before.action_id,
        least(
            payments_before.not_explained_minor,
            greatest(payments_before.refunded_amount * provider_currencies.minor_units - coalesce(explained_before.amount_minor, 0), 0)
        ) as amount_minor
    from payments_before
    inner join provider_currencies on provider_currencies.currency = payments_before.currency
    left join explained_before on explained_before.action_id = payments_before.action_id

)

select * from refunds_gone_before
