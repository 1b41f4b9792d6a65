-- Entries that make the book say what the plan says: the difference between the target and what the same rule posted before.
-- The key is the target's own plus how many entries the rule has posted there, so a repeat finds the entry already posted.

with build as (

    select * from {{ ref('stg_control__build') }}

),

group_entries_planned as (

    select * from {{ ref('group_entries_planned') }}

),

grant_entries_planned as (

    select * from {{ ref('grant_entries_planned') }}

),

payment_totals_planned as (

    select * from {{ ref('payment_totals_planned') }}

),

action_entries_planned as (

    select * from {{ ref('action_entries_planned') }}

),

document_entries_planned as (

    select * from {{ ref('document_entries_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

payment_entries as (

    select
        {{ book_id([
            "'payment'", "payment_totals_planned.payment_id", "payment_totals_planned.account_id", "payment_totals_planned.currency",
            "payment_totals_planned.entry_count + 1",
        ]) }} as ledger_entry_id,
        'stripe_credit' as entry_type,
        null::uuid as posting_group_id,
        null::int as entry_number,
        'payment' as reference_type,
        payment_totals_planned.payment_id as reference_id,
        null::uuid as corrects_entry_id,
        payment_totals_planned.account_id,
        null as usage_account_id,
        'provider_clearing' as counter_account,
        payment_totals_planned.currency,
        payment_totals_planned.correlation_id,
        (payment_totals_planned.target_minor - payment_totals_planned.posted_minor)::bigint as amount_minor,
        payment_totals_planned.service_period_start,
        payment_totals_planned.service_period_end,
        payment_totals_planned.booking_period_start
    from payment_totals_planned
    where
        payment_totals_planned.target_minor <> payment_totals_planned.posted_minor
        and payment_totals_planned.booking_period_start is not null
        and payment_totals_planned.account_id not in (select parked_accounts_planned.account_id from parked_accounts_planned)

),

entries_united as (

    select * from group_entries_planned
    union all
    select * from payment_entries
    union all
    select * from action_entries_planned
    union all
    select * from grant_entries_planned
    union all
    select * from document_entries_planned

),

entries_stamped as (

    select
        entries_united.*,
        build.build_number,
        build.as_of as booked_at
    from entries_united
    cross join build

)

select * from entries_stamped
