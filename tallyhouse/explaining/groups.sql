-- The posting groups: what their lines sum to, what is posted.
with sums as (

    select
        rated_usage.posting_group_id,
        min(rated_usage.account_id) as account_id,
        min(rated_usage.currency) as currency,
        bool_and(rated_usage.is_posted) as is_posted,
        min(rated_usage.period_start) as period_start,
        min(rated_usage.period_end) as period_end,
        count(*) as line_count,
        sum(rated_usage.amount_exact) as amount_exact
    from billing.rated_usage
    where rated_usage.posting_group_id = any(%(groups)s::uuid[])
    group by rated_usage.posting_group_id

)

select
    sums.*,
    coalesce((
        select -sum(ledger_entries.amount_minor)
        from billing.ledger_entries
        where ledger_entries.posting_group_id = sums.posting_group_id
    ), 0)::bigint as posted_minor,
    count(*) over () as total_count
from sums
order by sums.posting_group_id
limit %(cap)s
