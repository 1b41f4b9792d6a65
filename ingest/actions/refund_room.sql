-- What is left to give back of a payment or a draft: what was paid, less what went back or is held by a dispute, less what was asked for and is on its way.
with requests as (
    select actions.action_id, actions.mode, actions.amount_minor
    from raw.actions
    left join current.refunds on refunds.action_id = actions.action_id
    where
        actions.kind = 'refund_request'
        -- What was asked for under a charge is of the payment that the charge turned out to belong to.
        and coalesce(refunds.reference, actions.reference) = %(reference)s
        and actions.account_id = %(account_id)s
        and not exists (
            select from raw.actions as decisions where decisions.kind = 'reject' and decisions.reference = actions.action_id
        )
        -- What has come back from the provider is part of what went back of the payment.
        and refunds.provider_refund_id is null
        and coalesce(refunds.status, '') not in ('succeeded', 'refused')
),

asked_for as (
    select coalesce(sum(requests.amount_minor), 0) as amount_minor from requests
),

-- Money that the card holder has already got back through the bank is not given back twice.
held_by_disputes as (
    select coalesce(sum(disputes.withdrawn_minor - disputes.reinstated_minor), 0) as amount_minor
    from current.disputes
    where disputes.payment_id = %(reference)s
)

select
    'payment' as what,
    (payments.received_minor - payments.refunded_minor - held_by_disputes.amount_minor - asked_for.amount_minor)::bigint as left_minor
from current.payments
cross join held_by_disputes
cross join asked_for
where
    payments.payment_id = %(reference)s
    and payments.account_id = %(account_id)s
    and payments.currency = %(currency)s
    and payments.state = 'received'

union all

select 'invoice' as what, (draft_invoices.total_minor - asked_for.amount_minor)::bigint as left_minor
from current.draft_invoices
cross join asked_for
where
    draft_invoices.invoice_id::text = %(reference)s
    and draft_invoices.account_id = %(account_id)s
    and draft_invoices.currency = %(currency)s;
