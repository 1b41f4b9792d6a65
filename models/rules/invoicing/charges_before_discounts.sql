{{ config(materialized='view') }}

-- Fees, minimums and plan limits: what is charged beside usage before anything is taken off.

with fees_planned as (

    select * from {{ ref('fees_planned') }}

),

minimums_planned as (

    select * from {{ ref('minimums_planned') }}

),

plan_limits_planned as (

    select * from {{ ref('plan_limits_planned') }}

),

charges_united as (

    select * from fees_planned
    union all
    select * from minimums_planned
    union all
    select * from plan_limits_planned

)

select * from charges_united
