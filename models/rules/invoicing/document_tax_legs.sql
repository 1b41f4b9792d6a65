{{ config(materialized='ephemeral') }}

-- Legs of document entries beside the customer's and its counter leg: tax that a price holds leaves the revenue it was booked to,
-- and what a credit note gives back of the tax is no longer owed to the tax office.

with document_lines_planned as (

    select * from {{ ref('document_lines_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

invoice_lines as (

    select * from {{ ref('stg_book__invoice_lines') }}

),

line_types as (

    select * from {{ ref('line_types') }}

),

lines_united as (

    select
        case when document_lines_planned.line_type = 'credit' then 'credit_note' else 'issue_tax' end as occasion,
        document_lines_planned.invoice_id,
        document_lines_planned.line_type,
        document_lines_planned.currency,
        case
            when document_lines_planned.line_type = 'credit' then document_lines_planned.tax_minor
            else -document_lines_planned.tax_included_minor
        end as amount_minor,
        document_lines_planned.tax_minor - document_lines_planned.tax_included_minor as added_minor
    from document_lines_planned

    union all

    select
        'void_tax' as occasion,
        invoice_lines.invoice_id,
        invoice_lines.line_type,
        invoice_lines.currency,
        invoice_lines.tax_included_minor as amount_minor,
        invoice_lines.tax_minor - invoice_lines.tax_included_minor as added_minor
    from invoice_voids_planned
    inner join invoice_lines on invoice_lines.invoice_id = invoice_voids_planned.invoice_id

),

legs_summed as (

    select
        {{ book_id(["'invoice'", "lines_united.invoice_id", "lines_united.occasion"]) }} as ledger_entry_id,
        case when lines_united.occasion = 'credit_note' then 'tax_payable' else line_types.ledger_account end as ledger_account,
        lines_united.currency,
        sum(lines_united.amount_minor)::bigint as amount_minor,
        sum(lines_united.added_minor) as added_minor
    from lines_united
    inner join line_types on line_types.line_type = lines_united.line_type
    group by 1, 2, 3

),

legs_with_their_entry as (

    select
        legs_summed.*,
        sum(legs_summed.added_minor) over (partition by legs_summed.ledger_entry_id) as added_to_entry_minor
    from legs_summed

),

-- The legs of the customer, where anything is added to what he owes, and of the tax office come before.
legs_numbered as (

    select
        legs_with_their_entry.ledger_entry_id,
        (
            row_number() over (partition by legs_with_their_entry.ledger_entry_id order by legs_with_their_entry.ledger_account collate "C")
            + case when legs_with_their_entry.added_to_entry_minor = 0 then 1 else 2 end
        )::int as leg_number,
        legs_with_their_entry.ledger_account,
        legs_with_their_entry.currency,
        legs_with_their_entry.amount_minor
    from legs_with_their_entry
    where legs_with_their_entry.amount_minor <> 0

)

select * from legs_numbered
