-- The invariants again: a group is posted as its price rounds it.

create or replace function book.incoherences(only_build bigint) returns table (check_name text, detail text)
language sql stable as $$

with entries as (
    select journal_entries.* from book.journal_entries where only_build is null or journal_entries.build_number = only_build
),

lines as (
    select rated_lines.* from book.rated_lines where only_build is null or rated_lines.build_number = only_build
),

groups_touched as (
    select posting_groups.*
    from book.posting_groups
    where
        only_build is null
        or posting_groups.posting_group_id in (select entries.posting_group_id from entries)
        or posting_groups.posting_group_id in (select lines.posting_group_id from lines)
),

lines_of_groups as (
    select
        rated_lines.posting_group_id,
        sum(rated_lines.amount_exact_change) as amount_exact,
        sum(rated_lines.quantity_change) as quantity
    from groups_touched
    inner join book.rated_lines on rated_lines.posting_group_id = groups_touched.posting_group_id
    group by rated_lines.posting_group_id
),

entries_of_groups as (
    select
        journal_entries.posting_group_id,
        count(distinct journal_entries.entry_number) as entry_count,
        max(journal_entries.entry_number) as last_number,
        sum(journal_legs.amount_minor) as posted_minor
    from groups_touched
    inner join book.journal_entries on journal_entries.posting_group_id = groups_touched.posting_group_id
    inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
    group by journal_entries.posting_group_id
),

groups_compared as (
    select
        groups_touched.posting_group_id,
        groups_touched.is_posted,
        coalesce(lines_of_groups.amount_exact, 0) as amount_exact,
        coalesce(lines_of_groups.quantity, 0) as quantity,
        coalesce(entries_of_groups.posted_minor, 0) as posted_minor,
        coalesce(entries_of_groups.entry_count, 0) as entry_count,
        coalesce(entries_of_groups.last_number, 0) as last_number,
        group_totals.amount_exact as running_amount_exact,
        group_totals.quantity as running_quantity,
        group_totals.posted_minor as running_posted_minor,
        group_totals.rounding
    from groups_touched
    left join lines_of_groups on lines_of_groups.posting_group_id = groups_touched.posting_group_id
    left join entries_of_groups on entries_of_groups.posting_group_id = groups_touched.posting_group_id
    left join current.group_totals on group_totals.posting_group_id = groups_touched.posting_group_id
)

select 'legs_sum_to_zero', format('entry %s in %s', journal_legs.ledger_entry_id, journal_legs.currency)
from entries
inner join book.journal_legs on journal_legs.ledger_entry_id = entries.ledger_entry_id
group by journal_legs.ledger_entry_id, journal_legs.currency
having sum(journal_legs.amount_minor) <> 0

union all

select 'entry_has_legs', format('entry %s', entries.ledger_entry_id)
from entries
where not exists (select from book.journal_legs where journal_legs.ledger_entry_id = entries.ledger_entry_id)

union all

select 'posted_is_rated_rounded_once', format('posting group %s: rated %s, posted %s', groups_compared.posting_group_id, groups_compared.amount_exact, groups_compared.posted_minor)
from groups_compared
where groups_compared.posted_minor <> case when groups_compared.is_posted then -book.rounded(groups_compared.amount_exact, groups_compared.rounding) else 0 end

union all

select 'entries_are_numbered_without_a_gap', format('posting group %s', groups_compared.posting_group_id)
from groups_compared
where groups_compared.entry_count <> groups_compared.last_number

union all

select 'running_totals_are_right', format('posting group %s', groups_compared.posting_group_id)
from groups_compared
where
    (groups_compared.running_amount_exact, groups_compared.running_quantity, groups_compared.running_posted_minor)
    is distinct from (groups_compared.amount_exact, groups_compared.quantity, groups_compared.posted_minor)

union all

select 'revisions_add_up', format('rated line %s', rated_lines.rated_line_id)
from (select distinct lines.rated_line_id from lines) as lines_touched
inner join book.rated_lines on rated_lines.rated_line_id = lines_touched.rated_line_id
group by rated_lines.rated_line_id
having
    count(*) <> max(rated_lines.revision)
    or sum(rated_lines.amount_exact_change) <> (array_agg(rated_lines.amount_exact order by rated_lines.revision desc))[1]
    or sum(rated_lines.quantity_change) <> (array_agg(rated_lines.quantity order by rated_lines.revision desc))[1]

union all

select 'header_equals_lines', format('draft %s', draft_invoices.invoice_id)
from current.draft_invoices
left join (
    select
        draft_invoice_lines.invoice_id,
        count(*) as line_count,
        sum(draft_invoice_lines.amount_minor) as amount_minor
    from current.draft_invoice_lines
    group by draft_invoice_lines.invoice_id
) as line_sums on line_sums.invoice_id = draft_invoices.invoice_id
where
    draft_invoices.subtotal_minor <> coalesce(line_sums.amount_minor, 0)
    or draft_invoices.line_count <> coalesce(line_sums.line_count, 0)
    or draft_invoices.total_minor <> draft_invoices.subtotal_minor + draft_invoices.tax_minor

union all

select 'lines_have_a_header', format('draft line %s', draft_invoice_lines.invoice_line_id)
from current.draft_invoice_lines
left join current.draft_invoices on draft_invoices.invoice_id = draft_invoice_lines.invoice_id
where draft_invoices.invoice_id is null

union all

select 'posted_is_published', format('build %s', posted.build_number)
from (
    select entries.build_number from entries
    union
    select lines.build_number from lines
) as posted
left join control.publications on publications.build_number = posted.build_number
where publications.build_number is null

union all

select 'payments_are_credited_once', format('payment %s', payments.payment_id)
from current.payments
left join (
    select
        journal_entries.reference_id as payment_id,
        sum(journal_legs.amount_minor) as posted_minor
    from book.journal_entries
    inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
    where journal_entries.reference_type = 'payment' and journal_entries.entry_type = 'stripe_credit'
    group by journal_entries.reference_id
) as credits on credits.payment_id = payments.payment_id
where payments.posted_minor <> coalesce(credits.posted_minor, 0)

union all

select 'periods_do_not_overlap', format('period %s of %s', periods.period_start, periods.account_id)
from book.periods
inner join book.periods as later_periods
    on
        later_periods.account_id = periods.account_id
        and later_periods.period_start > periods.period_start
        and later_periods.period_start < periods.period_end

union all

select 'batches_hold_what_they_say', format('batch %s', ingest_batches.batch_id)
from raw.ingest_batches
left join (
    select usage_events.batch_id, count(*) as landed_count
    from raw.usage_events
    where only_build is null
    group by usage_events.batch_id
) as landed on landed.batch_id = ingest_batches.batch_id
where
    only_build is null
    and ingest_batches.kind = 'usage'
    and ingest_batches.landed_count <> coalesce(landed.landed_count, 0)

union all

select 'quarantine_holds_what_batches_say', format('batch %s', ingest_batches.batch_id)
from raw.ingest_batches
left join (
    select rejected_records.batch_id, count(*) as kept_count
    from raw.rejected_records
    group by rejected_records.batch_id
) as kept on kept.batch_id = ingest_batches.batch_id
where
    only_build is null
    and ingest_batches.rejected_count + ingest_batches.conflict_count <> coalesce(kept.kept_count, 0)

$$;
comment on function book.incoherences is 'Every invariant of the book, as a list of offenders: of one build''s additions, or of everything (null). Empty is coherent.';
