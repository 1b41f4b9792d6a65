-- How the amount of each line of usage came about: f of the cumulative quantity after the line, less f before it, under the terms that priced it;
-- where the price has fees and caps of single events, what they add.

with lines_joined_to_terms as (

    select * from {{ ref('usage_lines_with_their_terms') }}

),

price_steps as (

    select * from {{ source('current', 'price_steps') }}

),

lines_with_their_arithmetic as (

    select
        lines_joined_to_terms.*,
        steps_before.step_number as step_before,
        steps_after.step_number as step_after,
        {{ amount_on_step('lines_joined_to_terms.chargeable_before', 'steps_before') }} as amount_before,
        {{ amount_on_step('lines_joined_to_terms.chargeable_after', 'steps_after') }} as amount_after
    from lines_joined_to_terms
    left join price_steps as steps_before
        on
            steps_before.terms_id = lines_joined_to_terms.terms_id
            and steps_before.step_start < lines_joined_to_terms.chargeable_before
            and steps_before.step_end >= lines_joined_to_terms.chargeable_before
    left join price_steps as steps_after
        on
            steps_after.terms_id = lines_joined_to_terms.terms_id
            and steps_after.step_start < lines_joined_to_terms.chargeable_after
            and steps_after.step_end >= lines_joined_to_terms.chargeable_after

),

arithmetic_read as (

    select
        rated_line_id,
        posting_group_id,
        account_id,
        usage_account_id,
        side,
        currency,
        unit,
        price_id,
        pricing_model,
        cast(quantity_before as numeric(38, 9)) as quantity_before,
        cast(quantity_after as numeric(38, 9)) as quantity_after,
        cast(chargeable_before as numeric(38, 9)) as chargeable_quantity_before,
        cast(chargeable_after as numeric(38, 9)) as chargeable_quantity_after,
        cast(least(amount_before, maximum_minor) as numeric(38, 12)) as amount_before,
        cast(least(amount_after, maximum_minor) as numeric(38, 12)) as amount_after,
        amount_exact,
        step_before,
        step_after,
        (
            select
                jsonb_agg(
                    jsonb_build_object(
                        'step', price_steps.step_number, 'above', price_steps.step_start, 'up_to', nullif(price_steps.step_end, 'Infinity'),
                        'amount_at_start', {{ rounded_quotient('price_steps.dividend_at_start', 'price_steps.divisor') }},
                        'unit_price_minor', price_steps.unit_price_minor, 'per', price_steps.divisor
                    )
                    order by price_steps.step_number
                )
            from price_steps
            where price_steps.terms_id = lines_with_their_arithmetic.terms_id
        ) as steps,
        terms_id,
        price_batch_id,
        price_row_number,
        tier_batch_id,
        quantity_rounding,
        package_rounding,
        free_quantity,
        quantity_multiple,
        package_quantity,
        maximum_minor,
        known_by_build_number,
        valid_from,
        valid_to,
        event_fee_minor,
        event_minimum_minor,
        event_maximum_minor,
        case
            when num_nonnulls(event_fee_minor, event_minimum_minor, event_maximum_minor) > 0
                then cast(amount_exact - least(amount_after, maximum_minor) + least(amount_before, maximum_minor) as numeric(38, 12))
        end as single_events_minor
    from lines_with_their_arithmetic
    where
        {{ reader_may_see('account_id') }}
        or (side = 'retail' and {{ reader_may_see('usage_account_id') }})

)

select * from arithmetic_read
