with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

requests as (

    select * from {{ ref('stg_records__requests') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

-- Who asked for it, and why: what nobody asked for is the house's own.
askers as (

    select
        'action' as reference_type,
        requests.action_id as reference_id,
        false as is_of_a_void,
        requests.actor,
        requests.reason
    from requests

    union all

    select
        'invoice' as reference_type,
        documents_planned.invoice_id::text as reference_id,
        false as is_of_a_void,
        documents_planned.actor,
        documents_planned.reason
    from documents_planned

    union all

    select
        'invoice' as reference_type,
        invoice_voids_planned.invoice_id::text as reference_id,
        true as is_of_a_void,
        invoice_voids_planned.actor,
        invoice_voids_planned.reason
    from invoice_voids_planned

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
        coalesce(askers.actor, 'tallyhouse') as actor,
        askers.reason,
        entries_planned.correlation_id
    from entries_planned
    left join askers
        on
            askers.reference_type = entries_planned.reference_type
            and askers.reference_id = entries_planned.reference_id
            and askers.is_of_a_void = (entries_planned.corrects_entry_id is not null and entries_planned.reference_type = 'invoice')

)

select * from journal_entries
