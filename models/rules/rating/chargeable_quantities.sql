{{ config(materialized='view') }}

-- What of the cumulative quantity is charged for, at both ends of each window: rounded as the price says, less what is free, in whole packages.

with charge_positions as (

    select * from {{ ref('charge_positions') }}

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

quantities_charged_for as (

    select
        charge_positions.*,
        price_terms.maximum_minor,
        {{ chargeable_quantity('charge_positions.quantity_before') }} as chargeable_before,
        {{ chargeable_quantity('charge_positions.quantity_after') }} as chargeable_after
    from charge_positions
    inner join price_terms on price_terms.terms_id = charge_positions.terms_id

)

select * from quantities_charged_for
