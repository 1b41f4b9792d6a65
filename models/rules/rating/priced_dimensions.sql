-- What prices look at: for whom which kind of usage is rated, in which period.

with scope_periods as (

    select * from {{ ref('scope_periods') }}

),

usage_ranges as (

    select * from {{ ref('usage_ranges') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

usage_holdings as (

    select * from {{ ref('usage_holdings') }}

),

kinds_of_usage as (

    select distinct
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.resource_type,
        usage_contributions.pricing_mode,
        usage_contributions.pricing_snapshot
    from usage_ranges
    inner join usage_contributions
        on
            usage_contributions.account_id = usage_ranges.account_id
            and usage_contributions.meter = usage_ranges.meter
            and usage_contributions.hour_start >= usage_ranges.range_start
            and usage_contributions.hour_start < usage_ranges.range_end

    union

    select
        usage_holdings.account_id,
        usage_holdings.meter,
        usage_holdings.resource_type,
        usage_holdings.pricing_mode,
        usage_holdings.pricing_snapshot
    from usage_holdings

),

dimensions as (

    select
        {{ book_id([
            "scope_periods.account_id", "scope_periods.usage_account_id", "scope_periods.side", "scope_periods.meter",
            "kinds_of_usage.resource_type", "kinds_of_usage.pricing_mode", "kinds_of_usage.pricing_snapshot",
            microseconds("scope_periods.period_start"), "scope_periods.is_preview",
        ]) }} as dimension_id,
        scope_periods.*,
        kinds_of_usage.resource_type,
        kinds_of_usage.pricing_mode,
        kinds_of_usage.pricing_snapshot
    from scope_periods
    inner join kinds_of_usage
        on
            kinds_of_usage.account_id = scope_periods.usage_account_id
            and kinds_of_usage.meter = scope_periods.meter

)

select * from dimensions
