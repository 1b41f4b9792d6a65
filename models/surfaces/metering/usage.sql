-- Every usage record that landed and what became of it. What was rejected is in quarantine and has no row here.

with usage_events as (

    select * from {{ ref('usage_events_judged') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

meters as (

    select * from {{ source('current', 'meters') }}

),

usage_records as (

    select
        usage_events.event_key as usage_record_id,
        usage_events.account_id,
        usage_events.meter,
        usage_events.resource_id,
        usage_events.resource_type,
        usage_events.started_at,
        usage_events.stopped_at as ended_at,
        usage_events.quantity_used as quantity,
        meters.base_unit as unit,
        case
            when usage_events.exception_state is not null then usage_events.exception_state
            when usage_events.reason is not null then 'waiting'
            when usage_events.is_free or usage_events.quantity is null then 'free'
            else 'billed'
        end as state,
        usage_events.reason,
        usage_events.project_id,
        usage_events.submitter_id,
        usage_events.route_id,
        usage_events.region,
        accounts.reseller_account_id,
        -- What the reseller pays is his own business.
        case
            when {{ reader_may_see('coalesce(accounts.reseller_account_id, usage_events.account_id)') }} then usage_events.pricing_snapshot
            else usage_events.pricing_snapshot - 'wholesale_unit_price'
        end as pricing_snapshot,
        usage_events.correlation_id,
        usage_events.batch_id,
        usage_events.source,
        usage_events.event_id,
        usage_events.event_kind,
        usage_events.pricing_mode,
        usage_events.parent_resource_id,
        usage_events.is_open,
        coalesce(usage_events.exception_state, 'free') = 'free'
        and coalesce(usage_events.reason, '') not in ('not_yet_built', 'account_parked', 'taken_back') as is_counted,
        usage_events.replaces_event_key as replaces_usage_record_id,
        usage_events.occurred_at
    from usage_events
    left join meters on meters.meter = usage_events.meter
    left join accounts on accounts.account_id = usage_events.account_id
    where {{ reader_may_see('usage_events.account_id') }}

)

select * from usage_records
