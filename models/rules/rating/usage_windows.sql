-- Windows of usage that can be rated: their price is known, and what is counted in them has come to its end.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_pieces_priced as (

    select * from {{ ref('usage_pieces_priced') }}

),

pieces_that_can_be_rated as (

    select usage_pieces_priced.*
    from usage_pieces_priced
    cross join build
    where
        usage_pieces_priced.price_source is not null
        and usage_pieces_priced.is_known_meter
        and usage_pieces_priced.is_complete
        and (usage_pieces_priced.is_accruing or usage_pieces_priced.window_end <= build.as_of)

),

windows_summed as (

    select
        pieces_that_can_be_rated.posting_group_id,
        pieces_that_can_be_rated.resource_id,
        pieces_that_can_be_rated.resource_type,
        pieces_that_can_be_rated.project_id,
        pieces_that_can_be_rated.submitter_id,
        pieces_that_can_be_rated.route_id,
        pieces_that_can_be_rated.region,
        pieces_that_can_be_rated.meter,
        pieces_that_can_be_rated.unit,
        pieces_that_can_be_rated.currency,
        pieces_that_can_be_rated.price_source,
        pieces_that_can_be_rated.price_id,
        pieces_that_can_be_rated.pricing_model,
        pieces_that_can_be_rated.pricing_snapshot,
        pieces_that_can_be_rated.terms_id,
        pieces_that_can_be_rated.booking_period_start,
        sum(pieces_that_can_be_rated.record_count)::bigint as record_count,
        sum(pieces_that_can_be_rated.quantity) as quantity,
        pieces_that_can_be_rated.window_start,
        pieces_that_can_be_rated.window_end
    from pieces_that_can_be_rated
    group by
        pieces_that_can_be_rated.posting_group_id,
        pieces_that_can_be_rated.resource_id,
        pieces_that_can_be_rated.resource_type,
        pieces_that_can_be_rated.project_id,
        pieces_that_can_be_rated.submitter_id,
        pieces_that_can_be_rated.route_id,
        pieces_that_can_be_rated.region,
        pieces_that_can_be_rated.meter,
        pieces_that_can_be_rated.unit,
        pieces_that_can_be_rated.currency,
        pieces_that_can_be_rated.price_source,
        pieces_that_can_be_rated.price_id,
        pieces_that_can_be_rated.pricing_model,
        pieces_that_can_be_rated.pricing_snapshot,
        pieces_that_can_be_rated.terms_id,
        pieces_that_can_be_rated.booking_period_start,
        pieces_that_can_be_rated.window_start,
        pieces_that_can_be_rated.window_end

),

windows_identified as (

    select
        windows_summed.*,
        {{ usage_line_id('windows_summed') }} as rated_line_id
    from windows_summed

)

select * from windows_identified
