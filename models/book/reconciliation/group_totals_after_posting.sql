{{ config(materialized='view') }}

-- Every posting group as it will stand when this build is posted: the scope from the plan, all others as the last build left them.

with group_totals_to_refresh as (

    select * from {{ ref('group_totals_to_refresh') }}

),

group_totals as (

    select * from {{ ref('stg_current__group_totals') }}

),

totals_united as (

    select * from group_totals_to_refresh

    union all

    select group_totals.*
    from group_totals
    left join group_totals_to_refresh on group_totals_to_refresh.posting_group_id = group_totals.posting_group_id
    where group_totals_to_refresh.posting_group_id is null

)

select * from totals_united
