{{ config(materialized='view') }}

-- One additive entry for each approved request, once: no rule looks at it again, and so no later build undoes it.

with requests_judged as (

    select * from {{ ref('requests_judged') }}

),

entry_types as (

    select * from {{ ref('entry_types') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

action_entries as (

    select
        {{ book_id(["'action'", "requests_judged.action_id"]) }} as ledger_entry_id,
        requests_judged.entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        'action' as reference_type,
        requests_judged.action_id as reference_id,
        requests_judged.corrects_entry_id,
        requests_judged.account_id,
        null as usage_account_id,
        entry_types.ledger_account as counter_account,
        requests_judged.currency,
        requests_judged.correlation_id,
        requests_judged.amount_minor,
        requests_judged.service_period_start,
        requests_judged.service_period_end,
        requests_judged.booking_period_start
    from requests_judged
    inner join entry_types on entry_types.entry_type = requests_judged.entry_type
    where
        requests_judged.is_usable
        and requests_judged.booked_entry_id is null
        and requests_judged.booking_period_start is not null
        and requests_judged.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)

)

select * from action_entries
