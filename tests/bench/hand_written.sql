-- What one would write by hand for one catalogue price per meter: aggregate by hour, price, and insert the lines. No periods in other time
-- zones, no replacements, no late usage, no journal, no checks: the yardstick of the first build.
create schema hand;
create table hand.rated_lines (like book.rated_lines);
alter table hand.rated_lines add primary key (rated_line_id, revision);

insert into hand.rated_lines (
    rated_line_id, revision, build_number, posting_group_id, window_start, window_end, booking_period_start,
    quantity, quantity_change, amount_exact, amount_exact_change, record_count, unit, price_id, pricing_model, resource_id, resource_type
)
with hours as (
    select
        usage_events.account_id,
        usage_events.meter,
        usage_events.resource_id,
        usage_events.resource_type,
        date_trunc('hour', usage_events.occurred_at, 'UTC') as hour_start,
        date_trunc('month', usage_events.occurred_at, 'UTC') as month_start,
        sum(usage_events.quantity) as quantity,
        count(*) as record_count
    from raw.usage_events
    group by 1, 2, 3, 4, 5, 6
),

priced as (
    select
        hours.*,
        prices.price_id,
        prices.unit_price,
        prices.per_units,
        encode(substring(sha256(convert_to(hours.account_id || '|' || hours.meter || '|' || hours.month_start, 'UTF8')) from 1 for 16), 'hex')::uuid as group_id,
        sum(hours.quantity) over (partition by hours.account_id, hours.meter, hours.month_start order by hours.hour_start, hours.resource_id, hours.resource_type) as quantity_after
    from hours
    inner join raw.prices on prices.meter = hours.meter
),

rated as (
    select
        priced.*,
        encode(substring(sha256(convert_to(priced.group_id || '|' || priced.resource_id || '|' || priced.resource_type || '|' || priced.hour_start, 'UTF8')) from 1 for 16), 'hex')::uuid as line_id,
        round(priced.quantity_after * priced.unit_price * 100 / priced.per_units, 12)
        - round((priced.quantity_after - priced.quantity) * priced.unit_price * 100 / priced.per_units, 12) as amount
    from priced
)

select
    rated.line_id, 1, 1, rated.group_id, rated.hour_start, rated.hour_start + interval '1 hour', rated.month_start,
    rated.quantity, rated.quantity, rated.amount, rated.amount, rated.record_count, 'token', rated.price_id, 'per_unit', rated.resource_id, rated.resource_type
from rated;
