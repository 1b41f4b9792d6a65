-- Counters of network interfaces, CSV: one line per interface and reading, bytes sent since the counter began. The increase bills; a counter that
-- falls has begun anew. What was received is not billed, and not read.
-- param source = network_counters: who measured
with readings as (
    select interface_id, vm_id, tenant_id, project_id, region, tx_bytes, read_at,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
)
select
    interface_id || '/' || read_at as event_id,
    getvariable('source') as source,
    case when coalesce(interface_id, '') = '' then 'reading without an interface_id' else 'reading' end as event_kind,
    'network_egress_byte' as meter,
    tenant_id as account_id,
    interface_id as resource_id,
    tx_bytes as quantity,
    read_at as occurred_at,
    project_id,
    region,
    vm_id as parent_resource_id,
from readings
