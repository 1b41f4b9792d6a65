{{ config(materialized='ephemeral') }}

-- Usage of accounts and meters whose records changed; all usage where code or reference data changed.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

accounts_to_replan as (

    select * from {{ ref('accounts_to_replan') }}

),

contributions_to_replan as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.event_kind not in ('quantity', 'span') as is_holding,
        usage_contributions.first_at as touched_from,
        usage_contributions.last_at as touched_until
    from usage_contributions
    where
        (select build.is_planned_whole from build)
        or usage_contributions.account_id in (
            select accounts_to_replan.account_id from accounts_to_replan where accounts_to_replan.account_id is not null
        )
        or usage_contributions.meter in (
            select accounts_to_replan.meter from accounts_to_replan where accounts_to_replan.meter is not null
        )

)

select * from contributions_to_replan
