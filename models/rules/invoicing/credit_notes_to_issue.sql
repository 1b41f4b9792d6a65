{{ config(materialized='ephemeral') }}

-- Credit notes that an action asks for: in the order of asking, never more than what is left of the document.

with actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind = 'credit_note'

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoices_forgiven as (

    select * from {{ ref('invoices_forgiven') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

credit_notes_asked_for as (

    select
        {{ book_id(["'credit_note'", "actions.action_id"]) }} as invoice_id,
        invoices.invoice_id as corrects_invoice_id,
        invoices.invoice_number as corrects_invoice_number,
        invoices.issuer_id,
        invoices.account_id,
        invoices.bill_to_account_id,
        invoices.currency,
        actions.action_id,
        actions.actor,
        actions.reason,
        actions.correlation_id,
        actions.amount_minor,
        coalesce(invoices_forgiven.credited_minor, 0) as credited_minor,
        invoices.total_minor as corrected_total_minor,
        invoices.total_minor - coalesce(invoices_forgiven.credited_minor, 0) - coalesce(invoices_forgiven.written_off_minor, 0) as left_minor,
        invoices.period_start,
        invoices.period_end,
        actions.batch_id,
        actions.row_number
    from actions
    inner join invoices on invoices.invoice_id::text = actions.reference
    left join invoices_forgiven on invoices_forgiven.invoice_id = invoices.invoice_id
    where
        not invoices.is_void
        and invoices.corrects_invoice_id is null
        and invoices.invoice_id not in (select invoice_voids_planned.invoice_id from invoice_voids_planned)
        and actions.currency = invoices.currency
        and coalesce(actions.account_id, invoices.account_id) in (invoices.account_id, invoices.bill_to_account_id)
        and actions.amount_minor > 0

),

credit_notes_added_up as (

    select
        credit_notes_asked_for.*,
        sum(credit_notes_asked_for.amount_minor) over (
            partition by credit_notes_asked_for.corrects_invoice_id order by credit_notes_asked_for.batch_id, credit_notes_asked_for.row_number
        ) as amount_so_far_minor
    from credit_notes_asked_for
    where
        credit_notes_asked_for.invoice_id not in (select invoices.invoice_id from invoices)
        -- What alone is more than is left is never issued, and stands in nobody's way.
        and credit_notes_asked_for.amount_minor <= credit_notes_asked_for.left_minor

),

credit_notes_to_issue as (

    select
        credit_notes_added_up.invoice_id,
        credit_notes_added_up.corrects_invoice_id,
        credit_notes_added_up.corrects_invoice_number,
        credit_notes_added_up.issuer_id,
        credit_notes_added_up.account_id,
        credit_notes_added_up.bill_to_account_id,
        credit_notes_added_up.currency,
        credit_notes_added_up.action_id,
        credit_notes_added_up.actor,
        credit_notes_added_up.reason,
        credit_notes_added_up.amount_minor,
        credit_notes_added_up.credited_minor + credit_notes_added_up.amount_so_far_minor - credit_notes_added_up.amount_minor
            as credited_before_minor,
        credit_notes_added_up.corrected_total_minor,
        credit_notes_added_up.period_start,
        credit_notes_added_up.period_end
    from credit_notes_added_up
    where credit_notes_added_up.amount_so_far_minor <= credit_notes_added_up.left_minor

)

select * from credit_notes_to_issue
