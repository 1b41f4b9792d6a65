with build as (

    select * from {{ ref('stg_control__build') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

parked_accounts as (

    select * from {{ ref('stg_current__parked_accounts') }}

),

accounts_parked_since as (

    select
        parked_accounts_planned.account_id,
        parked_accounts_planned.finding,
        parked_accounts_planned.reason,
        coalesce(parked_accounts.parked_by_build, build.build_number) as parked_by_build,
        coalesce(parked_accounts.since, build.as_of) as since
    from parked_accounts_planned
    cross join build
    left join parked_accounts
        on
            parked_accounts.account_id = parked_accounts_planned.account_id
            and parked_accounts.finding = parked_accounts_planned.finding

)

select * from accounts_parked_since
