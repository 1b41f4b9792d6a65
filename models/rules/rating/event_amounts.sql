-- What lines come to whose events are charged one by one: for each event f(after) - f(before) plus its fee, not less than its minimum and not
-- more than its maximum; then added up, and held at the maximum of the charge. An event that is free pays no fee.

with events_charged_singly as (

    select * from {{ ref('events_charged_singly') }}

),

charge_positions as (

    select *
    from {{ ref('charge_positions') }}
    -- As an array, so that only these charges are put in order.
    where posting_group_id = any(array(select events.posting_group_id from {{ ref('events_charged_singly') }} as events))

),

price_terms as (

    select * from {{ ref('price_terms') }}

),

price_steps as (

    select * from {{ ref('price_steps') }}

),

events_positioned as (

    select
        events_charged_singly.rated_line_id,
        events_charged_singly.terms_id,
        charge_positions.posting_group_id,
        charge_positions.resource_id,
        charge_positions.window_start,
        charge_positions.quantity_before + events_charged_singly.quantity_in_window_after - events_charged_singly.quantity as quantity_before,
        charge_positions.quantity_before + events_charged_singly.quantity_in_window_after as quantity_after
    from charge_positions
    inner join events_charged_singly on events_charged_singly.rated_line_id = charge_positions.rated_line_id

),

events_charged_for as (

    select
        events_positioned.*,
        price_terms.maximum_minor,
        price_terms.event_fee_minor,
        price_terms.event_minimum_minor,
        price_terms.event_maximum_minor,
        {{ chargeable_quantity('events_positioned.quantity_before') }} as chargeable_before,
        {{ chargeable_quantity('events_positioned.quantity_after') }} as chargeable_after
    from events_positioned
    inner join price_terms on price_terms.terms_id = events_positioned.terms_id

),

events_priced as (

    select
        events_charged_for.*,
        coalesce({{ rounded_quotient(
            "steps_after.dividend_at_start + (events_charged_for.chargeable_after - steps_after.step_start) * steps_after.unit_price_minor",
            "steps_after.divisor",
        ) }}, 0)
        - coalesce({{ rounded_quotient(
            "steps_before.dividend_at_start + (events_charged_for.chargeable_before - steps_before.step_start) * steps_before.unit_price_minor",
            "steps_before.divisor",
        ) }}, 0) as amount_exact
    from events_charged_for
    left join price_steps as steps_before
        on
            steps_before.terms_id = events_charged_for.terms_id
            and steps_before.step_start < events_charged_for.chargeable_before
            and steps_before.step_end >= events_charged_for.chargeable_before
    left join price_steps as steps_after
        on
            steps_after.terms_id = events_charged_for.terms_id
            and steps_after.step_start < events_charged_for.chargeable_after
            and steps_after.step_end >= events_charged_for.chargeable_after

),

lines_summed as (

    select
        events_priced.posting_group_id,
        events_priced.rated_line_id,
        events_priced.resource_id,
        events_priced.window_start,
        events_priced.maximum_minor,
        sum(
            case
                when events_priced.chargeable_after > events_priced.chargeable_before
                    then round(
                        least(
                            greatest(
                                events_priced.amount_exact + coalesce(events_priced.event_fee_minor, 0), events_priced.event_minimum_minor
                            ),
                            events_priced.event_maximum_minor
                        ),
                        12
                    )
                else 0
            end
        ) as amount_exact
    from events_priced
    group by
        events_priced.posting_group_id,
        events_priced.rated_line_id,
        events_priced.resource_id,
        events_priced.window_start,
        events_priced.maximum_minor

)

select * from lines_summed
