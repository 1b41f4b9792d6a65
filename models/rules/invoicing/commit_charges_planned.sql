-- What is missing to a commit when its term has ended, in the period that holds the end; and the surcharge on what exceeds it, where it does.

with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

commit_periods as (

    select * from {{ ref('commit_periods') }}

),

commit_shares as (

    select * from {{ ref('commit_shares') }}

),

charge_periods as (

    select * from {{ ref('charge_periods') }}

),

taken as (

    select commit_shares.contract_id, sum(commit_shares.taken_minor) as taken_minor
    from commit_shares
    group by commit_shares.contract_id

),

excess as (

    select commit_shares.contract_id, commit_shares.period_start, sum(commit_shares.excess_minor) as excess_minor
    from commit_shares
    group by commit_shares.contract_id, commit_shares.period_start

),

amounts_of_periods as (

    select
        commits_to_allot.contract_id,
        commit_periods.period_start,
        'commit_true_up' as line_type,
        commits_to_allot.amount_minor - coalesce(taken.taken_minor, 0) as amount_exact
    from commits_to_allot
    inner join commit_periods
        on
            commit_periods.contract_id = commits_to_allot.contract_id
            and commit_periods.period_start < commits_to_allot.ends_at
            and commit_periods.period_end >= commits_to_allot.ends_at
    left join taken on taken.contract_id = commits_to_allot.contract_id
    where
        commits_to_allot.has_true_up
        and commits_to_allot.is_ended

    union all

    select
        commits_to_allot.contract_id,
        commit_periods.period_start,
        'commit_overage' as line_type,
        (commits_to_allot.overage_multiplier - 1) * excess.excess_minor as amount_exact
    from commits_to_allot
    inner join commit_periods on commit_periods.contract_id = commits_to_allot.contract_id
    inner join excess
        on
            excess.contract_id = commits_to_allot.contract_id
            and excess.period_start = commit_periods.period_start

),

commit_charges as (

    select
        amounts_of_periods.line_type,
        {{ book_id(["amounts_of_periods.line_type", "amounts_of_periods.contract_id"]) }} as charge_id,
        commits_to_allot.account_id,
        commits_to_allot.account_id as usage_account_id,
        'retail' as side,
        null as meter,
        null as resource_type,
        null as pricing_mode,
        'commit' as price_source,
        commits_to_allot.contract_id as price_scope,
        commits_to_allot.currency,
        null as price_id,
        amounts_of_periods.line_type as pricing_model,
        'charge' as unit,
        'half_away' as rounding,
        1::numeric as quantity,
        round(amounts_of_periods.amount_exact, 12) as amount_exact,
        commits_to_allot.is_posted,
        charge_periods.period_start as window_start,
        charge_periods.period_end as window_end,
        charge_periods.period_start,
        charge_periods.period_end,
        charge_periods.booking_period_start
    from amounts_of_periods
    inner join commits_to_allot on commits_to_allot.contract_id = amounts_of_periods.contract_id
    inner join charge_periods
        on
            charge_periods.account_id = commits_to_allot.account_id
            and charge_periods.period_start = amounts_of_periods.period_start
    where amounts_of_periods.amount_exact <> 0

)

select * from commit_charges
