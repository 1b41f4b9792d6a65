with draft_lines_planned as (

    select * from {{ ref('draft_lines_planned') }}

),

meters as (

    select * from {{ ref('meters') }}

),

prices as (

    select * from {{ ref('stg_records__prices') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

draft_lines_to_tax as (

    select * from {{ ref('draft_lines_to_tax') }}

),

draft_tax_shares as (

    select * from {{ ref('draft_tax_shares') }}

),

lines_described as (

    select
        draft_tax_shares.invoice_line_id,
        draft_lines_planned.invoice_id,
        draft_lines_planned.posting_group_id,
        draft_lines_planned.account_id,
        draft_lines_planned.line_type,
        draft_lines_planned.meter,
        draft_lines_planned.resource_type,
        concat_ws(
            ', ',
            case draft_lines_planned.line_type
                when 'fee' then concat_ws(' ', 'Recurring fee of', draft_lines_planned.price_source, draft_lines_planned.price_scope)
                when 'minimum' then 'Missing to the minimum spend'
                when 'zero_usage_fee' then 'Fee of a period without usage'
                when 'plan_minimum' then 'Missing to the minimum of plan ' || draft_lines_planned.price_scope
                when 'plan_maximum' then 'Taken off above the maximum of plan ' || draft_lines_planned.price_scope
                when 'discount' then 'Discount ' || draft_lines_planned.price_scope
                when 'one_off' then actions.reason
                when 'commit_true_up' then 'Missing to commit ' || draft_lines_planned.price_scope
                when 'commit_overage' then 'Surcharge on usage above commit ' || draft_lines_planned.price_scope
            end,
            case when draft_lines_planned.line_type = 'fee' then draft_lines_planned.price_id end,
            coalesce(meters.service_name, draft_lines_planned.meter),
            draft_lines_planned.meter,
            draft_lines_planned.resource_type,
            nullif(draft_lines_planned.pricing_mode, 'on_demand'),
            case when draft_lines_planned.price_source = 'snapshot' then 'at the price agreed for the allocation' end,
            case
                when draft_lines_planned.usage_account_id <> draft_lines_planned.account_id
                    then 'used by ' || draft_lines_planned.usage_account_id
            end,
            case
                when draft_lines_planned.service_period_start <> draft_lines_planned.booking_period_start then 'correction of an earlier period'
                when draft_lines_planned.booking_period_start <> draft_lines_planned.period_start then 'of a document that was cancelled'
            end
        ) as description,
        draft_lines_planned.currency,
        draft_lines_planned.unit,
        draft_lines_planned.quantity::numeric(38, 9) as quantity,
        -- Of one priced unit, where a single price made the whole line.
        case
            when
                draft_lines_planned.line_type = 'usage' and coalesce(prices.flat_fee, 0) = 0 and prices.maximum_amount is null
                and prices.model in ('per_unit', 'percentage') and prices.free_units = 0 and prices.quantity_rounding = 'none'
                and coalesce(prices.event_fee, prices.event_minimum, prices.event_maximum) is null
                then round(prices.unit_price / prices.per_units, 18)
            when draft_lines_planned.line_type = 'fee' then prices.flat_fee
        end::numeric(38, 18) as unit_price,
        (draft_lines_planned.amount_minor - draft_tax_shares.tax_included_minor)::bigint as amount_minor,
        draft_lines_to_tax.tax_category,
        draft_tax_shares.tax_provider,
        draft_tax_shares.tax_transaction_id,
        draft_tax_shares.tax_rate_bp,
        draft_tax_shares.tax_minor,
        draft_tax_shares.tax_included_minor,
        draft_tax_shares.is_tax_included,
        draft_lines_planned.booking_period_start,
        draft_lines_planned.service_period_start,
        draft_lines_planned.service_period_end,
        draft_tax_shares.tax_calculated_at
    from draft_lines_planned
    inner join draft_lines_to_tax
        on
            draft_lines_to_tax.posting_group_id = draft_lines_planned.posting_group_id
            and draft_lines_to_tax.booking_period_start = draft_lines_planned.booking_period_start
    inner join draft_tax_shares
        on
            draft_tax_shares.posting_group_id = draft_lines_planned.posting_group_id
            and draft_tax_shares.booking_period_start = draft_lines_planned.booking_period_start
    left join meters on meters.meter = draft_lines_planned.meter
    left join actions on actions.action_id = draft_lines_planned.price_scope and draft_lines_planned.line_type = 'one_off'
    -- A closed draft keeps what it said, whatever became of the price since.
    left join prices
        on
            prices.price_id = draft_lines_planned.price_id
            and prices.known_from_build <= draft_lines_planned.known_by_build_number
            and prices.known_until_build > draft_lines_planned.known_by_build_number
    where draft_lines_planned.is_ended

)

select * from lines_described
