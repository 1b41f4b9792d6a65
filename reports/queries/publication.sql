-- The build that readers see, and the newest build after it that was not published: failed, abandoned, or still running.
with publications as (

    select
        builds.build_number,
        builds.as_of,
        builds.published_at,
        builds.code_hash,
        builds.seal_head
    from operations.builds
    where builds.published_at is not null
    order by builds.build_number desc
    limit 1

),

newer_builds as (

    select
        builds.build_number,
        builds.status,
        builds.reason
    from operations.builds
    where
        builds.kind = 'build'
        and builds.status in ('failed', 'abandoned', 'open')

)

select
    publications.build_number,
    publications.as_of,
    publications.published_at,
    publications.code_hash,
    publications.seal_head,
    newer_builds.build_number as newer_build_number,
    newer_builds.status as newer_build_status,
    newer_builds.reason as newer_build_reason
from publications
left join newer_builds on newer_builds.build_number > publications.build_number
order by newer_builds.build_number desc nulls last
limit 1
