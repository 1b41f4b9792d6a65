with builds as (

    select * from {{ source('control', 'builds') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

newest_build as (

    select *
    from builds
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
        coalesce(
            newest_build.code_hash <> newest_publication.code_hash
            or newest_build.seed_hash <> newest_publication.seed_hash,
            true
        ) as is_planned_whole,
        newest_build.as_of,
        coalesce(newest_publication.as_of, '1990-01-01Z'::timestamptz) as published_as_of
    from newest_build
    left join newest_publication on true

)

select * from newest_build_with_what_it_follows
