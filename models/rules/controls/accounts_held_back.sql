{{ config(materialized='ephemeral') }}

-- Accounts of which this build books less than was used: they are parked, or they are billed for somebody who is.

with parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

group_totals_planned as (

    select * from {{ ref('group_totals_planned') }}

),

accounts_held_back as (

    select parked_accounts_planned.account_id
    from parked_accounts_planned

    union

    select group_totals_planned.account_id
    from group_totals_planned
    inner join parked_accounts_planned on parked_accounts_planned.account_id = group_totals_planned.usage_account_id

)

select * from accounts_held_back
