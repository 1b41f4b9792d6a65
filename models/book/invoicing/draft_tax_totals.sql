-- Tax per document, jurisdiction, category and rate, on the sum of the lines, rounded once, half away from zero.
-- What an outside provider worked out is taken as he rounded it.
-- Where the prices hold the tax, it is taken out of their sum, so that net and tax are the sum again.

with draft_line_taxes as (

    select * from {{ ref('draft_line_taxes') }}

),

lines_summed as (

    select
        draft_line_taxes.invoice_tax_id,
        draft_line_taxes.is_tax_included,
        draft_line_taxes.taxes_together,
        draft_line_taxes.invoice_id,
        min(draft_line_taxes.account_id) as account_id,
        min(draft_line_taxes.currency) as currency,
        min(draft_line_taxes.jurisdiction) as jurisdiction,
        min(draft_line_taxes.category) as category,
        min(draft_line_taxes.rate_kind) as rate_kind,
        min(draft_line_taxes.compound_on) as compound_on,
        min(draft_line_taxes.treatment) as treatment,
        min(draft_line_taxes.reason) as reason,
        min(draft_line_taxes.tax_id) as tax_id,
        min(draft_line_taxes.exempt_reason) as exempt_reason,
        min(draft_line_taxes.hold_code) as hold_code,
        count(*) as line_count,
        min(draft_line_taxes.rate_bp) as rate_bp,
        min(draft_line_taxes.base_rate_bp) as base_rate_bp,
        min(draft_line_taxes.effective_rate_bp) as effective_rate_bp,
        min(draft_line_taxes.rates_together_bp) as rates_together_bp,
        min(draft_line_taxes.rates_so_far_bp) as rates_so_far_bp,
        sum(draft_line_taxes.amount_minor) as amount_minor,
        -- The lines' parts of what a provider said of them, or of the whole document, come to a whole number of minor units.
        div(sum(draft_line_taxes.answered_taxable), min(draft_line_taxes.divisor)) as answered_taxable_minor,
        div(sum(draft_line_taxes.answered_tax), min(draft_line_taxes.divisor)) as answered_tax_minor
    from draft_line_taxes
    group by draft_line_taxes.invoice_tax_id, draft_line_taxes.invoice_id, draft_line_taxes.is_tax_included, draft_line_taxes.taxes_together

),

sums_with_what_they_hold as (

    select
        lines_summed.*,
        case
            when lines_summed.is_tax_included
                then sign(lines_summed.amount_minor) * div(
                    2 * abs(lines_summed.amount_minor) * lines_summed.rates_together_bp + 10000 + lines_summed.rates_together_bp,
                    2 * (10000 + lines_summed.rates_together_bp)
                )
            else 0
        end as tax_held_minor
    from lines_summed

),

sums_with_what_is_taxed as (

    select
        sums_with_what_they_hold.*,
        coalesce(
            sums_with_what_they_hold.answered_taxable_minor,
            sums_with_what_they_hold.amount_minor - sums_with_what_they_hold.tax_held_minor
            -- The tax that this one is worked out on top of, of the same lines.
            + round(
                (sums_with_what_they_hold.amount_minor - sums_with_what_they_hold.tax_held_minor) * sums_with_what_they_hold.base_rate_bp * 0.0001
            )
        ) as taxable_minor
    from sums_with_what_they_hold

),

taxes_rounded as (

    select
        sums_with_what_is_taxed.*,
        case
            when sums_with_what_is_taxed.answered_tax_minor is not null then sums_with_what_is_taxed.answered_tax_minor
            when not sums_with_what_is_taxed.is_tax_included
                then round(sums_with_what_is_taxed.taxable_minor * sums_with_what_is_taxed.rate_bp * 0.0001)
            when sums_with_what_is_taxed.rates_together_bp = 0 then 0
            -- Several taxes in one price: each is what it adds to the ones before it, so that they come to the whole.
            else
                round(sums_with_what_is_taxed.tax_held_minor * sums_with_what_is_taxed.rates_so_far_bp / sums_with_what_is_taxed.rates_together_bp)
                - round(
                    sums_with_what_is_taxed.tax_held_minor
                    * (sums_with_what_is_taxed.rates_so_far_bp - sums_with_what_is_taxed.effective_rate_bp)
                    / sums_with_what_is_taxed.rates_together_bp
                )
        end as tax_minor
    from sums_with_what_is_taxed

)

select * from taxes_rounded
