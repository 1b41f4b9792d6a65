{{ config(materialized='ephemeral') }}

-- Periods whose events are not what their newest summary stands for: each is summarised whole, under the next number.

with usage_of_old_periods as (

    select * from {{ ref('usage_of_old_periods') }}

),

usage_summary_proofs as (

    select * from {{ ref('stg_book__usage_summary_proofs') }}

),

periods_with_their_number as (

    select
        usage_of_old_periods.account_id,
        coalesce(max(newest_proofs.summary_number), 0) + 1 as summary_number,
        usage_of_old_periods.period_start,
        usage_of_old_periods.period_end,
        bool_and(same_proofs.meter is not null) as is_summarised
    from usage_of_old_periods
    left join usage_summary_proofs as same_proofs
        on
            same_proofs.account_id = usage_of_old_periods.account_id
            and same_proofs.period_start = usage_of_old_periods.period_start
            and same_proofs.meter = usage_of_old_periods.meter
            and same_proofs.raw_events_hash = usage_of_old_periods.events_hash
    left join usage_summary_proofs as newest_proofs
        on
            newest_proofs.account_id = usage_of_old_periods.account_id
            and newest_proofs.period_start = usage_of_old_periods.period_start
    group by usage_of_old_periods.account_id, usage_of_old_periods.period_start, usage_of_old_periods.period_end

)

select
    periods_with_their_number.account_id,
    periods_with_their_number.summary_number,
    periods_with_their_number.period_start,
    periods_with_their_number.period_end
from periods_with_their_number
where not periods_with_their_number.is_summarised
