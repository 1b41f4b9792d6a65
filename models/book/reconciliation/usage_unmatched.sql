{{ config(materialized='ephemeral') }}

-- Usage records that somebody has to be asked about, each once: what is resold waits on two sides, and one record may wait for two things.
-- A finding about usage that does not wait, such as a gap between two levels, stands for itself.

with usage_waiting as (

    select * from {{ ref('usage_waiting') }}

),

findings_unanswered as (

    select *
    from {{ ref('findings_to_refresh') }}
    where
        check_name = 'usage_to_rated'
        and approver is null

),

windows_counted as (

    select
        case when usage_waiting.subject is null then findings_unanswered.finding_id end as finding_id,
        usage_waiting.account_id,
        usage_waiting.meter,
        usage_waiting.resource_id,
        usage_waiting.resource_type,
        usage_waiting.pricing_mode,
        greatest(
            sum(usage_waiting.record_count) filter (where usage_waiting.side = 'wholesale'),
            sum(coalesce(usage_waiting.record_count, findings_unanswered.record_count)) filter (where usage_waiting.side is distinct from 'wholesale')
        ) as record_count,
        min(findings_unanswered.first_seen_at) as since
    from findings_unanswered
    left join usage_waiting
        on
            usage_waiting.account_id = findings_unanswered.account_id
            and usage_waiting.subject = findings_unanswered.subject
            and usage_waiting.reason_code = findings_unanswered.reason_code
    group by
        1,
        usage_waiting.account_id,
        usage_waiting.meter,
        usage_waiting.resource_id,
        usage_waiting.resource_type,
        usage_waiting.pricing_mode,
        usage_waiting.window_start,
        usage_waiting.window_end

),

-- As in rec_usage_waiting, what waits of something held is a record.
resources_counted as (

    select
        greatest(sum(windows_counted.record_count), 1) as record_count,
        min(windows_counted.since) as since
    from windows_counted
    group by
        windows_counted.finding_id,
        windows_counted.account_id,
        windows_counted.meter,
        windows_counted.resource_id,
        windows_counted.resource_type,
        windows_counted.pricing_mode

)

select * from resources_counted
