{{ config(materialized='table') }}

-- Kept as a table: five models take its objects apart, and they are looked for among all events once.

with object_states as (

    select *
    from {{ ref('stg_stripe__object_states') }}
    where object_type in ({{ stripe_kinds('beside_payments') }}, 'refusal')

)

select * from object_states
