-- Records of which the last published build knew more than their own time: held until then, or not counted as they are.

with usage_holdings as (

    select * from {{ source('current', 'usage_holdings') }}

),

usage_exceptions as (

    select * from {{ source('current', 'usage_exceptions') }}

),

records_united as (

    select
        usage_holdings.usage_record_id,
        usage_holdings.account_id,
        usage_holdings.meter,
        true as is_counted,
        usage_holdings.is_open,
        usage_holdings.ended_at as held_until
    from usage_holdings

    union all

    select
        usage_exceptions.event_key as usage_record_id,
        usage_exceptions.account_id,
        usage_exceptions.meter,
        usage_exceptions.state = 'free' and usage_exceptions.reason <> 'taken_back' as is_counted,
        false as is_open,
        null as held_until
    from usage_exceptions

)

select * from records_united
