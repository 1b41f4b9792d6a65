-- Approved requests that no refund at the provider answers, of payments of which more went back than was told one by one.

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
    where not refunds_at_the_provider.is_failed
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
        refunds_asked_for.reference as payment_id,
        refunds_asked_for.currency,
        refunds_asked_for.amount_minor,
        amounts_not_explained.amount_minor as not_explained_minor,
        refunds_asked_for.decided_in_batch,
        refunds_asked_for.decided_in_row,
        refunds_asked_for.decided_at,
        amounts_not_explained.last_event_at as told_at
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

)

select * from requests_open
