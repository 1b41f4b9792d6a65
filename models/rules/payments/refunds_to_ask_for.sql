{{ config(materialized='view') }}

-- Approved refunds that the provider has not answered, checked again: never more than is left of the payment, in the order of their approval. What
-- can never be asked for stands in nobody's way.

with refunds_matched as (

    select * from {{ ref('refunds_matched') }}

),

payments as (

    select * from {{ ref('payments') }}

),

held_by_disputes as (

    select * from {{ ref('held_by_disputes') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

outbox_events as (

    select *
    from {{ ref('stg_book__outbox_events') }}
    where event_type = 'refund_requested'

),

credited as (

    select
        refunds_matched.reference as payment_id,
        sum(refunds_matched.amount_minor) as amount_minor
    from refunds_matched
    where refunds_matched.mode = 'internal_credit' and refunds_matched.status = 'approved'
    group by refunds_matched.reference

),

requests_beside_their_payment as (

    select
        refunds_matched.action_id,
        refunds_matched.account_id,
        refunds_matched.reference as payment_id,
        refunds_matched.mode,
        refunds_matched.currency,
        refunds_matched.correlation_id,
        refunds_matched.amount_minor,
        refunds_matched.amount_minor / provider_currencies.minor_units as provider_amount,
        payments.received_minor - payments.refunded_minor - coalesce(held_by_disputes.amount_minor, 0) - coalesce(credited.amount_minor, 0)
            as left_minor,
        outbox_events.outbox_event_id is not null as is_asked_for,
        (payments.state = 'received' and payments.account_id = refunds_matched.account_id and payments.currency = refunds_matched.currency) is true
            as is_of_the_account,
        refunds_matched.decided_at
    from refunds_matched
    left join payments on payments.payment_id = refunds_matched.reference
    left join held_by_disputes on held_by_disputes.payment_id = refunds_matched.reference
    left join credited on credited.payment_id = refunds_matched.reference
    left join provider_currencies on provider_currencies.currency = refunds_matched.currency
    left join outbox_events on outbox_events.subject_id = refunds_matched.action_id
    where
        refunds_matched.action_id is not null
        and refunds_matched.mode <> 'internal_credit'
        and refunds_matched.status = 'approved'

),

requests_that_may_go_out as (

    select
        requests_beside_their_payment.*,
        (
            requests_beside_their_payment.is_of_the_account
            and requests_beside_their_payment.amount_minor > 0
            and requests_beside_their_payment.provider_amount = trunc(requests_beside_their_payment.provider_amount)
        ) is true as can_be_asked_for
    from requests_beside_their_payment

),

requests_added_up as (

    select
        requests_that_may_go_out.*,
        sum(requests_that_may_go_out.amount_minor) over (
            partition by requests_that_may_go_out.payment_id, requests_that_may_go_out.can_be_asked_for or requests_that_may_go_out.is_asked_for
            order by requests_that_may_go_out.decided_at, requests_that_may_go_out.action_id collate "C"
        ) as asked_so_far_minor
    from requests_that_may_go_out

),

requests_judged as (

    select
        requests_added_up.*,
        requests_added_up.can_be_asked_for and coalesce(requests_added_up.asked_so_far_minor <= requests_added_up.left_minor, false) as is_usable
    from requests_added_up

)

select * from requests_judged
