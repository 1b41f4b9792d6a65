with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

commit_shares as (

    select * from {{ ref('commit_shares') }}

),

shares_of_periods as (

    select
        commit_shares.contract_id,
        commit_shares.period_start,
        sum(commit_shares.taken_minor) as taken_minor,
        sum(commit_shares.excess_minor) as excess_minor
    from commit_shares
    group by commit_shares.contract_id, commit_shares.period_start

),

-- The surcharge is rounded once per period, as it is posted.
shares_summed as (

    select
        commits_to_allot.contract_id,
        sum(shares_of_periods.taken_minor) as taken_minor,
        sum(shares_of_periods.excess_minor) as excess_minor,
        sum(round((commits_to_allot.overage_multiplier - 1) * shares_of_periods.excess_minor)) as overage_minor
    from commits_to_allot
    inner join shares_of_periods on shares_of_periods.contract_id = commits_to_allot.contract_id
    group by commits_to_allot.contract_id

),

commits as (

    select
        commits_to_allot.contract_id,
        commits_to_allot.account_id,
        commits_to_allot.currency,
        commits_to_allot.amount_minor,
        coalesce(shares_summed.taken_minor, 0)::bigint as drawn_minor,
        (commits_to_allot.amount_minor - coalesce(shares_summed.taken_minor, 0))::bigint as remaining_minor,
        case
            when commits_to_allot.is_ended and commits_to_allot.has_true_up
                then commits_to_allot.amount_minor - coalesce(shares_summed.taken_minor, 0)
            else 0
        end::bigint as true_up_minor,
        coalesce(shares_summed.excess_minor, 0)::bigint as excess_minor,
        coalesce(shares_summed.overage_minor, 0)::bigint as overage_minor,
        commits_to_allot.overage_multiplier,
        commits_to_allot.has_true_up,
        commits_to_allot.is_ended,
        commits_to_allot.starts_at,
        commits_to_allot.ends_at
    from commits_to_allot
    left join shares_summed on shares_summed.contract_id = commits_to_allot.contract_id

)

select * from commits
