with builds as (

    select * from {{ source('control', 'builds') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

shadow_runs as (

    select * from {{ source('control', 'shadow_runs') }}

),

build_outcomes as (

    select * from {{ source('control', 'build_outcomes') }}

),

-- A shadow build that has ended leaves no trace in what is planned after it.
newest_build as (

    select builds.*
    from builds
    left join build_outcomes on build_outcomes.build_number = builds.build_number
    where
        builds.kind <> 'shadow'
        or build_outcomes.build_number is null
    order by builds.build_number desc
    limit 1

),

newest_publication as (

    select
        publications.build_number,
        publications.as_of,
        builds.code_hash,
        builds.seed_hash
    from publications
    inner join builds on builds.build_number = publications.build_number
    order by publications.build_number desc
    limit 1

),

-- Parameters are columns of the build row: no clock, no environment and no argument reaches a model.
newest_build_with_what_it_follows as (

    select
        newest_build.build_number,
        coalesce(newest_publication.build_number, 0) as published_build_number,
        -- What readers see is what a candidate is compared with: batches of later builds stay out.
        case
            when newest_build.kind = 'shadow' then coalesce(newest_publication.build_number, 0)
            else newest_build.build_number
        end as sees_until_build,
        coalesce(
            newest_build.kind = 'shadow'
            or newest_build.code_hash <> newest_publication.code_hash
            or newest_build.seed_hash <> newest_publication.seed_hash,
            true
        ) as is_planned_whole,
        newest_build.kind = 'shadow' as is_shadow,
        shadow_runs.account_ids is not null as is_of_some_accounts,
        newest_build.as_of,
        coalesce(newest_publication.as_of, '1990-01-01Z'::timestamptz) as published_as_of,
        shadow_runs.from_at as shadow_from,
        shadow_runs.until_at as shadow_until
    from newest_build
    left join newest_publication on true
    left join shadow_runs on shadow_runs.build_number = newest_build.build_number

)

select * from newest_build_with_what_it_follows
