-- Contract by contract, each takes the first usage of its term that no earlier one has taken, until it is full: the same as line by line.

with recursive commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

commit_spend as (

    select * from {{ ref('commit_spend') }}

),

segments_summed as (

    select
        commit_spend.account_id,
        commit_spend.currency,
        commit_spend.period_start,
        commit_spend.segment_start,
        sum(commit_spend.amount_minor) as spent_minor
    from commit_spend
    group by commit_spend.account_id, commit_spend.currency, commit_spend.period_start, commit_spend.segment_start

),

allotted as (

    select
        segments_summed.account_id,
        segments_summed.currency,
        null::text as contract_id,
        0::bigint as standing,
        0::numeric as taken_before,
        0::numeric as taken_minor,
        segments_summed.spent_minor as left_minor,
        segments_summed.period_start,
        segments_summed.segment_start
    from segments_summed

    union all

    select
        taken.account_id,
        taken.currency,
        taken.contract_id,
        taken.standing,
        taken.taken_before,
        taken.taken_minor,
        taken.left_minor - taken.taken_minor as left_minor,
        taken.period_start,
        taken.segment_start
    from (
        select
            allotted.account_id,
            allotted.currency,
            commits_to_allot.contract_id,
            commits_to_allot.standing,
            allotted.taken_before + allotted.taken_minor as taken_before,
            allotted.left_minor,
            allotted.period_start,
            allotted.segment_start,
            case
                when allotted.segment_start >= commits_to_allot.starts_at and allotted.segment_start < commits_to_allot.ends_at
                    then greatest(
                        0,
                        least(
                            allotted.left_minor,
                            commits_to_allot.amount_minor - coalesce(
                                sum(
                                    case
                                        when
                                            allotted.segment_start >= commits_to_allot.starts_at
                                            and allotted.segment_start < commits_to_allot.ends_at
                                            then allotted.left_minor
                                        else 0
                                    end
                                ) over (
                                    partition by allotted.account_id, allotted.currency
                                    order by allotted.segment_start
                                    rows between unbounded preceding and 1 preceding
                                ),
                                0
                            )
                        )
                    )
                else 0
            end as taken_minor
        from allotted
        inner join commits_to_allot
            on
                commits_to_allot.account_id = allotted.account_id
                and commits_to_allot.currency = allotted.currency
                and commits_to_allot.standing = allotted.standing + 1
    ) as taken

)

select * from allotted
