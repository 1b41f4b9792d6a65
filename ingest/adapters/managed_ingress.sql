-- Access log of managed ingress, CSV: one line per request, added up per tenant, project, route, kind of access and slice of time into requests and
-- bytes. `attributes` tells how many lines an event is made of, what they add up to, and who called, as salted hashes (the first 100 in order).
-- An event's id holds the file's name: a longer file of that name is in conflict with what stands, so that no request bills twice.
-- A line that cannot be counted is passed on alone, to be rejected. No address is let through, whatever field it stands in.
-- param salt (secret): what client addresses are hashed with; the same one keeps hashes comparable
-- param minutes = 60: how long a slice is; 30 or 15 where a billing time zone is not on the whole hour
-- param source = managed_ingress: who measured
with requests as (
    select
        regexp_replace(
            columns(c -> c in ('requested_at', 'tenant_id', 'project_id', 'route', 'auth', 'bytes_sent')),
            '[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*|([0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}', '(an address)', 'g'
        ),
        left(sha256(concat(length(getvariable('salt')), ':', getvariable('salt'), lower(trim(client_ip)))), 32) as client,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
),
judged as (
    select
        *,
        case auth when 'api-bearer' then 'api_bearer' when 'browser' then 'browser' end as resource_type,
        case when regexp_full_match(bytes_sent, '[0-9]{1,18}') then bytes_sent::hugeint end as byte_count,
        case
            when regexp_full_match(requested_at, '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})')
                then time_bucket(
                    case
                        when getvariable('minutes') in ('15', '30', '60') then to_minutes(getvariable('minutes')::integer)
                        else error('minutes must be 15, 30 or 60')
                    end,
                    try_cast(requested_at as timestamptz)
                )
        end as slice,
    from requests
),
sorted as (
    select
        *,
        case
            when coalesce(tenant_id, '') = '' then 'request without a tenant_id'
            when coalesce(route, '') = '' then 'request without a route'
            when resource_type is null then concat('request of an unknown kind: ', auth)
            when byte_count is null then concat('request without a number of bytes: ', bytes_sent)
            when slice is null then concat('request without a time and offset: ', requested_at)
        end as problem,
    from judged
),
gathered as (
    select
        tenant_id,
        project_id,
        route,
        resource_type,
        slice,
        count(*) as request_count,
        sum(byte_count) as byte_count,
        count(distinct client) as client_count,
        list_slice(list_sort(list(distinct client)), 1, 100) as clients,
    from sorted
    where problem is null
    group by tenant_id, project_id, route, resource_type, slice
),
measured as (
    select 'quantity' as event_kind, 'ingress_request' as meter, request_count::varchar as quantity, * exclude (byte_count) from gathered
    union all
    select 'quantity', 'ingress_byte', byte_count::varchar, * exclude (byte_count) from gathered
)
select
    json_array(getvariable('file_name'), meter, tenant_id, project_id, route, resource_type, strftime(slice, '%Y-%m-%dT%H:%M:%SZ'))::varchar as event_id,
    getvariable('source') as source,
    event_kind,
    meter,
    tenant_id as account_id,
    route as resource_id,
    resource_type,
    quantity,
    strftime(slice, '%Y-%m-%dT%H:%M:%SZ') as occurred_at,
    project_id,
    route as route_id,
    json_object('source_rows', request_count, 'source_total', quantity, 'client_count', client_count, 'clients', clients)::varchar as attributes,
from measured
union all
select
    null,
    getvariable('source'),
    problem,
    'ingress_request',
    tenant_id,
    route,
    coalesce(resource_type, auth),
    '1',
    requested_at,
    project_id,
    route,
    json_object('bytes_sent', bytes_sent, 'client', client)::varchar,
from sorted
where problem is not null
