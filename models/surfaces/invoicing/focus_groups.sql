-- A posting group in a booking period: what it was billed, what its lines come to, and what of it is spread over them by quantity.

with posting_groups as (

    select * from {{ source('book', 'posting_groups') }}

),

group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

sums_booked as (

    select * from {{ ref('focus_sums_booked') }}

),

amounts_booked as (

    select * from {{ ref('focus_amounts_booked') }}

),

groups_booked as (

    select
        posting_groups.*,
        sums_booked.booking_period_start,
        sums_booked.quantity,
        sums_booked.amount_exact,
        sums_booked.price_id,
        sums_booked.pricing_model,
        sums_booked.is_volume and posting_groups.service_period_start = sums_booked.booking_period_start and sums_booked.quantity > 0 as is_volume,
        amounts_booked.invoice_line_id,
        amounts_booked.invoice_reference,
        amounts_booked.issuer_id,
        amounts_booked.description as document_description,
        amounts_booked.period_start,
        amounts_booked.period_end,
        case
            when posting_groups.is_posted then coalesce(amounts_booked.amount_minor, 0)
            when sums_booked.is_last_booking then group_totals.rounded_minor - group_totals.amount_exact + sums_booked.amount_exact
            else sums_booked.amount_exact
        end as billed_minor,
        sums_booked.booking_period_start <> posting_groups.service_period_start as is_correction
    from sums_booked
    inner join posting_groups on posting_groups.posting_group_id = sums_booked.posting_group_id
    inner join group_totals on group_totals.posting_group_id = sums_booked.posting_group_id
    left join amounts_booked
        on
            amounts_booked.posting_group_id = sums_booked.posting_group_id
            and amounts_booked.booking_period_start = sums_booked.booking_period_start

),

minimums as (

    select * from groups_booked
    where groups_booked.line_type = 'minimum' and not groups_booked.is_correction

),

-- A minimum is a price of the usage that missed it: its cost goes where that usage is.
groups_beside_their_minimum as (

    select
        groups_booked.*,
        minimums.billed_minor as minimum_minor
    from groups_booked
    left join minimums
        on
            groups_booked.line_type in ('usage', 'minimum')
            and not groups_booked.is_correction
            and minimums.account_id = groups_booked.account_id
            and minimums.usage_account_id = groups_booked.usage_account_id
            and minimums.side = groups_booked.side
            and minimums.charge_id = groups_booked.charge_id
            and minimums.currency = groups_booked.currency
            and minimums.is_posted = groups_booked.is_posted
            and minimums.service_period_start = groups_booked.service_period_start

),

groups_with_what_is_spread as (

    select
        groups_beside_their_minimum.*,
        coalesce(
            bool_or(groups_beside_their_minimum.line_type = 'usage' and groups_beside_their_minimum.quantity > 0) over (
                partition by
                    groups_beside_their_minimum.account_id, groups_beside_their_minimum.usage_account_id, groups_beside_their_minimum.side,
                    groups_beside_their_minimum.charge_id, groups_beside_their_minimum.currency, groups_beside_their_minimum.is_posted,
                    groups_beside_their_minimum.service_period_start, groups_beside_their_minimum.is_correction
            ) and groups_beside_their_minimum.minimum_minor is not null
            and (groups_beside_their_minimum.line_type = 'minimum' or groups_beside_their_minimum.quantity > 0),
            false
        ) as is_spread
    from groups_beside_their_minimum

)

select * from groups_with_what_is_spread
