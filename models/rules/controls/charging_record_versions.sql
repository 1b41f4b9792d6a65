{{ config(materialized='ephemeral') }}

-- Versions of the records by which an account is charged beside its usage (fees, minimums, limits of plans, discounts, commits), each as
-- the one text that tells it from the next.

with subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}
    where model = 'flat' or minimum_amount is not null

),

plans as (

    select * from {{ ref('stg_records__plans') }}
    where minimum_amount is not null or maximum_amount is not null

),

discounts as (

    select * from {{ ref('stg_records__discounts') }}

),

commit_contracts as (

    select * from {{ ref('stg_records__commit_contracts') }}

),

versions_united as (

    -- A subscription to a plan that only prices usage is rated with the usage.
    select
        'subscriptions' as record_kind, subscriptions.subscription_id as record_name,
        subscriptions.account_id, null::text as plan_id,
        jsonb_build_array(subscriptions.plan_id, subscriptions.plan_version_id, trim_scale(subscriptions.quantity))::text as content,
        subscriptions.known_from_build, subscriptions.known_until_build,
        subscriptions.starts_at as valid_from, subscriptions.ends_at as valid_to
    from subscriptions
    where
        subscriptions.plan_id in (select prices.plan_id from prices where prices.plan_id is not null)
        or subscriptions.plan_id in (select plans.plan_id from plans)

    union all

    select
        'prices' as record_kind, prices.price_id as record_name,
        prices.account_id, prices.plan_id,
        jsonb_build_array(
            prices.account_id, prices.plan_id, prices.meter, prices.resource_type, prices.pricing_mode, prices.currency, prices.model,
            trim_scale(prices.flat_fee), trim_scale(prices.minimum_amount), prices.interval, prices.charge_timing, prices.proration,
            prices.zero_usage_fee, prices.rounding
        )::text as content,
        prices.known_from_build, prices.known_until_build,
        prices.valid_from, prices.valid_to
    from prices

    union all

    select
        'plans' as record_kind, plans.plan_id || ' ' || plans.plan_version_id as record_name,
        null as account_id, plans.plan_id,
        jsonb_build_array(plans.currency, trim_scale(plans.minimum_amount), trim_scale(plans.maximum_amount))::text as content,
        plans.known_from_build, plans.known_until_build,
        plans.valid_from, plans.valid_to
    from plans

    union all

    select
        'discounts' as record_kind, discounts.discount_id as record_name,
        discounts.account_id, null as plan_id,
        jsonb_build_array(
            discounts.account_id, trim_scale(discounts.percent), discounts.amount_minor, discounts.currency, discounts.meter, discounts.max_periods
        )::text as content,
        discounts.known_from_build, discounts.known_until_build,
        discounts.starts_at as valid_from, discounts.ends_at as valid_to
    from discounts

    union all

    select
        'commit_contracts' as record_kind, commit_contracts.contract_id as record_name,
        commit_contracts.account_id, null as plan_id,
        jsonb_build_array(
            commit_contracts.account_id, commit_contracts.currency, commit_contracts.amount_minor,
            trim_scale(commit_contracts.overage_multiplier), commit_contracts.true_up
        )::text as content,
        commit_contracts.known_from_build, commit_contracts.known_until_build,
        commit_contracts.starts_at as valid_from, commit_contracts.ends_at as valid_to
    from commit_contracts

)

select * from versions_united
