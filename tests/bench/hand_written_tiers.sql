-- The yardstick of the first build at size: the script of `hand_written.sql` for one catalogue price in three tiers, which run over an account's month.
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

positioned as (
    select
        hours.*,
        encode(substring(sha256(convert_to(hours.account_id || '|' || hours.meter || '|' || hours.month_start, 'UTF8')) from 1 for 16), 'hex')::uuid as group_id,
        sum(hours.quantity) over (partition by hours.account_id, hours.meter, hours.month_start order by hours.hour_start, hours.resource_id, hours.resource_type) as quantity_after
    from hours
),

tiers as (
    select
        prices.meter, prices.price_id, prices.per_units, price_tiers.unit_price,
        coalesce(lag(price_tiers.up_to) over (partition by prices.price_id order by price_tiers.tier_no), 0) as starts_at,
        price_tiers.up_to as ends_at
    from raw.prices
    inner join raw.price_tiers on price_tiers.price_id = prices.price_id
),

rated as (
    select
        positioned.account_id, positioned.meter, positioned.resource_id, positioned.resource_type, positioned.hour_start, positioned.month_start,
        positioned.quantity, positioned.record_count, positioned.group_id, tiers.price_id,
        encode(
            substring(sha256(convert_to(positioned.group_id || '|' || positioned.resource_id || '|' || positioned.resource_type || '|' || positioned.hour_start, 'UTF8')) from 1 for 16),
            'hex'
        )::uuid as line_id,
        round(sum(greatest(least(positioned.quantity_after, tiers.ends_at) - tiers.starts_at, 0) * tiers.unit_price) * 100 / tiers.per_units, 12)
        - round(sum(greatest(least(positioned.quantity_after - positioned.quantity, tiers.ends_at) - tiers.starts_at, 0) * tiers.unit_price) * 100 / tiers.per_units, 12) as amount
    from positioned
    inner join tiers on tiers.meter = positioned.meter
    group by
        positioned.account_id, positioned.meter, positioned.resource_id, positioned.resource_type, positioned.hour_start, positioned.month_start,
        positioned.quantity, positioned.record_count, positioned.group_id, tiers.price_id, tiers.per_units
)

select
    rated.line_id, 1, 1, rated.group_id, rated.hour_start, rated.hour_start + interval '1 hour', rated.month_start,
    rated.quantity, rated.quantity, rated.amount, rated.amount, rated.record_count, 'token', rated.price_id, 'graduated', rated.resource_id, rated.resource_type
from rated;
