{{ config(materialized='ephemeral') }}

-- Accounts of which a closed period is planned with the records known now: the last published build opened it again, or this one rates it again.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

rerates_approved as (

    select * from {{ ref('rerates_approved') }}

),

accounts_reopened as (

    select periods.account_id
    from periods
    inner join period_closings on period_closings.period_id = periods.period_id
    inner join build on build.published_build_number = period_closings.build_number
    where period_closings.status = 'reopened'

    union

    select rerates_approved.account_id
    from rerates_approved

)

select * from accounts_reopened
