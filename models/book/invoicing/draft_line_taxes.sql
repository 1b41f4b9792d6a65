-- Each line with each tax on it, and what its exact tax is a quotient of: the sum is rounded per document and tax, and the lines share it.

with draft_lines_to_tax as (

    select * from {{ ref('draft_lines_to_tax') }}

),

taxes_that_apply as (

    select * from {{ ref('taxes_that_apply') }}

),

taxes_from_outside as (

    select * from {{ ref('taxes_from_outside') }}

),

-- A price that holds the tax holds all of it: how much is the net depends on every tax of the line.
taxes_beside_each_other as (

    select
        taxes_that_apply.*,
        sum(taxes_that_apply.effective_rate_bp) over (partition by taxes_that_apply.tax_situation_id) as rates_together_bp,
        sum(taxes_that_apply.effective_rate_bp) over (
            partition by taxes_that_apply.tax_situation_id
            order by taxes_that_apply.jurisdiction collate "C"
        ) as rates_so_far_bp,
        string_agg(concat_ws('/', taxes_that_apply.jurisdiction, taxes_that_apply.category, taxes_that_apply.effective_rate_bp::text), ' ') over (
            partition by taxes_that_apply.tax_situation_id
            order by taxes_that_apply.jurisdiction collate "C"
            rows between unbounded preceding and unbounded following
        ) as taxes_together
    from taxes_that_apply

),

lines_with_their_taxes as (

    select
        draft_lines_to_tax.posting_group_id,
        draft_lines_to_tax.invoice_id,
        draft_lines_to_tax.account_id,
        draft_lines_to_tax.currency,
        {{ book_id([
            "draft_lines_to_tax.invoice_id", "taxes_beside_each_other.jurisdiction", "taxes_beside_each_other.category",
            "taxes_beside_each_other.rate_bp", "taxes_beside_each_other.compound_on", "taxes_beside_each_other.base_rate_bp",
            "taxes_beside_each_other.treatment",
            "taxes_beside_each_other.reason", "taxes_beside_each_other.tax_id", "taxes_beside_each_other.exempt_reason",
        ]) }} as invoice_tax_id,
        case when draft_lines_to_tax.is_tax_included then taxes_beside_each_other.taxes_together else '' end as taxes_together,
        taxes_beside_each_other.jurisdiction,
        taxes_beside_each_other.category,
        taxes_beside_each_other.rate_kind,
        taxes_beside_each_other.compound_on,
        taxes_beside_each_other.treatment,
        taxes_beside_each_other.reason,
        taxes_beside_each_other.tax_id,
        taxes_beside_each_other.exempt_reason,
        taxes_beside_each_other.hold_code,
        null::text as tax_provider,
        null::text as tax_transaction_id,
        taxes_beside_each_other.rate_bp,
        taxes_beside_each_other.base_rate_bp,
        taxes_beside_each_other.effective_rate_bp,
        taxes_beside_each_other.rates_together_bp,
        taxes_beside_each_other.rates_so_far_bp,
        draft_lines_to_tax.amount_minor,
        null::numeric as answered_taxable,
        null::numeric as answered_tax,
        case when draft_lines_to_tax.is_tax_included then 10000 + taxes_beside_each_other.rates_together_bp else 10000 end as divisor,
        draft_lines_to_tax.is_tax_included,
        draft_lines_to_tax.booking_period_start,
        null::timestamptz as tax_calculated_at
    from draft_lines_to_tax
    inner join taxes_beside_each_other on taxes_beside_each_other.tax_situation_id = draft_lines_to_tax.tax_situation_id
    where draft_lines_to_tax.tax_situation_id not in (select taxes_from_outside.tax_situation_id from taxes_from_outside)

    union all

    select
        taxes_from_outside.posting_group_id,
        taxes_from_outside.invoice_id,
        taxes_from_outside.account_id,
        taxes_from_outside.currency,
        taxes_from_outside.invoice_tax_id,
        '' as taxes_together,
        coalesce(taxes_from_outside.taxed_by, taxes_from_outside.jurisdiction) as jurisdiction,
        coalesce(taxes_from_outside.tax_name, taxes_from_outside.tax_category) as category,
        taxes_from_outside.rate_kind,
        null as compound_on,
        taxes_from_outside.treatment,
        taxes_from_outside.reason,
        taxes_from_outside.tax_id,
        taxes_from_outside.exempt_reason,
        taxes_from_outside.missing_code as hold_code,
        taxes_from_outside.tax_provider,
        taxes_from_outside.transaction_id as tax_transaction_id,
        taxes_from_outside.rate_bp,
        0 as base_rate_bp,
        taxes_from_outside.effective_rate_bp,
        0 as rates_together_bp,
        0 as rates_so_far_bp,
        taxes_from_outside.amount_minor,
        taxes_from_outside.answered_taxable,
        taxes_from_outside.answered_tax,
        taxes_from_outside.divisor,
        taxes_from_outside.is_tax_included,
        taxes_from_outside.booking_period_start,
        taxes_from_outside.calculated_at as tax_calculated_at
    from taxes_from_outside

)

select * from lines_with_their_taxes
