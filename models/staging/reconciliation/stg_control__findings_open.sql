with finding_changes as (

    select * from {{ source('control', 'finding_changes') }}

),

-- A finding that went and came back is as old as its coming back.
changes_ranked as (

    select
        finding_changes.*,
        row_number() over (partition by finding_changes.finding_id order by finding_changes.build_number desc) as recency
    from finding_changes

),

findings_open as (

    select
        changes_ranked.finding_id,
        changes_ranked.check_name,
        changes_ranked.account_id,
        changes_ranked.subject,
        changes_ranked.build_number as first_seen_build,
        changes_ranked.seen_at as first_seen_at
    from changes_ranked
    where
        changes_ranked.recency = 1
        and changes_ranked.change = 'opened'

)

select * from findings_open
