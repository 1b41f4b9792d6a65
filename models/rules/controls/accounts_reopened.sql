{{ config(materialized='ephemeral') }}

-- Accounts whose newest period was opened again by the last published build: what they owe is planned with the records known now.

with build as (

    select * from {{ ref('stg_control__build') }}

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

accounts_reopened as (

    select distinct periods.account_id
    from periods
    inner join period_closings on period_closings.period_id = periods.period_id
    inner join build on build.published_build_number = period_closings.build_number
    where period_closings.status = 'reopened'

)

select * from accounts_reopened
