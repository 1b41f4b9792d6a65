{{ config(materialized='view') }}

-- f at both ends of each window: the step that the chargeable quantity reaches says what it costs. Steps end inclusively.

with chargeable_quantities as (

    select * from {{ ref('chargeable_quantities') }}

),

price_steps as (

    select * from {{ ref('price_steps') }}

),

amounts as (

    select
        chargeable_quantities.*,
        least(
            coalesce(
                {{ rounded_quotient(
                    "steps_before.dividend_at_start + (chargeable_quantities.chargeable_before - steps_before.step_start) * steps_before.unit_price_minor",
                    "steps_before.divisor",
                ) }},
                0
            ),
            chargeable_quantities.maximum_minor
        ) as amount_before,
        least(
            coalesce(
                {{ rounded_quotient(
                    "steps_after.dividend_at_start + (chargeable_quantities.chargeable_after - steps_after.step_start) * steps_after.unit_price_minor",
                    "steps_after.divisor",
                ) }},
                0
            ),
            chargeable_quantities.maximum_minor
        ) as amount_after
    from chargeable_quantities
    left join price_steps as steps_before
        on
            steps_before.terms_id = chargeable_quantities.terms_id
            and steps_before.step_start < chargeable_quantities.chargeable_before
            and steps_before.step_end >= chargeable_quantities.chargeable_before
    left join price_steps as steps_after
        on
            steps_after.terms_id = chargeable_quantities.terms_id
            and steps_after.step_start < chargeable_quantities.chargeable_after
            and steps_after.step_end >= chargeable_quantities.chargeable_after

)

select * from amounts
