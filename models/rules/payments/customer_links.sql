{{ config(materialized='ephemeral') }}

-- Whose a payment or a customer of the provider is, where an operator has said so; the newest word stands.

with actions as (

    select *
    from {{ ref('stg_records__actions') }}
    where kind in ('link_customer', 'link_payment')

),

payments_of_charges as (

    select * from {{ ref('payments_of_charges') }}

),

-- What was linked by its charge stays linked when its intent is told.
links_in_order as (

    select
        actions.kind,
        coalesce(payments_of_charges.payment_id, actions.reference) as reference,
        actions.account_id,
        row_number() over (
            partition by actions.kind, coalesce(payments_of_charges.payment_id, actions.reference)
            order by actions.batch_id desc, actions.row_number desc
        ) as standing
    from actions
    left join payments_of_charges
        on
            payments_of_charges.charge_id = actions.reference
            and actions.kind = 'link_payment'

),

links as (

    select links_in_order.kind, links_in_order.reference, links_in_order.account_id
    from links_in_order
    where links_in_order.standing = 1

)

select * from links
