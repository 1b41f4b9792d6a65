{{ config(materialized='ephemeral') }}

-- Lines whose tax an outside provider works out, since their tax profiles name one; the rates of this house do not touch them.

with draft_lines_to_tax as (

    select * from {{ ref('draft_lines_to_tax') }}

),

tax_profiles_in_force as (

    select * from {{ ref('tax_profiles_in_force') }}

),

situations_to_tax_outside as (

    select
        tax_profiles_in_force.tax_situation_id,
        min(tax_profiles_in_force.jurisdiction collate "C") as jurisdiction,
        min(tax_profiles_in_force.tax_id collate "C") as tax_id,
        min(tax_profiles_in_force.tax_provider collate "C") as tax_provider,
        case
            when count(distinct coalesce(tax_profiles_in_force.tax_provider, '')) > 1 then 'tax_profiles_contradict'
            when bool_or(tax_profiles_in_force.is_unclear) then 'tax_unclear'
        end as hold_code
    from tax_profiles_in_force
    where tax_profiles_in_force.treatment <> 'out_of_scope'
    group by tax_profiles_in_force.tax_situation_id
    having count(tax_profiles_in_force.tax_provider) > 0

),

lines_to_tax_outside as (

    select
        draft_lines_to_tax.posting_group_id,
        {{ book_id([
            "draft_lines_to_tax.invoice_id", "draft_lines_to_tax.posting_group_id", microseconds("draft_lines_to_tax.booking_period_start"),
        ]) }} as invoice_line_id,
        draft_lines_to_tax.tax_situation_id,
        draft_lines_to_tax.invoice_id,
        draft_lines_to_tax.account_id,
        draft_lines_to_tax.currency,
        situations_to_tax_outside.jurisdiction,
        draft_lines_to_tax.tax_category,
        situations_to_tax_outside.tax_id,
        situations_to_tax_outside.tax_provider,
        situations_to_tax_outside.hold_code,
        draft_lines_to_tax.amount_minor,
        draft_lines_to_tax.is_tax_included,
        draft_lines_to_tax.booking_period_start
    from draft_lines_to_tax
    inner join situations_to_tax_outside on situations_to_tax_outside.tax_situation_id = draft_lines_to_tax.tax_situation_id

)

select * from lines_to_tax_outside
