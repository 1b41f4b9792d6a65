-- What accounts hold right now: app instances are what runs on something else, allocations everything that does not.

with usage_holdings as (

    select * from {{ source('current', 'usage_holdings') }}

),

usage_events as (

    select * from {{ source('raw', 'usage_events') }}

),

resources as (

    select
        usage_holdings.account_id,
        array_agg(distinct usage_holdings.resource_id) filter (where usage_events.parent_resource_id is null) as allocations,
        array_agg(distinct usage_holdings.resource_id) filter (where usage_events.parent_resource_id is not null) as app_instances
    from usage_holdings
    inner join usage_events on usage_events.event_key = usage_holdings.usage_record_id
    where
        usage_holdings.is_open
        and usage_holdings.resource_id is not null
    group by usage_holdings.account_id

)

select * from resources
