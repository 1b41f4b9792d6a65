{{ config(materialized='view') }}

-- The posting groups that this build may touch: those of parked accounts stay as the book has them.

with group_totals_planned as (

    select * from {{ ref('group_totals_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

groups_not_parked as (

    select group_totals_planned.*
    from group_totals_planned
    where
        group_totals_planned.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)
        and group_totals_planned.usage_account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)

)

select * from groups_not_parked
