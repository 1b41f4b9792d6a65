-- Of each charge in an ended period the price row in force at its end, if there is one and it asks for a minimum or a fee.

with minimum_candidates as (

    select * from {{ ref('minimum_candidates') }}

),

-- Two rows that overlap at the end are none, as for usage.
candidates_ranked as (

    select
        minimum_candidates.*,
        rank() over of_the_charge as standing,
        count(*) over (
            partition by
                minimum_candidates.account_id, minimum_candidates.usage_account_id, minimum_candidates.side, minimum_candidates.is_posted,
                minimum_candidates.price_source, minimum_candidates.price_scope, minimum_candidates.meter, minimum_candidates.resource_type,
                minimum_candidates.pricing_mode, minimum_candidates.period_start, minimum_candidates.applies_until
        ) as row_count
    from minimum_candidates
    window of_the_charge as (
        partition by
            minimum_candidates.account_id, minimum_candidates.usage_account_id, minimum_candidates.side, minimum_candidates.is_posted,
            minimum_candidates.price_source, minimum_candidates.price_scope, minimum_candidates.meter, minimum_candidates.resource_type,
            minimum_candidates.pricing_mode, minimum_candidates.period_start
        order by minimum_candidates.applies_until desc
    )

),

-- A plan price that a contract stands before prices no usage, and asks for nothing without it.
terms_in_force as (

    select
        candidates_ranked.*,
        candidates_ranked.is_due_without_usage
        and candidates_ranked.zero_usage_fee
        and not exists (
            select 1
            from minimum_candidates as contracts
            where
                candidates_ranked.price_source = 'plan'
                and contracts.price_source = 'contract'
                and contracts.account_id = candidates_ranked.account_id
                and contracts.usage_account_id = candidates_ranked.usage_account_id
                and contracts.side = candidates_ranked.side
                and contracts.period_start = candidates_ranked.period_start
                and contracts.meter = candidates_ranked.meter
                and contracts.pricing_mode = candidates_ranked.pricing_mode
                and (contracts.resource_type is null or contracts.resource_type = candidates_ranked.resource_type)
                and contracts.applies_until >= candidates_ranked.applies_until
        ) as is_due_at_zero
    from candidates_ranked
    where
        candidates_ranked.standing = 1
        and candidates_ranked.row_count = 1
        and (candidates_ranked.minimum_amount is not null or candidates_ranked.first_fee is not null)

)

select * from terms_in_force
