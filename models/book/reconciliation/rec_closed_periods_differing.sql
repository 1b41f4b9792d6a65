{{ config(materialized='ephemeral') }}

-- A record changed after the close, or the code, and the closed period stays as it is: what nobody hears of is money that nobody decides on.

with closed_period_differences as (

    select * from {{ ref('closed_period_differences') }}

),

offenders as (

    select
        'closed_periods_to_records' as check_name,
        closed_period_differences.account_id,
        closed_period_differences.subject,
        'closed_period_differs' as reason_code,
        closed_period_differences.currency,
        closed_period_differences.amount_minor,
        1 as record_count
    from closed_period_differences

)

select * from offenders
