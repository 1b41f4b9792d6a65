-- Credit grants, and what rated lines have burnt of them.

with credit_grants as (

    select * from {{ source('current', 'credit_grants') }}

),

grants_seen as (

    select
        credit_grants.grant_id,
        credit_grants.account_id,
        credit_grants.currency,
        credit_grants.state,
        credit_grants.priority,
        credit_grants.amount_minor,
        credit_grants.burnt_minor,
        credit_grants.remaining_minor,
        credit_grants.expired_minor,
        credit_grants.effective_at,
        credit_grants.expires_at
    from credit_grants
    where {{ reader_may_see('credit_grants.account_id') }}

)

select * from grants_seen
