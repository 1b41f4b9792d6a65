-- Line by line what candidate prices change; lines that stay the same are left out.

with shadow_lines as (

    select * from {{ source('control', 'shadow_lines') }}

),

shadow_runs as (

    select * from {{ source('control', 'shadow_runs') }}

),

lines_with_their_run as (

    select
        shadow_runs.run_number,
        shadow_runs.scenario,
        shadow_lines.*
    from shadow_lines
    inner join shadow_runs on shadow_runs.build_number = shadow_lines.build_number
    where {{ reader_may_see('null') }}

)

select * from lines_with_their_run
