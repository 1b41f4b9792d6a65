{{ config(materialized='ephemeral') }}

-- Approved write-offs, with whether they were booked.

with requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where
        kind = 'write_off'
        and decision = 'approve'

),

entries_beside_groups as (

    select * from {{ ref('stg_book__entries_beside_groups') }}

),

write_offs_approved as (

    select
        requests.action_id,
        requests.account_id,
        requests.currency,
        nullif(requests.reference, '') as reference,
        requests.amount_minor,
        entries_beside_groups.ledger_entry_id is not null as is_booked
    from requests
    left join entries_beside_groups
        on
            entries_beside_groups.reference_id = requests.action_id
            and entries_beside_groups.reference_type = 'action'

)

select * from write_offs_approved
