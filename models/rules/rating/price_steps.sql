{{ config(indexes=[{'columns': ['terms_id', 'step_number'], 'unique': true}]) }}

-- A price is a function f of the cumulative quantity, and every pricing model is straight between its steps:
-- f(q) = (dividend_at_start + (q - step_start) x unit_price_minor) / divisor for step_start < q <= step_end, and f(0) = 0.

with steps_per_unit as (

    select * from {{ ref('steps_per_unit') }}

),

steps_package as (

    select * from {{ ref('steps_package') }}

),

steps_graduated as (

    select * from {{ ref('steps_graduated') }}

),

steps_volume as (

    select * from {{ ref('steps_volume') }}

),

steps_united as (

    select * from steps_per_unit
    union all
    select * from steps_package
    union all
    select * from steps_graduated
    union all
    select * from steps_volume

)

select * from steps_united
