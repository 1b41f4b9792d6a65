with build as (

    select * from {{ ref('stg_control__build') }}

),

shadow_runs as (

    select * from {{ source('control', 'shadow_runs') }}

),

accounts_asked_for as (

    select unnest(shadow_runs.account_ids) as account_id
    from shadow_runs
    inner join build on build.build_number = shadow_runs.build_number

)

select * from accounts_asked_for
