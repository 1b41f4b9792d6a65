-- The newest summary of each period, over its meters.

with usage_summary_proofs as (

    select * from {{ source('book', 'usage_summary_proofs') }}

),

proofs_summed as (

    select
        usage_summary_proofs.account_id,
        usage_summary_proofs.period_start,
        usage_summary_proofs.summary_number,
        usage_summary_proofs.build_number as summarised_by_build,
        sum(usage_summary_proofs.raw_event_count)::bigint as event_count,
        sum(usage_summary_proofs.personal_value_count)::bigint as personal_value_count,
        row_number() over (
            partition by usage_summary_proofs.account_id, usage_summary_proofs.period_start order by usage_summary_proofs.summary_number desc
        ) as recency
    from usage_summary_proofs
    group by
        usage_summary_proofs.account_id, usage_summary_proofs.period_start, usage_summary_proofs.summary_number,
        usage_summary_proofs.build_number

)

select * from proofs_summed
where proofs_summed.recency = 1
