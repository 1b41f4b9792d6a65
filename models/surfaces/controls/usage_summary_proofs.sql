-- The proof of each summary: what the events of an account, meter and period came to, and what their summary comes to.

with usage_summary_proofs as (

    select * from {{ source('book', 'usage_summary_proofs') }}

),

proofs as (

    select
        usage_summary_proofs.account_id,
        usage_summary_proofs.meter,
        usage_summary_proofs.summary_number,
        usage_summary_proofs.raw_event_count,
        usage_summary_proofs.summary_event_count,
        usage_summary_proofs.raw_quantity_sum,
        usage_summary_proofs.summary_quantity_sum,
        usage_summary_proofs.personal_value_count,
        usage_summary_proofs.raw_events_hash,
        usage_summary_proofs.build_number,
        usage_summary_proofs.raw_event_count = usage_summary_proofs.summary_event_count
        and usage_summary_proofs.raw_quantity_sum = usage_summary_proofs.summary_quantity_sum as is_equal,
        usage_summary_proofs.summary_number = max(usage_summary_proofs.summary_number) over (
            partition by usage_summary_proofs.account_id, usage_summary_proofs.period_start
        ) as is_newest,
        usage_summary_proofs.period_start,
        usage_summary_proofs.period_end
    from usage_summary_proofs
    where {{ reader_may_see('usage_summary_proofs.account_id') }}

)

select * from proofs
