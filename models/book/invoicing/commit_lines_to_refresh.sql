-- The contract that a line begins to fill; what exceeds all of them counts towards the one that began first.

with commit_spend as (

    select * from {{ ref('commit_spend') }}

),

commit_shares as (

    select * from {{ ref('commit_shares') }}

),

lines_joined_to_shares as (

    select
        commit_spend.rated_line_id,
        commit_spend.account_id,
        commit_shares.contract_id as commit_contract_id,
        row_number() over (
            partition by commit_spend.rated_line_id
            order by
                case
                    when
                        commit_shares.taken_before <= commit_spend.spent_before
                        and commit_shares.taken_before + commit_shares.taken_minor > commit_spend.spent_before
                        then 1
                    when commit_shares.excess_minor > 0 then 2
                    else 3
                end,
                commit_shares.contract_id collate "C"
        ) as standing
    from commit_spend
    inner join commit_shares
        on
            commit_shares.account_id = commit_spend.account_id
            and commit_shares.currency = commit_spend.currency
            and commit_shares.segment_start = commit_spend.segment_start
    where commit_spend.amount_minor > 0

)

select
    lines_joined_to_shares.rated_line_id,
    lines_joined_to_shares.account_id,
    lines_joined_to_shares.commit_contract_id
from lines_joined_to_shares
where lines_joined_to_shares.standing = 1
