-- A posting group in a booking period, in the words of FOCUS: category, service, SKU, unit of its prices, billing period, and money in major units.

with groups_booked as (

    select * from {{ ref('focus_groups') }}

),

meters as (

    select * from {{ source('current', 'meters') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

groups_with_their_meter as (

    select
        groups_booked.*,
        power(10::numeric, -currencies.minor_unit_exponent) as minor_unit,
        coalesce(meters.base_per_priced_unit, 1) as base_per_priced_unit,
        coalesce(meters.service_name, 'Plans and Fees') as service_name,
        coalesce(meters.service_category, 'Other') as service_category,
        coalesce(meters.service_subcategory, 'Other (Other)') as service_subcategory,
        coalesce(groups_booked.period_start, periods.period_start) as billing_period_start,
        coalesce(groups_booked.period_end, periods.period_end) as billing_period_end,
        case when groups_booked.line_type = 'usage' then coalesce(meters.priced_unit, 'Units') else 'Charges' end as pricing_unit,
        case
            when groups_booked.line_type in ('usage', 'commit_true_up') then 'Usage'
            when groups_booked.line_type in ('fee', 'zero_usage_fee') then 'Purchase'
            when groups_booked.line_type = 'one_off' and groups_booked.billed_minor >= 0 then 'Purchase'
            when groups_booked.line_type in ('one_off', 'discount') then 'Credit'
            else 'Adjustment'
        end as charge_category,
        case
            when groups_booked.line_type in ('usage', 'commit_true_up', 'commit_overage') then 'Usage-Based'
            when groups_booked.line_type = 'one_off' then 'One-Time'
            else 'Recurring'
        end as charge_frequency,
        case when groups_booked.line_type = 'commit_true_up' then groups_booked.price_scope end as commit_contract_id
    from groups_booked
    inner join currencies on currencies.currency_code = groups_booked.currency
    inner join periods
        on
            periods.account_id = groups_booked.account_id
            and periods.period_start = groups_booked.booking_period_start
    left join meters on meters.meter = groups_booked.meter

),

groups_described as (

    select
        groups_with_their_meter.*,
        concat_ws(
            '/',
            coalesce(groups_with_their_meter.meter, groups_with_their_meter.line_type), groups_with_their_meter.resource_type,
            case when groups_with_their_meter.meter is null then groups_with_their_meter.price_scope end,
            groups_with_their_meter.pricing_mode
        ) as sku_id,
        coalesce(groups_with_their_meter.meter, groups_with_their_meter.line_type) as sku_meter,
        jsonb_build_object('x_PricingMode', groups_with_their_meter.pricing_mode, 'x_PriceSource', groups_with_their_meter.price_source)
            as price_details,
        case
            when groups_with_their_meter.commit_contract_id is not null or groups_with_their_meter.pricing_mode = 'reserved' then 'Committed'
            when groups_with_their_meter.pricing_mode = 'spot' then 'Dynamic'
            else 'Standard'
        end as pricing_category,
        coalesce(
            groups_with_their_meter.document_description,
            concat_ws(
                ', ',
                case when groups_with_their_meter.line_type <> 'usage' then replace(groups_with_their_meter.line_type, '_', ' ') end,
                case when groups_with_their_meter.line_type <> 'usage' then groups_with_their_meter.price_scope end,
                case when groups_with_their_meter.meter is not null then groups_with_their_meter.service_name end,
                groups_with_their_meter.meter,
                groups_with_their_meter.resource_type
            )
        ) as description,
        -- Per base unit, in minor units: whole amounts over whole quantities, so what the product misses stands in the row of the rounding.
        case
            when groups_with_their_meter.is_volume
                then round(groups_with_their_meter.amount_exact::numeric(62, 24) / groups_with_their_meter.quantity, 24)
        end as volume_price,
        case
            when groups_with_their_meter.is_spread and groups_with_their_meter.line_type = 'usage'
                then round(groups_with_their_meter.minimum_minor::numeric(62, 24) / groups_with_their_meter.quantity, 24)
            else 0
        end as minimum_price
    from groups_with_their_meter

)

select * from groups_described
