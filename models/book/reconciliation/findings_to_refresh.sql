with build as (

    select * from {{ ref('stg_control__build') }}

),

findings_planned as (

    select * from {{ ref('findings_planned') }}

),

findings as (

    select * from {{ ref('stg_current__findings') }}

),

reason_codes as (

    select * from {{ ref('reason_codes') }}

),

closed_period_differences as (

    select * from {{ ref('closed_period_differences') }}

),

findings_identified as (

    select
        findings_planned.*,
        {{ book_id([
            "findings_planned.check_name", "findings_planned.account_id", "findings_planned.subject", "findings_planned.reason_code",
        ]) }} as finding_id
    from findings_planned

),

findings_with_their_remedy as (

    select
        findings_identified.finding_id,
        findings_identified.check_name,
        findings_identified.account_id,
        findings_identified.subject,
        findings_identified.reason_code || ': ' || coalesce(reason_codes.reason, '') || coalesce(closed_period_differences.details, '') as reason,
        coalesce(reason_codes.remedy, '') || coalesce(closed_period_differences.command, '') as remedy,
        findings_identified.currency,
        case when abs(findings_identified.amount_minor) < 9000000000000000000 then findings_identified.amount_minor::bigint end as amount_minor,
        findings_identified.parks_account,
        coalesce(findings.first_seen_at, build.as_of) as first_seen_at
    from findings_identified
    cross join build
    left join reason_codes on reason_codes.reason_code = findings_identified.reason_code
    left join closed_period_differences
        on
            findings_identified.check_name = 'closed_periods_to_records'
            and closed_period_differences.account_id = findings_identified.account_id
            and closed_period_differences.subject = findings_identified.subject
    left join findings on findings.finding_id = findings_identified.finding_id

)

select * from findings_with_their_remedy
