-- Credit grants in the order in which they burn: lowest priority number, earliest expiry, earliest start, id.
-- One whose validity is empty was withdrawn and is not here.

with build as (

    select * from {{ ref('stg_control__build') }}

),

credit_grants as (

    select * from {{ ref('stg_records__credit_grants') }}

),

grant_accounts as (

    select * from {{ ref('grant_accounts') }}

),

grants_in_order as (

    select
        credit_grants.grant_id,
        credit_grants.account_id,
        credit_grants.currency,
        credit_grants.correlation_id,
        credit_grants.amount_minor,
        credit_grants.effective_at <= build.as_of as is_effective,
        credit_grants.expires_at <= build.as_of as is_expired,
        credit_grants.effective_at,
        credit_grants.expires_at,
        row_number() over (
            partition by credit_grants.account_id, credit_grants.currency
            order by credit_grants.priority, credit_grants.expires_at, credit_grants.effective_at, credit_grants.grant_id collate "C"
        ) as standing
    from credit_grants
    inner join grant_accounts on grant_accounts.account_id = credit_grants.account_id
    cross join build
    where
        credit_grants.known_until_build = 9223372036854775807
        and credit_grants.effective_at < credit_grants.expires_at

)

select * from grants_in_order
