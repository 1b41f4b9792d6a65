-- Customer entries of the newest build that booked any.
with medians as (
    select
        given.key as kind,
        cast(given.value as numeric) as amount_minor
    from jsonb_each_text(cast({median_amounts} as jsonb)) as given
)

select
    ledger_entries.entry_type,
    abs(ledger_entries.amount_minor) / medians.amount_minor as times_the_usual_amount
from billing.ledger_entries
left join medians on medians.kind = ledger_entries.entry_type || ' ' || ledger_entries.currency
where ledger_entries.build_number = {judged_build}
