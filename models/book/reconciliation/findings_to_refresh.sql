-- Every finding with who answers for it, what to do, and its age at the build's as_of.

with build as (

    select * from {{ ref('stg_control__build') }}

),

findings_planned as (

    select * from {{ ref('findings_planned') }}

),

findings_open as (

    select * from {{ ref('stg_control__findings_open') }}

),

reason_codes as (

    select * from {{ ref('reason_codes') }}

),

closed_period_differences as (

    select * from {{ ref('closed_period_differences') }}

),

finding_owners as (

    select * from {{ ref('finding_owners') }}

),

age_buckets as (

    select * from {{ ref('age_buckets') }}

),

findings_identified as (

    select
        findings_planned.*,
        {{ book_id(["findings_planned.check_name", "findings_planned.account_id", "findings_planned.subject", "findings_planned.reason_code"]) }}
            as finding_id
    from findings_planned

),

findings_with_their_remedy as (

    select
        findings_identified.finding_id,
        findings_identified.check_name,
        findings_identified.account_id,
        findings_identified.subject,
        findings_identified.reason_code,
        findings_identified.reason_code || ': ' || coalesce(reason_codes.reason, '') || coalesce(closed_period_differences.details, '') as reason,
        coalesce(reason_codes.remedy, '') || coalesce(closed_period_differences.command, '') as remedy,
        coalesce(finding_owners.owner, 'billing_engineering') as owner,
        findings_identified.currency,
        findings_identified.record_count::bigint as record_count,
        findings_identified.amount_minor as amount_exact,
        case when abs(findings_identified.amount_minor) < 9000000000000000000 then findings_identified.amount_minor::bigint end as amount_minor,
        findings_identified.parks_account,
        findings_identified.approver,
        findings_identified.exception_reason,
        findings_identified.expires_on,
        coalesce(findings_open.first_seen_build, build.build_number) as first_seen_build,
        coalesce(findings_open.first_seen_at, build.as_of) as first_seen_at,
        build.as_of - coalesce(findings_open.first_seen_at, build.as_of) as age
    from findings_identified
    cross join build
    left join reason_codes on reason_codes.reason_code = findings_identified.reason_code
    left join closed_period_differences
        on
            findings_identified.check_name = 'closed_periods_to_records'
            and closed_period_differences.account_id = findings_identified.account_id
            and closed_period_differences.subject = findings_identified.subject
    left join finding_owners on finding_owners.stage = reason_codes.stage
    left join findings_open on findings_open.finding_id = findings_identified.finding_id

),

findings_with_their_age as (

    select
        findings_with_their_remedy.finding_id,
        findings_with_their_remedy.check_name,
        findings_with_their_remedy.account_id,
        findings_with_their_remedy.subject,
        findings_with_their_remedy.reason_code,
        findings_with_their_remedy.reason,
        findings_with_their_remedy.remedy,
        findings_with_their_remedy.owner,
        age_buckets.age_bucket,
        findings_with_their_remedy.currency,
        findings_with_their_remedy.record_count,
        findings_with_their_remedy.amount_exact,
        findings_with_their_remedy.amount_minor,
        findings_with_their_remedy.parks_account,
        findings_with_their_remedy.approver,
        findings_with_their_remedy.exception_reason,
        findings_with_their_remedy.expires_on,
        findings_with_their_remedy.first_seen_build,
        findings_with_their_remedy.first_seen_at
    from findings_with_their_remedy
    inner join age_buckets
        on
            findings_with_their_remedy.age >= age_buckets.from_days * interval '1 day'
            and findings_with_their_remedy.age < age_buckets.until_days * interval '1 day'

)

select * from findings_with_their_age
