-- What each contract took in each segment of its term, and what was left over there when all contracts were full:
-- that exceeds the one that began first.

with commits_to_allot as (

    select * from {{ ref('commits_to_allot') }}

),

commit_allotments as (

    select * from {{ ref('commit_allotments') }}

),

segments_left as (

    select
        commit_allotments.account_id,
        commit_allotments.currency,
        commit_allotments.segment_start,
        greatest(min(commit_allotments.left_minor), 0) as left_minor
    from commit_allotments
    group by commit_allotments.account_id, commit_allotments.currency, commit_allotments.segment_start

),

shares as (

    select
        commits_to_allot.contract_id,
        commits_to_allot.account_id,
        commits_to_allot.currency,
        commit_allotments.taken_before,
        commit_allotments.taken_minor,
        case
            when row_number() over (
                partition by commit_allotments.account_id, commit_allotments.currency, commit_allotments.segment_start
                order by commits_to_allot.standing
            ) = 1 then segments_left.left_minor
            else 0
        end as excess_minor,
        commit_allotments.period_start,
        commit_allotments.segment_start
    from commits_to_allot
    inner join commit_allotments
        on
            commit_allotments.account_id = commits_to_allot.account_id
            and commit_allotments.currency = commits_to_allot.currency
            and commit_allotments.standing = commits_to_allot.standing
    inner join segments_left
        on
            segments_left.account_id = commit_allotments.account_id
            and segments_left.currency = commit_allotments.currency
            and segments_left.segment_start = commit_allotments.segment_start
    where
        commit_allotments.segment_start >= commits_to_allot.starts_at
        and commit_allotments.segment_start < commits_to_allot.ends_at

)

select * from shares
