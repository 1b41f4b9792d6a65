-- What each f of `cases` is made of: parts (a factor and a price each, as whole numbers) over one divisor. Reads the tables `cases` and `tiers`
-- of texts with fixed decimals (money 18, quantities 9), so that a number is its digits. Quantities below 8e28 base units, also where a
-- tier end, a multiple or free units are brought into base units; beyond, DuckDB stops with an overflow.
create or replace view moments as

with moments_parsed as (

    select
        case_id,
        model,
        package_rounding,
        quantity_rounding,
        exponent::integer as exponent,
        base_per_priced_unit::hugeint as base_per_priced_unit,
        case
            when model = 'package' then 1::hugeint
            when model in ('percentage', 'graduated_percentage') then base_per_priced_unit::hugeint
            else base_per_priced_unit::hugeint * per_units::hugeint
        end as divisor,
        coalesce(replace(unit_price, '.', '')::hugeint, 0::hugeint) as unit_price,
        coalesce(replace(flat_fee, '.', '')::hugeint, 0::hugeint) as flat_fee,
        replace(maximum_amount, '.', '')::hugeint as maximum_amount,
        replace(free_units, '.', '')::hugeint * base_per_priced_unit::hugeint as free_quantity,
        replace(package_size, '.', '')::hugeint * base_per_priced_unit::hugeint as package_quantity,
        replace(quantity_multiple, '.', '')::hugeint * base_per_priced_unit::hugeint as step,
        unnest(['before', 'after']) as moment,
        replace(unnest([quantity_before, quantity_after]), '.', '')::hugeint as quantity
    from cases

),

moments_stepped as (

    select
        *,
        case quantity_rounding
            when 'ceiling' then (quantity + step - 1::hugeint) // step * step
            when 'floor' then quantity // step * step
            when 'half_up' then (2::hugeint * quantity + step) // (2::hugeint * step) * step
            when 'none' then quantity
        end as stepped
    from moments_parsed

)

select
    *,
    greatest(0::hugeint, stepped - free_quantity) as charged
from moments_stepped;

create or replace view parts as

with tiers_bounded as (

    select
        tiers.case_id,
        replace(tiers.unit_price, '.', '')::hugeint as unit_price,
        coalesce(replace(tiers.flat_fee, '.', '')::hugeint, 0::hugeint) as flat_fee,
        replace(tiers.up_to, '.', '')::hugeint * cases.base_per_priced_unit::hugeint as upper_end,
        coalesce(
            lag(replace(tiers.up_to, '.', '')::hugeint) over (partition by tiers.case_id order by tiers.tier_no::integer), 0::hugeint
        ) * cases.base_per_priced_unit::hugeint as lower_end
    from tiers
    inner join cases on cases.case_id = tiers.case_id

),

tiers_entered as (

    select
        moments.case_id,
        moments.moment,
        moments.divisor,
        tiers_bounded.unit_price,
        tiers_bounded.flat_fee,
        case
            when moments.model = 'volume' then moments.charged
            else least(moments.charged, coalesce(tiers_bounded.upper_end, moments.charged)) - tiers_bounded.lower_end
        end as quantity
    from moments
    inner join tiers_bounded on tiers_bounded.case_id = moments.case_id
    where
        moments.charged > tiers_bounded.lower_end
        and (moments.model != 'volume' or tiers_bounded.upper_end is null or moments.charged <= tiers_bounded.upper_end)

),

packages_counted as (

    select
        *,
        (charged + case package_rounding when 'up' then package_quantity - 1::hugeint else 0::hugeint end) // package_quantity as packages
    from moments
    where model = 'package'

)

select case_id, moment, charged as factor, unit_price as price from moments where model in ('per_unit', 'percentage')
union all
select case_id, moment, packages * 1000000000::hugeint, unit_price from packages_counted
union all
select case_id, moment, quantity, unit_price from tiers_entered
union all
select case_id, moment, divisor * 1000000000::hugeint, flat_fee from tiers_entered
union all
select case_id, moment, divisor * 1000000000::hugeint, flat_fee from moments where charged > 0 and model != 'package'
union all
-- Where no package counts, nothing is charged, its fee included.
select case_id, moment, divisor * 1000000000::hugeint, flat_fee from packages_counted where packages > 0
union all
-- Half of the last decimal that is kept: cutting what is left rounds half away from zero.
select case_id, moment, divisor, 5::hugeint * ('1' || repeat('0', 14 - exponent))::hugeint from moments;
