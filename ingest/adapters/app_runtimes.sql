-- App instances that run on an allocation, CSV: one line per instance and run, the end empty while it runs. Each line is a start, and a stop once
-- it has an end: a later export brings the stop, and the start that it repeats is a duplicate. Without a number of replicas it is one.
-- param source = app_runtimes: who measured
with runs as (
    select
        instance_id,
        app,
        tenant_id,
        project_id,
        submitter_id,
        allocation_id,
        region,
        replicas,
        started_at,
        stopped_at,
        correlation_id,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
)
select
    runs.instance_id || '/' || ends.event_kind || '/' || ends.occurred_at as event_id,
    getvariable('source') as source,
    case when coalesce(runs.instance_id, '') = '' then 'run without an instance_id' else ends.event_kind end as event_kind,
    'app_runtime_hour' as meter,
    runs.tenant_id as account_id,
    runs.instance_id as resource_id,
    runs.app as resource_type,
    ends.quantity,
    ends.occurred_at,
    runs.project_id,
    runs.submitter_id,
    runs.region,
    runs.correlation_id,
    runs.allocation_id as parent_resource_id,
from runs
cross join lateral (
    values ('start', coalesce(nullif(runs.replicas, ''), '1'), runs.started_at), ('stop', null, runs.stopped_at)
) as ends (event_kind, quantity, occurred_at)
where ends.event_kind = 'start' or coalesce(ends.occurred_at, '') <> ''
