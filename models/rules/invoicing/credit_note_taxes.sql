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
        credit_notes_to_issue.corrected_total_minor::numeric as total_minor,
        credit_notes_to_issue.credited_before_minor + credit_notes_to_issue.amount_minor as credited_minor,
        -1 as given_back
    from credit_notes_to_issue

    union all

    select
        credit_notes_to_issue.invoice_id,
        credit_notes_to_issue.corrects_invoice_id,
        credit_notes_to_issue.corrected_total_minor::numeric as total_minor,
        credit_notes_to_issue.credited_before_minor as credited_minor,
        1 as given_back
    from credit_notes_to_issue

),

-- Rounded half away from zero; dividing whole numbers makes and hides no tie.
taxes_shared as (

    select
        credits_up_to.*,
        invoice_taxes.invoice_tax_id as corrects_invoice_tax_id,
        invoice_taxes.tax_minor as invoiced_tax_minor,
        sign(invoice_taxes.tax_minor::numeric) * div(
            2 * abs(invoice_taxes.tax_minor)::numeric * credits_up_to.credited_minor + credits_up_to.total_minor, 2 * credits_up_to.total_minor
        ) as tax_minor,
        sum(invoice_taxes.taxable_minor) over taxes_in_order as taxable_so_far_minor,
        sum(invoice_taxes.taxable_minor) over taxes_in_order - invoice_taxes.taxable_minor as taxable_before_minor
    from credits_up_to
    inner join invoice_taxes on invoice_taxes.invoice_id = credits_up_to.corrects_invoice_id
    window taxes_in_order as (
        partition by credits_up_to.invoice_id, credits_up_to.given_back
        order by invoice_taxes.invoice_tax_id
        rows unbounded preceding
    )

),

-- The net amount is what is left of the credit beside its tax: half a unit is not given back by both.
credits_with_their_net as (

    select
        taxes_shared.*,
        taxes_shared.credited_minor - sum(taxes_shared.tax_minor) over same_credit as net_minor,
        taxes_shared.total_minor - sum(taxes_shared.invoiced_tax_minor) over same_credit as invoiced_net_minor
    from taxes_shared
    window same_credit as (partition by taxes_shared.invoice_id, taxes_shared.given_back)

),

-- An invoice whose lines cancel each other out and leave nothing but tax is given back by its total.
credits_shared as (

    select
        credits_with_their_net.*,
        case
            when credits_with_their_net.invoiced_net_minor = 0 then credits_with_their_net.credited_minor
            else abs(credits_with_their_net.net_minor)
        end as share_minor,
        coalesce(nullif(abs(credits_with_their_net.invoiced_net_minor), 0), credits_with_their_net.total_minor) as whole_minor
    from credits_with_their_net

),

-- What is taxed is a part of the net amount, the difference of two sums: where every line has one tax, the parts come to it.
credits_with_what_is_taxed as (

    select
        credits_shared.*,
        sign(credits_shared.taxable_so_far_minor) * div(
            2 * abs(credits_shared.taxable_so_far_minor) * credits_shared.share_minor + credits_shared.whole_minor, 2 * credits_shared.whole_minor
        ) - sign(credits_shared.taxable_before_minor) * div(
            2 * abs(credits_shared.taxable_before_minor) * credits_shared.share_minor + credits_shared.whole_minor, 2 * credits_shared.whole_minor
        ) as taxable_minor
    from credits_shared

),

taxes_given_back as (

    select
        {{ book_id(["credits_with_what_is_taxed.invoice_id", "credits_with_what_is_taxed.corrects_invoice_tax_id"]) }} as invoice_tax_id,
        credits_with_what_is_taxed.invoice_id,
        credits_with_what_is_taxed.corrects_invoice_tax_id,
        sum(credits_with_what_is_taxed.given_back * credits_with_what_is_taxed.taxable_minor)::bigint as taxable_minor,
        sum(credits_with_what_is_taxed.given_back * credits_with_what_is_taxed.tax_minor)::bigint as tax_minor
    from credits_with_what_is_taxed
    group by credits_with_what_is_taxed.invoice_id, credits_with_what_is_taxed.corrects_invoice_tax_id

)

select * from taxes_given_back
