-- What each gate said in each build, and how the build ended: the evidence of a release.

with gate_results as (

    select * from {{ source('control', 'gate_results') }}

),

builds as (

    select * from {{ source('control', 'builds') }}

),

build_outcomes as (

    select * from {{ source('control', 'build_outcomes') }}

),

gate_results_with_their_build as (

    select
        gate_results.build_number,
        gate_results.gate,
        gate_results.status,
        gate_results.failure_count,
        gate_results.message,
        builds.kind as build_kind,
        coalesce(build_outcomes.status, 'open') as build_status,
        builds.code_hash,
        builds.seed_hash,
        builds.as_of,
        builds.started_at
    from gate_results
    inner join builds on builds.build_number = gate_results.build_number
    left join build_outcomes on build_outcomes.build_number = gate_results.build_number
    where {{ reader_may_see('null') }}

)

select * from gate_results_with_their_build
