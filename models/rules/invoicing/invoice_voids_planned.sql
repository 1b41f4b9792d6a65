{{ config(materialized='ephemeral') }}

-- Documents of periods that an action cancels: once, and none that money was given back on.

with actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind = 'invoice_void'

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoices_forgiven as (

    select * from {{ ref('invoices_forgiven') }}

),

voids_ranked as (

    select
        invoices.invoice_id,
        invoices.account_id,
        invoices.bill_to_account_id,
        invoices.currency,
        actions.action_id,
        actions.actor,
        actions.reason,
        invoices.tax_minor,
        invoices.total_minor,
        invoices.period_start,
        invoices.period_end,
        row_number() over (partition by invoices.invoice_id order by actions.batch_id, actions.row_number) as standing
    from actions
    inner join invoices on invoices.invoice_id::text = actions.reference
    left join invoices_forgiven on invoices_forgiven.invoice_id = invoices.invoice_id
    where
        not invoices.is_void
        and invoices.corrects_invoice_id is null
        and coalesce(actions.account_id, invoices.account_id) in (invoices.account_id, invoices.bill_to_account_id)
        and invoices_forgiven.invoice_id is null

),

voids_planned as (

    select
        voids_ranked.invoice_id,
        voids_ranked.account_id,
        voids_ranked.bill_to_account_id,
        voids_ranked.currency,
        voids_ranked.action_id,
        voids_ranked.actor,
        voids_ranked.reason,
        voids_ranked.tax_minor,
        voids_ranked.total_minor,
        voids_ranked.period_start,
        voids_ranked.period_end
    from voids_ranked
    where voids_ranked.standing = 1

)

select * from voids_planned
