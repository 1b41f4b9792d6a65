-- The build that readers see, and the newest build after it that ended without being published.
with publications as (

    select distinct
        reconciliation.build_number,
        reconciliation.as_of,
        reconciliation.published_at
    from finance.reconciliation
    where reconciliation.is_newest_build

),

builds as (

    select distinct
        gate_results.build_number,
        gate_results.build_status,
        gate_results.code_hash
    from operations.gate_results

)

select
    publications.build_number,
    publications.as_of,
    publications.published_at,
    published_builds.code_hash,
    newer_builds.build_number as newer_build_number,
    newer_builds.build_status as newer_build_status
from publications
left join builds as published_builds on published_builds.build_number = publications.build_number
left join builds as newer_builds
    on
        newer_builds.build_number > publications.build_number
        and newer_builds.build_status in ('failed', 'abandoned')
order by newer_builds.build_number desc nulls last
limit 1
