create table oracle.meters as
select distinct
    'm' || cases.base_per_priced_unit as meter,
    cases.base_per_priced_unit
from oracle.cases;

create table oracle.currencies as
select distinct
    cases.currency as currency_code,
    cases.exponent as minor_unit_exponent
from oracle.cases;

create table oracle.stg_records__price_tiers as
select
    tiers.case_id::text as price_id,
    tiers.case_id as batch_id,
    tiers.tier_no,
    tiers.up_to,
    tiers.unit_price,
    tiers.flat_fee
from oracle.tiers;

create table oracle.price_rows_with_their_tiers as
select
    md5(cases.case_id::text)::uuid as record_key,
    cases.case_id as batch_id,
    1 as row_number,
    cases.case_id::text as price_id,
    null::text as plan_id,
    null::text as account_id,
    'm' || cases.base_per_priced_unit as meter,
    null::text as resource_type,
    'on_demand' as pricing_mode,
    cases.currency,
    cases.model,
    cases.unit_price,
    cases.per_units,
    cases.free_units,
    cases.package_size,
    cases.package_rounding,
    cases.flat_fee,
    cases.maximum_amount,
    null::numeric as event_fee,
    null::numeric as event_minimum,
    null::numeric as event_maximum,
    cases.quantity_multiple,
    cases.quantity_rounding,
    cases.rounding,
    cases.case_id as tier_batch_id,
    1::bigint as terms_known_from_build,
    9223372036854775807 as terms_known_until_build,
    true as is_complete,
    false as is_candidate,
    '1990-01-01Z'::timestamptz as valid_from,
    '9999-12-31Z'::timestamptz as valid_to
from oracle.cases;
