with build as (

    select * from {{ ref('stg_control__build') }}

),

credit_grants as (

    select * from {{ ref('stg_records__credit_grants') }}
    where known_until_build = 9223372036854775807

),

grant_accounts as (

    select * from {{ ref('grant_accounts') }}

),

grant_allotments as (

    select * from {{ ref('grant_allotments') }}

),

burnt as (

    select grant_allotments.grant_id, sum(grant_allotments.taken_minor) as burnt_minor
    from grant_allotments
    where grant_allotments.grant_id is not null
    group by grant_allotments.grant_id

),

grants_with_their_state as (

    select
        credit_grants.*,
        coalesce(burnt.burnt_minor, 0) as burnt_minor,
        case
            when credit_grants.effective_at >= credit_grants.expires_at then 'withdrawn'
            when credit_grants.expires_at <= build.as_of then 'expired'
            when credit_grants.effective_at <= build.as_of then 'active'
            else 'pending'
        end as state
    from credit_grants
    inner join grant_accounts on grant_accounts.account_id = credit_grants.account_id
    cross join build
    left join burnt on burnt.grant_id = credit_grants.grant_id

),

grants as (

    select
        grants_with_their_state.grant_id,
        grants_with_their_state.account_id,
        grants_with_their_state.currency,
        grants_with_their_state.state,
        grants_with_their_state.priority,
        grants_with_their_state.amount_minor,
        grants_with_their_state.burnt_minor::bigint as burnt_minor,
        case
            when grants_with_their_state.state in ('active', 'pending')
                then grants_with_their_state.amount_minor - grants_with_their_state.burnt_minor
            else 0
        end::bigint as remaining_minor,
        case
            when grants_with_their_state.state = 'expired' then grants_with_their_state.amount_minor - grants_with_their_state.burnt_minor
            else 0
        end::bigint as expired_minor,
        grants_with_their_state.effective_at,
        grants_with_their_state.expires_at
    from grants_with_their_state

)

select * from grants
