-- Each balance in the currency the account is billed in, at the last rate dated before the day of the published build and at most 7 days old.
-- A view for reading: nothing is booked by it, and what has no rate is null with its reason. Rows are never added up.

with balances as (

    select * from {{ ref('balances') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

presentation_rates as (

    select * from {{ ref('presentation_rates') }}

),

newest_publication as (

    select
        cast(max(publications.as_of) at time zone 'UTC' as date) as as_of_date,
        max(publications.as_of) as as_of
    from {{ source('control', 'publications') }} as publications

),

balances_joined_to_rates as (

    select
        balances.account_id,
        balances.currency,
        accounts.currency as presentation_currency,
        presentation_rates.provider,
        presentation_rates.base_currency,
        presentation_rates.source_snapshot_id,
        presentation_rates.target_snapshot_id,
        balances.balance_minor,
        presentation_rates.source_rate,
        presentation_rates.target_rate,
        sources.minor_unit_exponent as source_exponent,
        targets.minor_unit_exponent as target_exponent,
        presentation_rates.rate_date,
        newest_publication.as_of_date,
        newest_publication.as_of
    from balances
    inner join accounts on accounts.account_id = balances.account_id
    cross join newest_publication
    left join currencies as sources on sources.currency_code = balances.currency
    left join currencies as targets on targets.currency_code = accounts.currency
    left join presentation_rates
        on
            presentation_rates.source_currency = balances.currency
            and presentation_rates.target_currency = accounts.currency

),

-- Through the base in one expression, of whole numbers: times the one rate, divided by the other, rounded once, half away from zero.
balances_presented as (

    select
        account_id,
        currency,
        presentation_currency,
        balance_minor,
        case
            when currency = presentation_currency then balance_minor
            else
                sign(cast(balance_minor as numeric)) * div(
                    2 * abs(balance_minor) * target_rate * power(10::numeric, target_exponent)
                    + source_rate * power(10::numeric, source_exponent),
                    2 * source_rate * power(10::numeric, source_exponent)
                )
        end as presented_exact,
        case
            when currency = presentation_currency then 'same_currency'
            when as_of_date is null or source_exponent is null or target_exponent is null then 'not_published'
            when provider is null then 'no_rate_in_7_days'
            when rate_date < as_of_date - 1 then 'last_known_rate'
            else 'rate_of_the_day_before'
        end as conversion_reason,
        provider as fx_provider,
        base_currency as fx_base_currency,
        source_snapshot_id as fx_source_snapshot_id,
        target_snapshot_id as fx_target_snapshot_id,
        source_rate as fx_source_rate,
        target_rate as fx_target_rate,
        rate_date as fx_rate_date,
        as_of
    from balances_joined_to_rates

)

-- A rate that nobody can mean is told, and hides no other balance.
select
    account_id,
    currency,
    presentation_currency,
    balance_minor,
    case when abs(presented_exact) < 9000000000000000000 then cast(presented_exact as bigint) end as presented_minor,
    case when abs(presented_exact) >= 9000000000000000000 then 'amount_out_of_range' else conversion_reason end as conversion_reason,
    fx_provider,
    fx_base_currency,
    fx_source_snapshot_id,
    fx_target_snapshot_id,
    fx_source_rate,
    fx_target_rate,
    fx_rate_date,
    as_of
from balances_presented
where {{ reader_may_see('balances_presented.account_id') }}
