{{ config(materialized='ephemeral') }}

-- Tax that a credit note gives back, by the invoice's own evidence: what all credit notes up to this one give back, less what the ones before it did.
-- So all of them together come to the tax of the invoice, whatever the parts.

with credit_notes_to_issue as (

    select * from {{ ref('credit_notes_to_issue') }}

),

invoice_taxes as (

    select * from {{ ref('stg_book__invoice_taxes') }}

),

-- Twice each: what is credited up to here is given back, what was credited before it was given back then.
credits_up_to as (

    select
        credit_notes_to_issue.invoice_id,
        credit_notes_to_issue.corrects_invoice_id,
        credit_notes_to_issue.corrected_total_minor,
        credit_notes_to_issue.credited_before_minor + credit_notes_to_issue.amount_minor as credited_minor,
        -1 as given_back
    from credit_notes_to_issue

    union all

    select
        credit_notes_to_issue.invoice_id,
        credit_notes_to_issue.corrects_invoice_id,
        credit_notes_to_issue.corrected_total_minor,
        credit_notes_to_issue.credited_before_minor as credited_minor,
        1 as given_back
    from credit_notes_to_issue

),

-- Rounded half away from zero; dividing whole numbers makes and hides no tie.
shares_of_the_invoice as (

    select
        credits_up_to.invoice_id,
        invoice_taxes.invoice_tax_id as corrects_invoice_tax_id,
        credits_up_to.given_back * sign(invoice_taxes.taxable_minor) * div(
            2 * abs(invoice_taxes.taxable_minor)::numeric * credits_up_to.credited_minor + credits_up_to.corrected_total_minor,
            2 * credits_up_to.corrected_total_minor::numeric
        ) as taxable_minor,
        credits_up_to.given_back * sign(invoice_taxes.tax_minor) * div(
            2 * abs(invoice_taxes.tax_minor)::numeric * credits_up_to.credited_minor + credits_up_to.corrected_total_minor,
            2 * credits_up_to.corrected_total_minor::numeric
        ) as tax_minor
    from credits_up_to
    inner join invoice_taxes on invoice_taxes.invoice_id = credits_up_to.corrects_invoice_id

),

taxes_given_back as (

    select
        {{ book_id(["shares_of_the_invoice.invoice_id", "shares_of_the_invoice.corrects_invoice_tax_id"]) }} as invoice_tax_id,
        shares_of_the_invoice.invoice_id,
        shares_of_the_invoice.corrects_invoice_tax_id,
        sum(shares_of_the_invoice.taxable_minor)::bigint as taxable_minor,
        sum(shares_of_the_invoice.tax_minor)::bigint as tax_minor
    from shares_of_the_invoice
    group by shares_of_the_invoice.invoice_id, shares_of_the_invoice.corrects_invoice_tax_id

)

select * from taxes_given_back
