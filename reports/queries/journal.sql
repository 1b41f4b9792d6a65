-- Every leg in the order in which it was booked; the last leg of an account on a day says what the account must come to.
with journal as (

    select
        journal.*,
        cast(journal.booked_at at time zone 'UTC' as date) as booked_on
    from finance.journal

),

legs as (

    select
        journal.*,
        lead(journal.ledger_entry_id) over (
            partition by journal.ledger_account, journal.account_id, journal.currency, journal.booked_on
            order by journal.booked_at, journal.ledger_entry_id, journal.leg_number
        ) is null as is_last_of_the_day
    from journal

)

select
    ledger_entry_id,
    leg_number,
    booked_on,
    booked_at,
    entry_type,
    ledger_account,
    account_id,
    currency,
    amount_minor,
    balance_minor,
    is_last_of_the_day,
    reference_type,
    reference_id,
    service_period_start,
    booking_period_start,
    build_number,
    corrects_entry_id,
    actor,
    reason,
    correlation_id
from legs
order by booked_at, ledger_entry_id, leg_number
