-- What groups come to and stands on no document that holds, positive when owed.

with group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

invoices as (

    select * from {{ source('book', 'invoices') }}

),

invoice_taxes as (

    select * from {{ source('book', 'invoice_taxes') }}

),

-- A row for each document that stands.
invoice_settlements as (

    select * from {{ source('current', 'invoice_settlements') }}

),

-- What the prices hold of the tax was booked with the groups, the rest at issue.
taxes_summed as (

    select
        invoice_taxes.invoice_id,
        sum(invoice_taxes.tax_included_minor) as tax_included_minor
    from invoice_taxes
    group by invoice_taxes.invoice_id

),

amounts_of_groups as (

    select
        group_totals.account_id,
        group_totals.currency,
        -group_totals.posted_minor as amount_minor
    from group_totals

    union all

    select
        invoices.account_id,
        invoices.currency,
        -invoices.subtotal_minor - coalesce(taxes_summed.tax_included_minor, 0) as amount_minor
    from invoice_settlements
    inner join invoices on invoices.invoice_id = invoice_settlements.invoice_id
    left join taxes_summed on taxes_summed.invoice_id = invoices.invoice_id

),

amounts_summed as (

    select
        amounts_of_groups.account_id,
        amounts_of_groups.currency,
        sum(amounts_of_groups.amount_minor) as not_yet_invoiced_minor
    from amounts_of_groups
    group by amounts_of_groups.account_id, amounts_of_groups.currency

)

select * from amounts_summed
