with usage_summary_proofs as (

    select * from {{ source('book', 'usage_summary_proofs') }}

),

proofs_ranked as (

    select
        usage_summary_proofs.*,
        rank() over (
            partition by usage_summary_proofs.account_id, usage_summary_proofs.period_start
            order by usage_summary_proofs.summary_number desc
        ) as recency
    from usage_summary_proofs

),

newest_proofs as (

    select
        proofs_ranked.account_id,
        proofs_ranked.meter,
        proofs_ranked.raw_events_hash,
        proofs_ranked.summary_number,
        proofs_ranked.raw_event_count,
        proofs_ranked.raw_quantity_sum,
        proofs_ranked.period_start,
        proofs_ranked.period_end
    from proofs_ranked
    where proofs_ranked.recency = 1

)

select * from newest_proofs
