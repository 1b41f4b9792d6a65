-- An account's credit pays its oldest document first, the next one with what is left. What was given back or given up is no such credit.

with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

invoices_to_pay as (

    select * from {{ ref('invoices_to_pay') }}

),

amounts as (

    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor
    from journal_entries
    inner join journal_legs
        on
            journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
            and journal_legs.ledger_account = 'customer'
    where
        journal_entries.posting_group_id is null
        and not (journal_entries.entry_type in ('transfer', 'tax_debit') and journal_entries.reference_type = 'invoice')

    union all

    select
        invoices_to_pay.account_id,
        invoices_to_pay.currency,
        -- A document below zero is credit.
        greatest(-invoices_to_pay.total_minor, 0) - invoices_to_pay.credited_minor - invoices_to_pay.written_off_minor as amount_minor
    from invoices_to_pay

),

credit_of_accounts as (

    select
        amounts.account_id,
        amounts.currency,
        sum(amounts.amount_minor) as credit_minor
    from amounts
    group by amounts.account_id, amounts.currency

),

documents_in_order as (

    select
        invoices_to_pay.*,
        coalesce(credit_of_accounts.credit_minor, 0) as credit_minor,
        coalesce(sum(invoices_to_pay.to_pay_minor) over (
            partition by invoices_to_pay.account_id, invoices_to_pay.currency
            order by invoices_to_pay.issued_at, invoices_to_pay.period_end, invoices_to_pay.invoice_number collate "C", invoices_to_pay.invoice_id
            rows between unbounded preceding and 1 preceding
        ), 0) as to_pay_before_minor
    from invoices_to_pay
    left join credit_of_accounts
        on
            credit_of_accounts.account_id = invoices_to_pay.account_id
            and credit_of_accounts.currency = invoices_to_pay.currency

),

documents_paid as (

    select
        documents_in_order.invoice_id,
        documents_in_order.for_account_id,
        documents_in_order.account_id,
        documents_in_order.currency,
        documents_in_order.total_minor,
        documents_in_order.credited_minor,
        documents_in_order.written_off_minor,
        documents_in_order.credit_minor,
        greatest(
            least(documents_in_order.to_pay_minor, documents_in_order.credit_minor - documents_in_order.to_pay_before_minor), 0
        ) as paid_minor,
        documents_in_order.to_pay_minor
        - greatest(least(documents_in_order.to_pay_minor, documents_in_order.credit_minor - documents_in_order.to_pay_before_minor), 0)
            as amount_due_minor
    from documents_in_order

)

select * from documents_paid
