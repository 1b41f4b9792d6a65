-- What this build sees for the first time, and what it sees no more.

with build as (

    select * from {{ ref('stg_control__build') }}

),

findings_to_refresh as (

    select * from {{ ref('findings_to_refresh') }}

),

findings_open as (

    select * from {{ ref('stg_control__findings_open') }}

),

changes as (

    select
        coalesce(findings_to_refresh.finding_id, findings_open.finding_id) as finding_id,
        build.build_number,
        case when findings_open.finding_id is null then 'opened' else 'gone' end as change,
        coalesce(findings_to_refresh.check_name, findings_open.check_name) as check_name,
        coalesce(findings_to_refresh.account_id, findings_open.account_id) as account_id,
        coalesce(findings_to_refresh.subject, findings_open.subject) as subject,
        build.as_of as seen_at
    from findings_to_refresh
    full join findings_open on findings_open.finding_id = findings_to_refresh.finding_id
    cross join build
    where findings_open.finding_id is null or findings_to_refresh.finding_id is null

)

select * from changes
