with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

requests as (

    select * from {{ ref('stg_records__requests') }}

),

journal_entries as (

    select
        entries_planned.ledger_entry_id,
        entries_planned.build_number,
        entries_planned.entry_type,
        entries_planned.posting_group_id,
        entries_planned.entry_number,
        entries_planned.reference_type,
        entries_planned.reference_id,
        entries_planned.corrects_entry_id,
        entries_planned.usage_account_id,
        entries_planned.service_period_start,
        entries_planned.service_period_end,
        entries_planned.booking_period_start,
        entries_planned.booked_at,
        coalesce(requests.actor, 'tallyhouse') as actor,
        requests.reason,
        entries_planned.correlation_id
    from entries_planned
    left join requests
        on
            requests.action_id = entries_planned.reference_id
            and entries_planned.reference_type = 'action'

)

select * from journal_entries
