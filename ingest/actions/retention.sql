-- The newest summary of a period, and whether a review of it is on its way or done.
with newest_summaries as (
    select
        usage_summary_proofs.account_id,
        usage_summary_proofs.period_start,
        usage_summary_proofs.build_number
    from book.usage_summary_proofs
    where
        usage_summary_proofs.account_id = %(account_id)s
        and to_char(usage_summary_proofs.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') = %(reference)s
    order by usage_summary_proofs.summary_number desc
    limit 1
)

select exists (
    select
    from raw.actions
    left join control.build_batches on build_batches.batch_id = actions.batch_id
    where
        actions.kind = 'retention_review'
        and actions.account_id = %(account_id)s
        and actions.reference = %(reference)s
        and coalesce(build_batches.build_number > newest_summaries.build_number, true)
        and not exists (
            select
            from raw.actions as decisions
            where
                decisions.reference = actions.action_id
                and decisions.kind = 'reject'
        )
) as is_asked_for
from newest_summaries;
