-- Entries that make the book say what the plan says: the difference between the target and what the same rule posted before.
-- The key is the target's own plus how many entries the rule has posted there, so a repeat finds the entry already posted.

with build as (

    select * from {{ ref('stg_control__build') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

payment_totals_planned as (

    select * from {{ ref('payment_totals_planned') }}

),

parked_accounts_planned as (

    select * from {{ ref('parked_accounts_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

usage_entries as (

    select
        {{ book_id(["'posting_group'", "group_totals_to_book.posting_group_id", "group_totals_to_book.entry_count + 1"]) }} as ledger_entry_id,
        case when group_totals_to_book.is_closed then 'correction' else 'usage_debit' end as entry_type,
        group_totals_to_book.posting_group_id,
        (group_totals_to_book.entry_count + 1)::int as entry_number,
        'posting_group' as reference_type,
        group_totals_to_book.posting_group_id::text as reference_id,
        last_entries.ledger_entry_id as corrects_entry_id,
        group_totals_to_book.account_id,
        group_totals_to_book.usage_account_id,
        'usage_revenue' as counter_account,
        group_totals_to_book.currency,
        null as correlation_id,
        (group_totals_to_book.target_minor - group_totals_to_book.posted_minor)::bigint as amount_minor,
        group_totals_to_book.service_period_start,
        group_totals_to_book.service_period_end,
        group_totals_to_book.booking_period_start
    from group_totals_to_book
    left join ledger_entries as last_entries
        on
            last_entries.posting_group_id = group_totals_to_book.posting_group_id
            and last_entries.entry_number = group_totals_to_book.entry_count
            and group_totals_to_book.is_closed
    where group_totals_to_book.target_minor <> group_totals_to_book.posted_minor

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

    select * from usage_entries
    union all
    select * from payment_entries

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
