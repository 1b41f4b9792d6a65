-- Usage that waits for somebody to do something, by account and kind: revenue that nobody sees.

with usage_waiting as (

    select * from {{ ref('usage_waiting') }}

),

-- What is held counts in the window in which it begins, and that one may be rated: what waits of it is a record all the same.
resources_waiting as (

    select
        usage_waiting.account_id,
        usage_waiting.subject,
        usage_waiting.reason_code,
        greatest(sum(usage_waiting.record_count), 1) as record_count
    from usage_waiting
    group by
        usage_waiting.account_id, usage_waiting.subject, usage_waiting.reason_code, usage_waiting.resource_id, usage_waiting.pricing_mode

),

offenders as (

    select
        'usage_to_rated' as check_name,
        resources_waiting.account_id,
        resources_waiting.subject,
        resources_waiting.reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        sum(resources_waiting.record_count) as record_count
    from resources_waiting
    group by resources_waiting.account_id, resources_waiting.subject, resources_waiting.reason_code

)

select * from offenders
