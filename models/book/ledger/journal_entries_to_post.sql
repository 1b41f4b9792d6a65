with entries_planned as (

    select * from {{ ref('entries_planned') }}

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
        'tallyhouse' as actor,
        null::text as reason,
        entries_planned.correlation_id
    from entries_planned

)

select * from journal_entries
