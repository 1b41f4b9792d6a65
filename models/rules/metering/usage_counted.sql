-- Usage that is counted (so much was used at a time), by hour or piece of an hour: the contributions of all batches,
-- less what was replaced, plus what replaces it.

with usage_ranges_counted as (

    select * from {{ ref('usage_ranges_counted') }}

),

batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}

),

usage_contributions as (

    select * from {{ ref('usage_contributions') }}

),

usage_cut_hours as (

    select * from {{ ref('usage_cut_hours') }}

),

usage_counted_in_cut_hours as (

    select * from {{ ref('usage_counted_in_cut_hours') }}

),

usage_effects_of_replacements as (

    select * from {{ ref('usage_effects_of_replacements') }}

),

hours_cut as (

    select distinct
        usage_cut_hours.account_id,
        usage_cut_hours.meter,
        usage_cut_hours.hour_start
    from usage_cut_hours

),

whole_hours as (

    select
        usage_contributions.account_id,
        usage_contributions.meter,
        usage_contributions.resource_id,
        usage_contributions.resource_type,
        usage_contributions.pricing_mode,
        usage_contributions.project_id,
        usage_contributions.submitter_id,
        usage_contributions.route_id,
        usage_contributions.region,
        usage_contributions.pricing_snapshot,
        usage_contributions.record_count,
        usage_contributions.quantity,
        usage_contributions.hour_start as piece_start
    from usage_ranges_counted
    inner join usage_contributions
        on
            usage_contributions.account_id = usage_ranges_counted.account_id
            and usage_contributions.meter = usage_ranges_counted.meter
            and usage_contributions.hour_start >= usage_ranges_counted.range_start
            and usage_contributions.hour_start < usage_ranges_counted.range_end
    left join hours_cut
        on
            hours_cut.account_id = usage_contributions.account_id
            and hours_cut.meter = usage_contributions.meter
            and hours_cut.hour_start = usage_contributions.hour_start
    where
        usage_contributions.event_kind = 'quantity'
        and not usage_contributions.is_replacing
        and hours_cut.account_id is null
        and usage_contributions.batch_id not in (select batches_withdrawn.batch_id from batches_withdrawn)

),

pieces_united as (

    select * from whole_hours
    union all
    select * from usage_counted_in_cut_hours
    union all
    select * from usage_effects_of_replacements

)

select * from pieces_united
