-- Rated lines beside their group: how much was priced, at what price of a unit, and what it costs once tiers and minimums are spread.

with lines_booked as (

    select * from {{ ref('focus_lines_booked') }}

),

groups_described as (

    select * from {{ ref('focus_groups_described') }}

),

lines_beside_their_group as (

    select
        groups_described.*,
        lines_booked.rated_line_id,
        lines_booked.resource_id,
        lines_booked.resource_type as line_resource_type,
        lines_booked.region,
        lines_booked.project_id,
        lines_booked.submitter_id,
        lines_booked.route_id,
        lines_booked.price_id as line_price_id,
        lines_booked.pricing_model as line_pricing_model,
        lines_booked.quantity as line_quantity,
        lines_booked.amount_exact as line_amount_exact,
        lines_booked.window_start,
        lines_booked.window_end
    from lines_booked
    inner join groups_described
        on
            groups_described.posting_group_id = lines_booked.posting_group_id
            and groups_described.booking_period_start = lines_booked.booking_period_start
    where
        -- A line that nothing is left of should not have been, and a late change that comes to nothing is no charge.
        lines_booked.quantity <> 0
        or lines_booked.amount_exact <> 0
        or (lines_booked.record_count > 0 and not groups_described.is_correction)

),

lines_measured as (

    select
        lines_beside_their_group.*,
        case
            when lines_beside_their_group.line_type <> 'usage' then 1
            when lines_beside_their_group.base_per_priced_unit = 1 then lines_beside_their_group.line_quantity
            else round(lines_beside_their_group.line_quantity::numeric(62, 24) / lines_beside_their_group.base_per_priced_unit, 12)
        end as pricing_quantity,
        -- A unit costs what the line came to, and with a price for the whole volume what all of the group came to.
        case
            when lines_beside_their_group.is_correction or lines_beside_their_group.charge_category not in ('Usage', 'Purchase') then null
            when lines_beside_their_group.line_type <> 'usage' then lines_beside_their_group.line_amount_exact
            when lines_beside_their_group.line_quantity = 0 then 0
            when lines_beside_their_group.is_volume
                then lines_beside_their_group.volume_price * lines_beside_their_group.base_per_priced_unit
            else abs(
                lines_beside_their_group.line_amount_exact::numeric(62, 24) * lines_beside_their_group.base_per_priced_unit
                / lines_beside_their_group.line_quantity
            )
        end as unit_price_minor,
        case
            when lines_beside_their_group.is_spread and lines_beside_their_group.line_type = 'minimum' then 0
            when lines_beside_their_group.is_volume then lines_beside_their_group.volume_price * lines_beside_their_group.line_quantity
            else lines_beside_their_group.line_amount_exact
        end + lines_beside_their_group.minimum_price * lines_beside_their_group.line_quantity as effective_minor
    from lines_beside_their_group

),

lines_priced as (

    select
        lines_measured.*,
        trim_scale(round(lines_measured.unit_price_minor * lines_measured.minor_unit, 15)) as contracted_unit_price
    from lines_measured

)

select * from lines_priced
