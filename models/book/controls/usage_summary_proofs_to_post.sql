-- What the events come to beside what their summary comes to, counted apart: a summary that lost one event is never posted.

with build as (

    select * from {{ ref('stg_control__build') }}

),

usage_of_old_periods as (

    select * from {{ ref('usage_of_old_periods') }}

),

periods_summarised_anew as (

    select * from {{ ref('periods_summarised_anew') }}

),

usage_summaries_to_post as (

    select * from {{ ref('usage_summaries_to_post') }}

),

summaries_summed as (

    select
        usage_summaries_to_post.account_id,
        usage_summaries_to_post.period_start,
        usage_summaries_to_post.meter,
        sum(usage_summaries_to_post.event_count) as event_count,
        sum(usage_summaries_to_post.quantity_sum) as quantity_sum
    from usage_summaries_to_post
    group by usage_summaries_to_post.account_id, usage_summaries_to_post.period_start, usage_summaries_to_post.meter

),

proofs as (

    select
        {{ book_id([
            "'usage_summary_proof'", "usage_of_old_periods.account_id", microseconds('usage_of_old_periods.period_start'),
            "periods_summarised_anew.summary_number", "usage_of_old_periods.meter",
        ]) }} as usage_summary_proof_id,
        build.build_number,
        usage_of_old_periods.account_id,
        periods_summarised_anew.summary_number,
        usage_of_old_periods.meter,
        usage_of_old_periods.event_count as raw_event_count,
        usage_of_old_periods.quantity_sum as raw_quantity_sum,
        coalesce(summaries_summed.event_count, 0)::bigint as summary_event_count,
        coalesce(summaries_summed.quantity_sum, 0) as summary_quantity_sum,
        usage_of_old_periods.personal_value_count,
        usage_of_old_periods.events_hash as raw_events_hash,
        usage_of_old_periods.period_start,
        usage_of_old_periods.period_end
    from usage_of_old_periods
    inner join periods_summarised_anew
        on
            periods_summarised_anew.account_id = usage_of_old_periods.account_id
            and periods_summarised_anew.period_start = usage_of_old_periods.period_start
    left join summaries_summed
        on
            summaries_summed.account_id = usage_of_old_periods.account_id
            and summaries_summed.period_start = usage_of_old_periods.period_start
            and summaries_summed.meter = usage_of_old_periods.meter
    cross join build

)

select * from proofs
