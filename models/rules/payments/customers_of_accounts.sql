{{ config(materialized='ephemeral') }}

-- The customer at the provider that stands for an account: the default one, else the first by id. An operator's link beats the record.

with provider_customers as (

    select *
    from {{ ref('stg_records__provider_customers') }}
    where
        known_until_build = 9223372036854775807
        and provider = 'stripe'

),

customer_links as (

    select *
    from {{ ref('customer_links') }}
    where kind = 'link_customer'

),

customers_in_order as (

    select
        coalesce(customer_links.account_id, provider_customers.account_id) as account_id,
        coalesce(customer_links.reference, provider_customers.customer_id) as customer_id,
        row_number() over (
            partition by coalesce(customer_links.account_id, provider_customers.account_id)
            order by
                coalesce(provider_customers.is_default, false) desc,
                coalesce(customer_links.reference, provider_customers.customer_id) collate "C"
        ) as standing
    from provider_customers
    full join customer_links on customer_links.reference = provider_customers.customer_id

),

customers as (

    select customers_in_order.account_id, customers_in_order.customer_id
    from customers_in_order
    where customers_in_order.standing = 1

)

select * from customers
