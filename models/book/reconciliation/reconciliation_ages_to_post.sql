-- What does not match, by its age at the build's as_of: findings since they were first seen, money at the provider since it was captured.

with build as (

    select * from {{ ref('stg_control__build') }}

),

findings_to_refresh as (

    select * from {{ ref('findings_to_refresh') }}

),

clearing_items as (

    select * from {{ ref('clearing_items') }}

),

age_buckets as (

    select * from {{ ref('age_buckets') }}

),

unmatched_united as (

    select
        findings_to_refresh.check_name,
        case when findings_to_refresh.check_name = 'usage_to_rated' then '' else coalesce(findings_to_refresh.currency, '') end as currency,
        findings_to_refresh.age_bucket,
        findings_to_refresh.record_count,
        abs(coalesce(findings_to_refresh.amount_exact, 0)) as amount_unmatched,
        findings_to_refresh.first_seen_at as since
    from findings_to_refresh
    -- Money at the provider stands for itself below; what somebody answers for matches.
    where
        findings_to_refresh.check_name <> 'clearing_to_payouts'
        and findings_to_refresh.approver is null

    union all

    select
        'clearing_to_payouts' as check_name,
        clearing_items.currency,
        age_buckets.age_bucket,
        1 as record_count,
        abs(clearing_items.open_minor) as amount_unmatched,
        clearing_items.since
    from clearing_items
    cross join build
    inner join age_buckets
        on
            greatest(build.as_of - clearing_items.since, interval '0') >= age_buckets.from_days * interval '1 day'
            and greatest(build.as_of - clearing_items.since, interval '0') < age_buckets.until_days * interval '1 day'
    where clearing_items.open_minor <> 0

),

ages as (

    select
        build.build_number,
        unmatched_united.check_name,
        unmatched_united.currency,
        unmatched_united.age_bucket,
        sum(unmatched_united.record_count)::bigint as unmatched,
        least(sum(unmatched_united.amount_unmatched), 9000000000000000000)::bigint as amount_unmatched_minor,
        min(unmatched_united.since) as oldest_since
    from unmatched_united
    cross join build
    group by build.build_number, unmatched_united.check_name, unmatched_united.currency, unmatched_united.age_bucket

)

select * from ages
