-- Jobs of a scheduler, CSV: one line per run of a job. A finished run is a span from start to end, however it ended; its state is kept.
-- Runs that wait or still run come again in a later export, and a run cancelled before it began used nothing: those lines are left out.
-- An event's id holds the start in UTC, however an export writes it: the same run twice is a duplicate, with another end a conflict.
-- param source = scheduler_jobs: who measured
with runs as (
    select job_id, partition_name, tenant_id, project_id, submitter_id, state, started_at, ended_at, allocation_id, correlation_id,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
)
select
    job_id || '/' || coalesce(strftime(try_cast(started_at as timestamptz), '%Y-%m-%dT%H:%M:%S.%fZ'), started_at) as event_id,
    getvariable('source') as source,
    case
        when coalesce(job_id, '') = '' then 'run without a job_id'
        when state in ('COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'OUT_OF_MEMORY', 'NODE_FAIL', 'PREEMPTED') then 'span'
        -- What is no known state is passed on, to be rejected with its reason.
        else coalesce(nullif(state, ''), 'run without a state')
    end as event_kind,
    'scheduler_job_second' as meter,
    tenant_id as account_id,
    job_id as resource_id,
    partition_name as resource_type,
    '1' as quantity,
    started_at as occurred_at,
    ended_at,
    project_id,
    submitter_id,
    correlation_id,
    allocation_id as parent_resource_id,
    json_object('state', state)::varchar as attributes,
from runs
where state is null or state not in ('PENDING', 'RUNNING', 'SUSPENDED', 'REQUEUED') and not (state = 'CANCELLED' and coalesce(started_at, '') = '')
