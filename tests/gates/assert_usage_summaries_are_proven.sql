-- If this fails, a summary would stand for more or less than the events whose place it is to take one day.

with usage_summaries_to_post as (

    select * from {{ ref('usage_summaries_to_post') }}

),

usage_summary_proofs_to_post as (

    select * from {{ ref('usage_summary_proofs_to_post') }}

)

select
    usage_summary_proofs_to_post.account_id,
    usage_summary_proofs_to_post.meter,
    usage_summary_proofs_to_post.period_start
from usage_summary_proofs_to_post
where
    usage_summary_proofs_to_post.raw_event_count <> usage_summary_proofs_to_post.summary_event_count
    or usage_summary_proofs_to_post.raw_quantity_sum <> usage_summary_proofs_to_post.summary_quantity_sum

union all

select
    usage_summaries_to_post.account_id,
    usage_summaries_to_post.meter,
    usage_summaries_to_post.period_start
from usage_summaries_to_post
left join usage_summary_proofs_to_post
    on
        usage_summary_proofs_to_post.account_id = usage_summaries_to_post.account_id
        and usage_summary_proofs_to_post.period_start = usage_summaries_to_post.period_start
        and usage_summary_proofs_to_post.meter = usage_summaries_to_post.meter
where usage_summary_proofs_to_post.account_id is null
