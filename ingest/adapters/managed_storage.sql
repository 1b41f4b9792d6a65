-- Sizes of volumes, sampled from time to time, CSV: one line per volume and sample, in bytes. A size holds until the next sample; 0 bytes end it.
-- param source = managed_storage: who measured
with samples as (
    select volume_id, storage_class, tenant_id, project_id, submitter_id, region, size_bytes, sampled_at,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
)
select
    volume_id || '/' || sampled_at as event_id,
    getvariable('source') as source,
    case when coalesce(volume_id, '') = '' then 'sample without a volume_id' else 'level' end as event_kind,
    'storage_byte_hour' as meter,
    tenant_id as account_id,
    volume_id as resource_id,
    storage_class as resource_type,
    size_bytes as quantity,
    sampled_at as occurred_at,
    project_id,
    submitter_id,
    region,
from samples
