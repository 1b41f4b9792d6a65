-- What is missing to the minimum of a charge when its period has ended, and the first tier's fee where there was no usage.

with minimum_terms as (

    select * from {{ ref('minimum_terms') }}

),

usage_totals as (

    select * from {{ ref('usage_totals') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

-- What has been held since an earlier period is no new record of this one, and it is used.
terms_beside_usage as (

    select
        minimum_terms.*,
        coalesce(usage_totals.amount_minor, 0) as usage_minor,
        coalesce(usage_totals.record_count > 0 or usage_totals.quantity <> 0, false) as has_usage,
        round(coalesce(minimum_terms.minimum_amount, 0) * power(10::numeric, currencies.minor_unit_exponent), 12) as minimum_exact,
        case
            when not coalesce(usage_totals.record_count > 0 or usage_totals.quantity <> 0, false) and minimum_terms.is_due_at_zero
                then round(coalesce(minimum_terms.first_fee, 0) * power(10::numeric, currencies.minor_unit_exponent), 12)
            else 0
        end as fee_exact
    from minimum_terms
    inner join currencies on currencies.currency_code = minimum_terms.currency
    left join usage_totals
        on
            usage_totals.account_id = minimum_terms.account_id
            and usage_totals.usage_account_id = minimum_terms.usage_account_id
            and usage_totals.side = minimum_terms.side
            and usage_totals.is_posted = minimum_terms.is_posted
            and usage_totals.service_period_start = minimum_terms.period_start
            and usage_totals.price_source = minimum_terms.price_source
            and usage_totals.price_scope is not distinct from minimum_terms.price_scope
            and usage_totals.meter = minimum_terms.meter
            and usage_totals.resource_type is not distinct from minimum_terms.resource_type
            and usage_totals.pricing_mode = minimum_terms.pricing_mode
            and usage_totals.currency = minimum_terms.currency

),

amounts_missing as (

    select
        terms_beside_usage.*,
        'zero_usage_fee' as line_type,
        terms_beside_usage.fee_exact as amount_exact
    from terms_beside_usage

    union all

    select
        terms_beside_usage.*,
        'minimum' as line_type,
        terms_beside_usage.minimum_exact - terms_beside_usage.usage_minor
        - book.rounded(terms_beside_usage.fee_exact, terms_beside_usage.rounding) as amount_exact
    from terms_beside_usage
    where terms_beside_usage.has_usage or terms_beside_usage.is_due_at_zero

),

minimums as (

    select
        amounts_missing.line_type,
        {{ book_id([
            "amounts_missing.price_source", "amounts_missing.price_scope", "amounts_missing.meter", "amounts_missing.resource_type",
            "amounts_missing.pricing_mode", "amounts_missing.currency",
        ]) }} as charge_id,
        amounts_missing.account_id,
        amounts_missing.usage_account_id,
        amounts_missing.side,
        amounts_missing.meter,
        amounts_missing.resource_type,
        amounts_missing.pricing_mode,
        amounts_missing.price_source,
        amounts_missing.price_scope,
        amounts_missing.currency,
        amounts_missing.price_id,
        amounts_missing.line_type as pricing_model,
        'charge' as unit,
        amounts_missing.rounding,
        1::numeric as quantity,
        amounts_missing.amount_exact,
        amounts_missing.is_posted,
        amounts_missing.period_start as window_start,
        amounts_missing.period_end as window_end,
        amounts_missing.period_start,
        amounts_missing.period_end,
        amounts_missing.booking_period_start
    from amounts_missing
    where amounts_missing.amount_exact > 0

)

select * from minimums
