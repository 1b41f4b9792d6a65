-- What an account's credit pays of its documents, the oldest first and the next with what is left, once this build is posted. It is said here and
-- nowhere else: surfaces read what is kept of it. A document is settled by the build that booked the last of what it waited for, or by its issue.

with documents_to_settle as (

    select * from {{ ref('invoices_to_settle') }}

),

entries_to_settle as (

    select * from {{ ref('entries_to_settle') }}

),

-- What was given back or given up is no credit that pays something else; a document below zero is. Neither waits for a booking.
credit_united as (

    select
        entries_to_settle.account_id,
        entries_to_settle.currency,
        entries_to_settle.amount_minor,
        entries_to_settle.booked_at
    from entries_to_settle
    where not (entries_to_settle.entry_type in ('transfer', 'tax_debit') and entries_to_settle.reference_type = 'invoice')

    union all

    select
        documents_to_settle.account_id,
        documents_to_settle.currency,
        greatest(-documents_to_settle.total_minor, 0) - documents_to_settle.credited_minor - documents_to_settle.written_off_minor as amount_minor,
        '-infinity'::timestamptz as booked_at
    from documents_to_settle

),

credit_booked as (

    select
        credit_united.account_id,
        credit_united.currency,
        sum(credit_united.amount_minor) as amount_minor,
        credit_united.booked_at
    from credit_united
    group by credit_united.account_id, credit_united.currency, credit_united.booked_at

),

credit_in_order as (

    select
        credit_booked.account_id,
        credit_booked.currency,
        sum(credit_booked.amount_minor) over (partition by credit_booked.account_id, credit_booked.currency) as credit_minor,
        coalesce(sum(credit_booked.amount_minor) over (
            partition by credit_booked.account_id, credit_booked.currency
            order by credit_booked.booked_at
            rows between unbounded preceding and 1 preceding
        ), 0) as credit_before_minor,
        credit_booked.booked_at
    from credit_booked

),

documents_in_order as (

    select
        documents_to_settle.*,
        sum(documents_to_settle.to_pay_minor) over (
            partition by documents_to_settle.account_id, documents_to_settle.currency
            order by
                documents_to_settle.issued_at, documents_to_settle.period_end, documents_to_settle.invoice_number collate "C",
                documents_to_settle.invoice_id
            rows unbounded preceding
        ) as wanted_minor
    from documents_to_settle

),

credit_of_documents as (

    select
        documents_in_order.invoice_id,
        max(credit_in_order.credit_minor) - documents_in_order.wanted_minor + documents_in_order.to_pay_minor as credit_left_minor,
        max(credit_in_order.booked_at) filter (where credit_in_order.credit_before_minor < documents_in_order.wanted_minor) as waited_until
    from documents_in_order
    inner join credit_in_order
        on
            credit_in_order.account_id = documents_in_order.account_id
            and credit_in_order.currency = documents_in_order.currency
    group by documents_in_order.invoice_id, documents_in_order.wanted_minor, documents_in_order.to_pay_minor

),

documents_paid as (

    select
        documents_in_order.*,
        greatest(least(documents_in_order.to_pay_minor, credit_of_documents.credit_left_minor), 0) as paid_minor,
        greatest(documents_in_order.issued_at, credit_of_documents.waited_until) as could_settle_at
    from documents_in_order
    inner join credit_of_documents on credit_of_documents.invoice_id = documents_in_order.invoice_id

)

select
    documents_paid.invoice_id,
    documents_paid.invoice_number,
    documents_paid.account_id,
    documents_paid.currency,
    documents_paid.total_minor,
    documents_paid.credited_minor::bigint as credited_minor,
    documents_paid.written_off_minor::bigint as written_off_minor,
    documents_paid.paid_minor::bigint as paid_minor,
    (documents_paid.to_pay_minor - documents_paid.paid_minor)::bigint as amount_due_minor,
    documents_paid.due_at,
    case when documents_paid.paid_minor = documents_paid.to_pay_minor then documents_paid.could_settle_at end as settled_at
from documents_paid
