-- Commit contracts and how far usage has filled them.

with commits as (

    select * from {{ source('current', 'commits') }}

),

commits_seen as (

    select
        commits.contract_id,
        commits.account_id,
        commits.currency,
        commits.amount_minor,
        commits.drawn_minor,
        commits.remaining_minor,
        commits.true_up_minor,
        commits.excess_minor,
        commits.overage_minor,
        commits.overage_multiplier,
        commits.has_true_up,
        commits.is_ended,
        commits.starts_at,
        commits.ends_at
    from commits
    where {{ reader_may_see('commits.account_id') }}

)

select * from commits_seen
