-- Allocation lifecycle of a GPU cloud, JSON lines: one line per change of state. `active` starts to bill, `released` and `release_failed` stop;
-- closing twice is harmless. Before an allocation is active it holds nothing: those lines are left out. Any other state is rejected.
-- An event's id is made of allocation, state and time, so an export that overlaps the last one lands nothing twice.
-- param source = gpu_allocations: who measured
with changes as (
    select
        json ->> 'allocation_id' as allocation_id,
        json ->> 'tenant_id' as tenant_id,
        json ->> 'project_id' as project_id,
        json ->> 'submitter_id' as submitter_id,
        json ->> 'reseller_id' as reseller_id,
        json ->> 'gpu_type' as gpu_type,
        json ->> 'gpu_count' as gpu_count,
        json ->> 'region' as region,
        json ->> 'pricing_mode' as pricing_mode,
        json -> 'pricing_snapshot' as pricing_snapshot,
        json ->> 'status' as status,
        json ->> 'changed_at' as changed_at,
        json ->> 'correlation_id' as correlation_id,
    from read_ndjson_objects(getvariable('path'))
)
select
    allocation_id || '/' || status || '/' || changed_at as event_id,
    getvariable('source') as source,
    case
        when coalesce(allocation_id, '') = '' then 'change without an allocation_id'
        when status = 'active' then 'start'
        when status in ('released', 'release_failed') then 'stop'
        -- What is no known state is passed on, to be rejected with its reason.
        else coalesce(status, 'change without a status')
    end as event_kind,
    'gpu_hour' as meter,
    tenant_id as account_id,
    allocation_id as resource_id,
    gpu_type as resource_type,
    case when status is distinct from 'released' and status is distinct from 'release_failed' then gpu_count end as quantity,
    changed_at as occurred_at,
    project_id,
    submitter_id,
    region,
    correlation_id,
    pricing_mode,
    pricing_snapshot,
    json_merge_patch('{}', json_object('status', status, 'reseller_id', reseller_id)) as attributes,
from changes
where status is null or status not in ('requested', 'queued', 'provisioning', 'releasing')
