{{ config(materialized='ephemeral') }}

-- Requests that no refund at the provider answers, and whose money went back all the same: where the total of their payment can mean one thing.

with refunds_asked_for as (

    select * from {{ ref('refunds_asked_for') }}

),

refunds_at_the_provider as (

    select * from {{ ref('refunds_at_the_provider') }}

),

payments as (

    select * from {{ ref('payments') }}

),

refusals as (

    select * from {{ ref('stg_stripe__refusals') }}

),

refunds_summed as (

    select
        refunds_at_the_provider.payment_id,
        sum(refunds_at_the_provider.amount_minor) as told_minor
    from refunds_at_the_provider
    where refunds_at_the_provider.status not in ('failed', 'canceled')
    group by refunds_at_the_provider.payment_id

),

amounts_not_explained as (

    select
        payments.payment_id,
        payments.account_id,
        payments.currency,
        payments.refunded_minor - coalesce(refunds_summed.told_minor, 0) as amount_minor,
        payments.last_event_at
    from payments
    left join refunds_summed on refunds_summed.payment_id = payments.payment_id
    where payments.refunded_minor > coalesce(refunds_summed.told_minor, 0)

),

requests_open as (

    select
        refunds_asked_for.action_id,
        refunds_asked_for.reference,
        refunds_asked_for.amount_minor,
        amounts_not_explained.amount_minor as not_explained_minor,
        amounts_not_explained.last_event_at as told_at,
        sum(refunds_asked_for.amount_minor) over (partition by refunds_asked_for.reference) as asked_minor,
        sum(refunds_asked_for.amount_minor) over (
            partition by refunds_asked_for.reference order by refunds_asked_for.decided_in_batch, refunds_asked_for.decided_in_row
        ) as asked_so_far_minor,
        row_number() over (
            partition by refunds_asked_for.reference, refunds_asked_for.amount_minor
            order by refunds_asked_for.decided_in_batch, refunds_asked_for.decided_in_row
        ) as turn
    from refunds_asked_for
    inner join amounts_not_explained
        on
            amounts_not_explained.payment_id = refunds_asked_for.reference
            and amounts_not_explained.account_id = refunds_asked_for.account_id
            and amounts_not_explained.currency = refunds_asked_for.currency
    left join refunds_at_the_provider on refunds_at_the_provider.match_key = refunds_asked_for.match_key
    left join refusals on refusals.action_id = refunds_asked_for.action_id
    where
        refunds_asked_for.is_for_the_provider
        and refunds_at_the_provider.refund_id is null
        and refusals.action_id is null

),

requests_compared as (

    select
        requests_open.*,
        bool_or(requests_open.asked_so_far_minor = requests_open.not_explained_minor) over (partition by requests_open.reference) as is_a_sum
    from requests_open

),

-- All that was asked for has gone; or the first so many of it have; or one has, of just this amount.
requests_told as (

    select requests_compared.action_id, requests_compared.told_at
    from requests_compared
    where
        requests_compared.asked_minor <= requests_compared.not_explained_minor
        or (requests_compared.is_a_sum and requests_compared.asked_so_far_minor <= requests_compared.not_explained_minor)
        or (
            not requests_compared.is_a_sum
            and requests_compared.amount_minor = requests_compared.not_explained_minor
            and requests_compared.turn = 1
        )

)

select * from requests_told
