{{ config(materialized='ephemeral') }}

-- What each line shows of the tax of its document: shares by largest remainder, the line that comes first by its id where remainders are equal.

with draft_line_taxes as (

    select * from {{ ref('draft_line_taxes') }}

),

draft_tax_totals as (

    select * from {{ ref('draft_tax_totals') }}

),

lines_with_their_total as (

    select
        draft_line_taxes.*,
        draft_tax_totals.tax_minor,
        draft_tax_totals.line_count,
        {{ book_id([
            "draft_line_taxes.invoice_id", "draft_line_taxes.posting_group_id", microseconds("draft_line_taxes.booking_period_start"),
        ]) }} as invoice_line_id,
        coalesce(draft_line_taxes.answered_tax, draft_line_taxes.amount_minor * draft_line_taxes.effective_rate_bp) as dividend
    from draft_line_taxes
    inner join draft_tax_totals
        on
            draft_tax_totals.invoice_tax_id = draft_line_taxes.invoice_tax_id
            and draft_tax_totals.is_tax_included = draft_line_taxes.is_tax_included
            and draft_tax_totals.taxes_together = draft_line_taxes.taxes_together

),

lines_rounded_down as (

    select
        lines_with_their_total.*,
        div(lines_with_their_total.dividend, lines_with_their_total.divisor)
        - case when mod(lines_with_their_total.dividend, lines_with_their_total.divisor) < 0 then 1 else 0 end as whole_minor
    from lines_with_their_total

),

lines_ranked as (

    select
        lines_rounded_down.*,
        lines_rounded_down.tax_minor - sum(lines_rounded_down.whole_minor) over same_tax as left_minor,
        row_number() over (
            same_tax
            order by
                lines_rounded_down.dividend - lines_rounded_down.whole_minor * lines_rounded_down.divisor desc,
                lines_rounded_down.invoice_line_id asc
        ) as standing
    from lines_rounded_down
    window same_tax as (partition by lines_rounded_down.invoice_tax_id, lines_rounded_down.is_tax_included, lines_rounded_down.taxes_together)

),

-- One more for each of the first lines until nothing is left.
taxes_shared as (

    select
        lines_ranked.*,
        lines_ranked.whole_minor
        + floor((lines_ranked.left_minor + lines_ranked.line_count - lines_ranked.standing)::numeric / lines_ranked.line_count) as share_minor
    from lines_ranked

),

lines_with_their_tax as (

    select
        taxes_shared.posting_group_id,
        taxes_shared.invoice_line_id,
        min(taxes_shared.tax_provider) as tax_provider,
        min(taxes_shared.tax_transaction_id) as tax_transaction_id,
        taxes_shared.booking_period_start,
        -- A rate to read: an outside provider may charge several times a line of next to nothing, and the column holds 5 digits.
        least(sum(taxes_shared.effective_rate_bp), 99999)::numeric(9, 4) as tax_rate_bp,
        sum(taxes_shared.share_minor)::bigint as tax_minor,
        sum(case when taxes_shared.is_tax_included then taxes_shared.share_minor else 0 end)::bigint as tax_included_minor,
        bool_or(taxes_shared.is_tax_included) as is_tax_included,
        min(taxes_shared.tax_calculated_at) as tax_calculated_at
    from taxes_shared
    group by taxes_shared.posting_group_id, taxes_shared.invoice_line_id, taxes_shared.booking_period_start

)

select * from lines_with_their_tax
