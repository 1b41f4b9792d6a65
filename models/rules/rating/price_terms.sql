{{ config(indexes=[{'columns': ['terms_id'], 'unique': true}]) }}

-- What usage can be priced by: versions of price rows and the snapshots of the usage in scope, all in minor units and base units.

with price_terms_of_rows as (

    select * from {{ ref('price_terms_of_rows') }}

),

price_terms_of_snapshots as (

    select * from {{ ref('price_terms_of_snapshots') }}

),

terms_united as (

    select * from price_terms_of_rows
    union all
    select * from price_terms_of_snapshots

)

select * from terms_united
