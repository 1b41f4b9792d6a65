-- Usage that is not rated to its end, with the time it is about: what waits, what is still held, what no build has seen, and all of a parked account.

with unrated_usage as (

    select * from {{ source('current', 'unrated_usage') }}

),

usage_exceptions as (

    select * from {{ source('current', 'usage_exceptions') }}

),

usage_holdings as (

    select * from {{ source('current', 'usage_holdings') }}

),

usage_events as not materialized (

    select * from {{ source('raw', 'usage_events') }}

),

ingest_batches as (

    select * from {{ source('raw', 'ingest_batches') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

usage_parked as (

    select * from {{ ref('usage_parked') }}

),

usage_united as (

    select unrated_usage.account_id, unrated_usage.window_start as from_at, unrated_usage.window_end as until_at
    from unrated_usage

    union all

    select usage_events.account_id, usage_events.occurred_at as from_at, usage_events.occurred_at + interval '1 microsecond' as until_at
    from usage_exceptions
    inner join usage_events on usage_events.event_key = usage_exceptions.event_key
    where usage_exceptions.state = 'waiting'

    union all

    select usage_holdings.account_id, usage_holdings.started_at as from_at, usage_holdings.ended_at as until_at
    from usage_holdings
    where usage_holdings.is_open

    union all

    select usage_events.account_id, usage_events.occurred_at as from_at, usage_events.occurred_at + interval '1 microsecond' as until_at
    from ingest_batches
    inner join usage_events on usage_events.batch_id = ingest_batches.batch_id
    left join batches_taken on batches_taken.batch_id = ingest_batches.batch_id
    where
        ingest_batches.kind = 'usage'
        and batches_taken.batch_id is null

    union all

    select usage_parked.account_id, '-infinity'::timestamptz as from_at, 'infinity'::timestamptz as until_at
    from usage_parked

)

select * from usage_united
