-- What is left to give back of a payment or a draft: what was paid, less what went back or is held by a dispute, less what was asked for and is on its
-- way. Beside it how many minor units the provider's smallest amount is.
with smallest as (
    select
        case
            when provider_currency_exponents.exponent < currencies.minor_unit_exponent
                then (10 ^ (currencies.minor_unit_exponent - provider_currency_exponents.exponent))::bigint
            else 1
        end as smallest_minor
    from reference.currencies
    left join reference.provider_currency_exponents
        on
            provider_currency_exponents.provider = 'stripe'
            and provider_currency_exponents.currency_code = currencies.currency_code
    where currencies.currency_code = %(currency)s
),

-- Money that the card holder has already got back through the bank is not given back twice.
held_by_disputes as (
    select coalesce(sum(disputes.withdrawn_minor - disputes.reinstated_minor), 0) as amount_minor
    from current.disputes
    where disputes.payment_id = %(reference)s
),

payment as (
    select (payments.received_minor - payments.refunded_minor - held_by_disputes.amount_minor)::bigint as left_minor
    from current.payments
    cross join held_by_disputes
    where
        payments.payment_id = %(reference)s
        and payments.account_id = %(account_id)s
        and payments.currency = %(currency)s
        and payments.state = 'received'
),

requests as (
    select actions.action_id, actions.mode, actions.amount_minor
    from raw.actions
    cross join smallest
    left join current.refunds on refunds.action_id = actions.action_id
    left join payment on true
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
        -- What the provider cannot write it is never asked for.
        and (actions.mode = 'internal_credit' or mod(actions.amount_minor, smallest.smallest_minor) = 0)
        -- A credit that alone is above what is left is not booked.
        and (
            actions.mode <> 'internal_credit'
            or coalesce(actions.amount_minor <= payment.left_minor, true)
            or exists (select from book.journal_entries as booked where booked.reference_type = 'action' and booked.reference_id = actions.action_id)
        )
),

asked_for as (
    select coalesce(sum(requests.amount_minor), 0) as amount_minor from requests
)

select 'payment' as what, (payment.left_minor - asked_for.amount_minor)::bigint as left_minor, smallest.smallest_minor
from payment
cross join smallest
cross join asked_for

union all

select 'invoice' as what, (draft_invoices.total_minor - asked_for.amount_minor)::bigint as left_minor, 1 as smallest_minor
from current.draft_invoices
cross join asked_for
where
    draft_invoices.invoice_id::text = %(reference)s
    and draft_invoices.account_id = %(account_id)s
    and draft_invoices.currency = %(currency)s;
