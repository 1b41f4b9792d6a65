-- The Azure LLM inference traces of 2023: one row per request, two events (tokens in, tokens out). Times are UTC without saying so.
-- param account_id: the account that used it
-- param resource_type (optional): what kind of model is priced, such as gpt-4o
-- param source = azure_llm: who measured
with requests as (
    select
        "TIMESTAMP" as requested_at,
        "ContextTokens" as context_tokens,
        "GeneratedTokens" as generated_tokens,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',')
)
select
    null as event_id,
    getvariable('source') as source,
    'quantity' as event_kind,
    tokens.meter,
    getvariable('account_id') as account_id,
    getvariable('resource_type') as resource_type,
    tokens.quantity,
    replace(requests.requested_at, ' ', 'T') || 'Z' as occurred_at,
from requests
cross join lateral (values ('token_input', requests.context_tokens), ('token_output', requests.generated_tokens)) as tokens (meter, quantity)
