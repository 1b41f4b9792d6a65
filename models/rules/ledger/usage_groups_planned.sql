{{ config(indexes=[{'columns': ['posting_group_id'], 'unique': true}]) }}

-- Posting groups of usage in scope: those that usage comes to now, and those that the book has for it.

with price_timelines as (

    select * from {{ ref('price_timelines') }}

),

usage_lines_rated as (

    select * from {{ ref('usage_lines_rated') }}

),

posting_groups as not materialized (

    select * from {{ ref('stg_book__posting_groups') }}

),

usage_touches as (

    select * from {{ ref('usage_touches') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

groups_from_usage as (

    select distinct
        price_timelines.posting_group_id,
        price_timelines.charge_id,
        price_timelines.account_id,
        price_timelines.usage_account_id,
        price_timelines.side,
        'usage' as line_type,
        price_timelines.meter,
        price_timelines.price_resource_type as resource_type,
        price_timelines.pricing_mode,
        price_timelines.price_source,
        price_timelines.price_scope,
        price_timelines.currency,
        price_timelines.is_posted,
        price_timelines.period_start as service_period_start,
        price_timelines.period_end as service_period_end
    from price_timelines
    where
        price_timelines.posting_group_id in (select usage_lines_rated.posting_group_id from usage_lines_rated)
        and price_timelines.is_preview is not true

),

-- What the book has and the usage has no longer is planned too: at zero.
groups_from_book as (

    select distinct
        posting_groups.posting_group_id,
        posting_groups.charge_id,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.line_type,
        posting_groups.meter,
        posting_groups.resource_type,
        posting_groups.pricing_mode,
        posting_groups.price_source,
        posting_groups.price_scope,
        posting_groups.currency,
        posting_groups.is_posted,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from usage_touches
    inner join posting_groups
        on
            posting_groups.usage_account_id = usage_touches.account_id
            and posting_groups.meter = usage_touches.meter
            and posting_groups.service_period_start <= usage_touches.touched_until
            and posting_groups.service_period_end > usage_touches.touched_from
    inner join periods_planned
        on
            periods_planned.account_id = posting_groups.account_id
            and periods_planned.period_start = posting_groups.service_period_start
    where
        posting_groups.line_type = 'usage'
        and (
            usage_touches.is_from_usage
            or not periods_planned.is_closed
            or periods_planned.is_rerated
        )

),

groups_united as (

    select groups_from_usage.*, false as is_in_book
    from groups_from_usage
    where groups_from_usage.posting_group_id not in (select posting_groups.posting_group_id from posting_groups)

    union

    select groups_from_book.*, true as is_in_book
    from groups_from_book

)

select * from groups_united
