-- Usage of closed periods as it would stand if single events gave way to it: the newest summary of each period.

with usage_summaries as (

    select * from {{ source('book', 'usage_summaries') }}

),

numbers_of_periods as (

    select
        usage_summary_proofs.account_id,
        usage_summary_proofs.period_start,
        max(usage_summary_proofs.summary_number) as summary_number
    from {{ source('book', 'usage_summary_proofs') }} as usage_summary_proofs
    group by usage_summary_proofs.account_id, usage_summary_proofs.period_start

),

newest_summaries as (

    select
        usage_summaries.usage_summary_id,
        usage_summaries.account_id,
        usage_summaries.meter,
        usage_summaries.event_kind,
        usage_summaries.resource_type,
        usage_summaries.pricing_mode,
        usage_summaries.project_id,
        usage_summaries.route_id,
        usage_summaries.region,
        usage_summaries.summary_number,
        usage_summaries.event_count,
        usage_summaries.quantity_sum as landed_quantity,
        usage_summaries.build_number,
        usage_summaries.period_start,
        usage_summaries.period_end,
        usage_summaries.first_occurred_at,
        usage_summaries.last_occurred_at
    from usage_summaries
    inner join numbers_of_periods
        on
            numbers_of_periods.account_id = usage_summaries.account_id
            and numbers_of_periods.period_start = usage_summaries.period_start
            and numbers_of_periods.summary_number = usage_summaries.summary_number
    where {{ reader_may_see('usage_summaries.account_id') }}

)

select * from newest_summaries
