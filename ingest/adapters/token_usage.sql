-- Token usage of model requests, JSON lines: one line per request. Prompt tokens that came from the cache have a meter of their own and are taken
-- off the others; a request with more cached than prompt tokens has its input rejected. Requests without cached tokens give no cached event.
-- param source = token_usage: who measured
with requests as (
    select
        json ->> 'request_id' as request_id,
        json ->> 'created_at' as created_at,
        json ->> 'tenant_id' as tenant_id,
        json ->> 'project_id' as project_id,
        json ->> 'submitter_id' as submitter_id,
        json ->> 'model' as model,
        json ->> 'region' as region,
        json ->> 'correlation_id' as correlation_id,
        json ->> '$.usage.prompt_tokens' as prompt_tokens,
        coalesce(json ->> '$.usage.cached_tokens', '0') as cached_tokens,
        json ->> '$.usage.completion_tokens' as completion_tokens,
    from read_ndjson_objects(getvariable('path'))
)
select
    requests.request_id || '/' || tokens.meter as event_id,
    getvariable('source') as source,
    case when coalesce(requests.request_id, '') = '' then 'usage without a request_id' else 'quantity' end as event_kind,
    tokens.meter,
    requests.tenant_id as account_id,
    requests.model as resource_id,
    requests.model as resource_type,
    tokens.quantity,
    requests.created_at as occurred_at,
    requests.project_id,
    requests.submitter_id,
    requests.region,
    requests.correlation_id,
from requests
cross join lateral (
    values
        (
            'token_input',
            case
                when regexp_full_match(requests.prompt_tokens, '[0-9]{1,18}') and regexp_full_match(requests.cached_tokens, '[0-9]{1,18}')
                    then (requests.prompt_tokens::bigint - requests.cached_tokens::bigint)::varchar
                -- What is no number is passed on, to be rejected with its reason.
                else requests.prompt_tokens || ' - ' || requests.cached_tokens
            end
        ),
        ('token_cached_input', requests.cached_tokens),
        ('token_output', requests.completion_tokens)
) as tokens (meter, quantity)
where tokens.meter <> 'token_cached_input' or tokens.quantity <> '0'
