{{ config(materialized='view') }}

-- Closed periods in scope for which something has changed since the close: a record that held in them, or the code.
-- Only these are rated a second time, to say what an approved re-rating would come to.

with builds as (

    select * from {{ ref('stg_control__builds') }}

),

closed_periods_touched as (

    select * from {{ ref('closed_periods_touched') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

rating_record_versions as (

    select * from {{ ref('rating_record_versions') }}

),

versions_in_periods as (

    select
        closed_periods_touched.*,
        rating_record_versions.record_kind,
        rating_record_versions.record_name,
        -- A version counts in the part of the period that it holds in: the end of a price next year changes nothing last year.
        concat_ws(
            ' ', rating_record_versions.content,
            greatest(rating_record_versions.valid_from, closed_periods_touched.period_start),
            least(rating_record_versions.valid_to, closed_periods_touched.period_end)
        ) as content,
        rating_record_versions.known_from_build <= closed_periods_touched.closed_by_build_number as is_known_then,
        rating_record_versions.known_until_build = 9223372036854775807 as is_known_now
    from closed_periods_touched
    inner join rating_record_versions
        on
            rating_record_versions.valid_from < closed_periods_touched.period_end
            and rating_record_versions.valid_to > closed_periods_touched.period_start
            -- What stood then and stands now is the same; what came and went since the close never counted.
            and rating_record_versions.known_until_build > closed_periods_touched.closed_by_build_number
            and (rating_record_versions.known_from_build <= closed_periods_touched.closed_by_build_number)
            <> (rating_record_versions.known_until_build = 9223372036854775807)
            and coalesce(rating_record_versions.meter, closed_periods_touched.meter) = closed_periods_touched.meter
            and coalesce(rating_record_versions.currency, closed_periods_touched.currency) = closed_periods_touched.currency
            and (
                rating_record_versions.account_id is null
                or rating_record_versions.account_id in (closed_periods_touched.usage_account_id, closed_periods_touched.account_id)
            )
    where
        rating_record_versions.plan_id is null
        or rating_record_versions.plan_id in (closed_periods_touched.default_plan_id, closed_periods_touched.fallback_plan_id)
        or (closed_periods_touched.usage_account_id, rating_record_versions.plan_id) in (
            select subscriptions.account_id, subscriptions.plan_id from subscriptions
        )

),

what_has_changed as (

    select
        versions_in_periods.usage_account_id,
        versions_in_periods.meter,
        versions_in_periods.account_id,
        versions_in_periods.currency,
        versions_in_periods.record_kind || ' ' || versions_in_periods.record_name as changed_record,
        versions_in_periods.closed_by_build_number,
        versions_in_periods.period_start
    from versions_in_periods
    group by 1, 2, 3, 4, 5, 6, 7
    having
        max(versions_in_periods.content) filter (where versions_in_periods.is_known_then)
        is distinct from max(versions_in_periods.content) filter (where versions_in_periods.is_known_now)

    union

    select
        closed_periods_touched.usage_account_id,
        closed_periods_touched.meter,
        closed_periods_touched.account_id,
        closed_periods_touched.currency,
        'code or reference data' as changed_record,
        closed_periods_touched.closed_by_build_number,
        closed_periods_touched.period_start
    from closed_periods_touched
    inner join builds on builds.build_number = closed_periods_touched.closed_by_build_number
    where not builds.is_of_this_code

),

periods_changed as (

    select
        what_has_changed.usage_account_id,
        what_has_changed.meter,
        what_has_changed.account_id,
        what_has_changed.currency,
        string_agg(what_has_changed.changed_record, ', ' order by what_has_changed.changed_record collate "C") as changed_records,
        what_has_changed.closed_by_build_number,
        what_has_changed.period_start
    from what_has_changed
    group by 1, 2, 3, 4, 6, 7

)

select * from periods_changed
