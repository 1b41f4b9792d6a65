{{ config(materialized='view') }}

-- What is paid of each document once this build is posted. An account's credit pays its oldest document first, as billing.invoices tells it.

with documents_to_settle as (

    select * from {{ ref('invoices_to_settle') }}

),

ledger_entries as (

    select *
    from {{ ref('stg_book__ledger_entries') }}
    where posting_group_id is null

),

journal_entries_to_post as (

    select *
    from {{ ref('journal_entries_to_post') }}
    where posting_group_id is null

),

journal_legs_to_post as (

    select *
    from {{ ref('journal_legs_to_post') }}
    where ledger_account = 'customer'

),

entries_united as (

    select
        ledger_entries.account_id, ledger_entries.currency, ledger_entries.entry_type, ledger_entries.reference_type, ledger_entries.amount_minor
    from ledger_entries

    union all

    select
        journal_legs_to_post.account_id, journal_legs_to_post.currency, journal_entries_to_post.entry_type, journal_entries_to_post.reference_type,
        journal_legs_to_post.amount_minor
    from journal_entries_to_post
    inner join journal_legs_to_post on journal_legs_to_post.ledger_entry_id = journal_entries_to_post.ledger_entry_id

),

-- What was given back or given up is no credit that pays something else; a document below zero is.
amounts as (

    select entries_united.account_id, entries_united.currency, entries_united.amount_minor
    from entries_united
    where not (entries_united.entry_type in ('transfer', 'tax_debit') and entries_united.reference_type = 'invoice')

    union all

    select
        documents_to_settle.account_id,
        documents_to_settle.currency,
        greatest(-documents_to_settle.total_minor, 0) - documents_to_settle.credited_minor - documents_to_settle.written_off_minor as amount_minor
    from documents_to_settle

),

credit_of_accounts as (

    select amounts.account_id, amounts.currency, sum(amounts.amount_minor) as credit_minor
    from amounts
    group by amounts.account_id, amounts.currency

),

documents_in_order as (

    select
        documents_to_settle.*,
        coalesce(credit_of_accounts.credit_minor, 0) - coalesce(sum(documents_to_settle.to_pay_minor) over (
            partition by documents_to_settle.account_id, documents_to_settle.currency
            order by
                documents_to_settle.issued_at, documents_to_settle.period_end, documents_to_settle.invoice_number collate "C",
                documents_to_settle.invoice_id
            rows between unbounded preceding and 1 preceding
        ), 0) as credit_left_minor
    from documents_to_settle
    left join credit_of_accounts
        on
            credit_of_accounts.account_id = documents_to_settle.account_id
            and credit_of_accounts.currency = documents_to_settle.currency

),

documents_settled as (

    select
        documents_in_order.*,
        greatest(least(documents_in_order.to_pay_minor, documents_in_order.credit_left_minor), 0) as paid_minor,
        documents_in_order.to_pay_minor - greatest(least(documents_in_order.to_pay_minor, documents_in_order.credit_left_minor), 0)
            as amount_due_minor
    from documents_in_order

)

select * from documents_settled
