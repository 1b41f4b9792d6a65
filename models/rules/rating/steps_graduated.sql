{{ config(materialized='ephemeral') }}

-- f(q) = what lies in each tier at the price of that tier, plus the fee of each tier that was entered.

with tiers as (

    select *
    from {{ ref('tiers_in_base_units') }}
    where pricing_model in ('graduated', 'graduated_percentage')

),

tiers_accumulated as (

    select
        tiers.*,
        coalesce(
            sum((tiers.step_end - tiers.step_start) * tiers.unit_price_minor) over (
                partition by tiers.terms_id
                order by tiers.step_number
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as dividend_of_tiers_before,
        sum(tiers.tier_fee_minor) over (partition by tiers.terms_id order by tiers.step_number) as fees_minor
    from tiers

),

steps as (

    select
        tiers_accumulated.terms_id,
        tiers_accumulated.step_number,
        tiers_accumulated.step_start,
        tiers_accumulated.step_end,
        tiers_accumulated.dividend_of_tiers_before
        + (tiers_accumulated.flat_fee_minor + tiers_accumulated.fees_minor) * tiers_accumulated.divisor as dividend_at_start,
        tiers_accumulated.unit_price_minor,
        tiers_accumulated.divisor
    from tiers_accumulated

)

select * from steps
