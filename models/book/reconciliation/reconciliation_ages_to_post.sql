-- What does not match, by its age at the build's as_of: findings since they were first seen, money at the provider since it was captured.

with build as (

    select * from {{ ref('stg_control__build') }}

),

findings_to_refresh as (

    select * from {{ ref('findings_to_refresh') }}

),

usage_unmatched as (

    select * from {{ ref('usage_unmatched') }}

),

clearing_items_judged as (

    select * from {{ ref('clearing_items_judged') }}

),

age_buckets as (

    select * from {{ ref('age_buckets') }}

),

unmatched_united as (

    -- Usage and money at the provider stand for themselves below; what somebody answers for matches.
    select
        findings_to_refresh.check_name,
        coalesce(findings_to_refresh.currency, '') as currency,
        findings_to_refresh.record_count,
        abs(coalesce(findings_to_refresh.amount_exact, 0)) as amount_unmatched,
        findings_to_refresh.first_seen_at as since
    from findings_to_refresh
    where
        findings_to_refresh.check_name not in ('usage_to_rated', 'clearing_to_payouts')
        and findings_to_refresh.approver is null

    union all

    select
        'usage_to_rated' as check_name,
        '' as currency,
        usage_unmatched.record_count,
        0 as amount_unmatched,
        usage_unmatched.since
    from usage_unmatched

    union all

    select
        'clearing_to_payouts' as check_name,
        clearing_items_judged.currency,
        1 as record_count,
        abs(clearing_items_judged.open_minor) as amount_unmatched,
        clearing_items_judged.since
    from clearing_items_judged
    left join findings_to_refresh
        on
            findings_to_refresh.check_name = 'clearing_to_payouts'
            and findings_to_refresh.currency = clearing_items_judged.currency
            and findings_to_refresh.reason_code = clearing_items_judged.reason_code
    where findings_to_refresh.approver is null

),

ages as (

    select
        build.build_number,
        unmatched_united.check_name,
        unmatched_united.currency,
        age_buckets.age_bucket,
        sum(unmatched_united.record_count)::bigint as unmatched,
        least(sum(unmatched_united.amount_unmatched), 9000000000000000000)::bigint as amount_unmatched_minor,
        min(unmatched_united.since) as oldest_since
    from unmatched_united
    cross join build
    inner join age_buckets
        on
            greatest(build.as_of - unmatched_united.since, interval '0') >= age_buckets.from_days * interval '1 day'
            and greatest(build.as_of - unmatched_united.since, interval '0') < age_buckets.until_days * interval '1 day'
    group by build.build_number, unmatched_united.check_name, unmatched_united.currency, age_buckets.age_bucket

)

select * from ages
