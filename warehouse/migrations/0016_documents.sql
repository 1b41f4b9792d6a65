-- Issued documents: the paper with its number, its lines, and what was cancelled of it. Their state is derived, never stored.

create table book.invoices (
    invoice_id uuid primary key,
    build_number bigint not null,
    document_type text not null check (document_type in ('invoice', 'statement', 'credit_note')),
    issuer_id text not null,
    series text not null,
    series_year int not null,
    series_number int not null check (series_number > 0),
    invoice_number text not null,
    account_id text not null,
    bill_to_account_id text not null,
    corrects_invoice_id uuid references book.invoices,
    currency text not null,
    line_count bigint not null check (line_count > 0),
    subtotal_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    payment_terms_days int not null check (payment_terms_days >= 0),
    evidence_hash text not null,
    action_id text,
    actor text not null,
    reason text not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    issued_at timestamptz not null,
    due_at timestamptz not null,
    unique (issuer_id, series, series_year, series_number),
    check (total_minor = subtotal_minor + tax_minor),
    check (document_type <> 'credit_note' or total_minor < 0),
    check (document_type = 'credit_note' or total_minor >= 0),
    check (corrects_invoice_id is null or document_type = 'credit_note')
);
-- One document for an account, a currency and a period, ever: a void one is not issued again, its lines go to the next.
create unique index invoices_once_per_period on book.invoices (account_id, currency, period_start) where corrects_invoice_id is null;
create index invoices_by_number on book.invoices (invoice_number);
create index invoices_by_payer on book.invoices (bill_to_account_id, currency);
create index invoices_corrected on book.invoices (corrects_invoice_id) where corrects_invoice_id is not null;
create index invoices_by_build on book.invoices using brin (build_number) with (pages_per_range = 16);
comment on table book.invoices is 'Issued documents: invoices (postpaid), statements (prepaid) and credit notes, numbered without a gap per issuer, series and year.';

create table book.invoice_lines (
    invoice_line_id uuid primary key,
    build_number bigint not null,
    invoice_id uuid not null references book.invoices,
    posting_group_id uuid references book.posting_groups,
    account_id text not null,
    line_type text not null,
    meter text,
    resource_type text,
    description text not null,
    currency text not null,
    unit text,
    quantity numeric(38, 9) not null,
    unit_price numeric(38, 18),
    amount_minor bigint not null,
    tax_category text,
    tax_rate_bp numeric(9, 4) not null,
    tax_minor bigint not null,
    booking_period_start timestamptz,
    service_period_start timestamptz not null,
    service_period_end timestamptz not null,
    check ((posting_group_id is null) = (booking_period_start is null))
);
create index invoice_lines_by_invoice on book.invoice_lines (invoice_id);
create index invoice_lines_by_group on book.invoice_lines (posting_group_id, booking_period_start);
create index invoice_lines_by_account on book.invoice_lines (account_id);
create index invoice_lines_by_build on book.invoice_lines using brin (build_number) with (pages_per_range = 16);
comment on table book.invoice_lines is 'Lines of issued documents: a posting group and the period it was booked in, or what a credit note gives back.';

create table book.invoice_voids (
    invoice_id uuid primary key references book.invoices,
    build_number bigint not null,
    action_id text not null,
    actor text not null,
    reason text not null,
    voided_at timestamptz not null
);
comment on table book.invoice_voids is 'Documents that were cancelled: the paper, not the debt, whose lines go to the next document.';

do $$
declare protected text;
begin
    foreach protected in array array['invoices', 'invoice_lines', 'invoice_voids'] loop
        execute format('create trigger never_changed before update or delete on book.%I for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on book.%I for each statement execute function book.refuse_change()', protected);
        execute format('alter table book.%I enable always trigger never_changed', protected);
        execute format('alter table book.%I enable always trigger never_truncated', protected);
    end loop;
end $$;

-- What stands outside the groups (money, credits, corrections) is what documents are paid from.
create index journal_entries_outside_groups on book.journal_entries (ledger_entry_id) where posting_group_id is null;
create index journal_entries_by_reference on book.journal_entries (reference_id) where posting_group_id is null;

alter table current.draft_invoice_lines add column tax_category text, add column booking_period_start timestamptz;
update current.draft_invoice_lines set booking_period_start = draft_invoices.period_start
from current.draft_invoices where draft_invoices.invoice_id = draft_invoice_lines.invoice_id;
create index draft_invoice_lines_by_group on current.draft_invoice_lines (posting_group_id, booking_period_start);
comment on column current.draft_invoice_lines.tax_category is 'Tax category of the price, else of the meter.';
comment on column current.draft_invoice_lines.booking_period_start is 'Period that the line was booked in: that of the draft, or an earlier one whose document was cancelled.';

create function book.document_incoherences(only_build bigint) returns table (check_name text, detail text)
language sql stable as $$

with invoices as (
    select invoices.*, invoice_voids.invoice_id is not null as is_void
    from book.invoices
    left join book.invoice_voids on invoice_voids.invoice_id = invoices.invoice_id
),

invoices_touched as (
    select invoices.*
    from invoices
    where
        only_build is null
        or invoices.build_number = only_build
        or invoices.invoice_id in (select invoice_voids.invoice_id from book.invoice_voids where invoice_voids.build_number = only_build)
        or invoices.invoice_id in (select credit_notes.corrects_invoice_id from book.invoices as credit_notes where credit_notes.build_number = only_build)
),

accounts_touched as (
    select journal_legs.account_id
    from book.journal_legs
    where journal_legs.ledger_account = 'customer' and (only_build is null or journal_legs.build_number = only_build)
    union
    select invoices_touched.account_id from invoices_touched
    union
    select invoices_touched.bill_to_account_id from invoices_touched
),

-- Transfers of issue and void move a document between the account it is for and the one that pays it.
amounts_of_accounts as (
    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor as balance_minor,
        case
            when journal_entries.posting_group_id is null
                and not (journal_entries.entry_type = 'transfer' and journal_entries.reference_type = 'invoice')
                then journal_legs.amount_minor
            else 0
        end as beside_documents_minor,
        0 as documents_minor,
        0 as not_yet_invoiced_minor
    from accounts_touched
    inner join book.journal_legs on journal_legs.account_id = accounts_touched.account_id and journal_legs.ledger_account = 'customer'
    inner join book.journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id

    union all

    select invoices.bill_to_account_id, invoices.currency, 0, 0, invoices.total_minor, 0
    from accounts_touched
    inner join invoices on invoices.bill_to_account_id = accounts_touched.account_id
    where not invoices.is_void and invoices.corrects_invoice_id is null

    union all

    select group_totals.account_id, group_totals.currency, 0, 0, 0, -group_totals.posted_minor
    from accounts_touched
    inner join current.group_totals on group_totals.account_id = accounts_touched.account_id

    union all

    select invoice_lines.account_id, invoice_lines.currency, 0, 0, 0, -invoice_lines.amount_minor
    from accounts_touched
    inner join book.invoice_lines on invoice_lines.account_id = accounts_touched.account_id
    inner join invoices on invoices.invoice_id = invoice_lines.invoice_id
    where not invoices.is_void and invoices.corrects_invoice_id is null
),

forgiven as (
    select invoices_touched.invoice_id, sum(given_back.amount_minor) as amount_minor
    from invoices_touched
    inner join (
        select credit_notes.corrects_invoice_id as invoice_id, -credit_notes.total_minor as amount_minor
        from book.invoices as credit_notes
        where credit_notes.corrects_invoice_id is not null
        union all
        select written_off.invoice_id, journal_legs.amount_minor
        from book.invoices as written_off
        inner join raw.actions on actions.reference = written_off.invoice_id::text and actions.kind = 'write_off'
        inner join book.journal_entries on journal_entries.reference_id = actions.action_id and journal_entries.reference_type = 'action'
        inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
        where journal_entries.posting_group_id is null
    ) as given_back on given_back.invoice_id = invoices_touched.invoice_id
    group by invoices_touched.invoice_id
)

select 'document_equals_its_lines', format('document %s', invoices_touched.invoice_number)
from invoices_touched
left join book.invoice_lines on invoice_lines.invoice_id = invoices_touched.invoice_id
group by invoices_touched.invoice_id, invoices_touched.invoice_number, invoices_touched.line_count, invoices_touched.subtotal_minor, invoices_touched.tax_minor
having
    invoices_touched.subtotal_minor <> coalesce(sum(invoice_lines.amount_minor), 0)
    or invoices_touched.tax_minor <> coalesce(sum(invoice_lines.tax_minor), 0)
    or invoices_touched.line_count <> count(invoice_lines.invoice_line_id)

union all

select 'document_numbers_have_no_gap', format('series %s of %s in %s', invoices.series, invoices.issuer_id, invoices.series_year)
from book.invoices
inner join (
    select distinct invoices_touched.issuer_id, invoices_touched.series, invoices_touched.series_year from invoices_touched
) as series_touched
    on
        series_touched.issuer_id = invoices.issuer_id
        and series_touched.series = invoices.series
        and series_touched.series_year = invoices.series_year
group by invoices.issuer_id, invoices.series, invoices.series_year
having count(*) <> max(invoices.series_number)

union all

select 'document_lines_are_what_was_booked', format('line %s', invoice_lines.invoice_line_id)
from invoices_touched
inner join book.invoice_lines on invoice_lines.invoice_id = invoices_touched.invoice_id
inner join book.journal_entries
    on
        journal_entries.posting_group_id = invoice_lines.posting_group_id
        and journal_entries.booking_period_start = invoice_lines.booking_period_start
inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
where not invoices_touched.is_void
group by invoice_lines.invoice_line_id, invoice_lines.amount_minor
having invoice_lines.amount_minor <> -sum(journal_legs.amount_minor)

union all

select 'a_group_is_on_one_document', format('posting group %s', invoice_lines.posting_group_id)
from (
    select distinct touched_lines.posting_group_id, touched_lines.booking_period_start
    from invoices_touched
    inner join book.invoice_lines as touched_lines on touched_lines.invoice_id = invoices_touched.invoice_id
    where touched_lines.posting_group_id is not null
) as pairs
inner join book.invoice_lines
    on
        invoice_lines.posting_group_id = pairs.posting_group_id
        and invoice_lines.booking_period_start = pairs.booking_period_start
inner join invoices on invoices.invoice_id = invoice_lines.invoice_id
where not invoices.is_void
group by invoice_lines.posting_group_id, invoice_lines.booking_period_start
having count(*) > 1

union all

select 'documents_are_of_closed_periods', format('document %s', invoices_touched.invoice_number)
from invoices_touched
inner join book.periods on periods.account_id = invoices_touched.account_id and periods.period_start = invoices_touched.period_start
where
    not invoices_touched.is_void
    and invoices_touched.corrects_invoice_id is null
    and (
        select period_closings.status
        from book.period_closings
        where period_closings.period_id = periods.period_id
        order by period_closings.closing_number desc
        limit 1
    ) is distinct from 'closed'

union all

select 'no_more_is_given_back_than_was_invoiced', format('document %s', invoices_touched.invoice_number)
from forgiven
inner join invoices_touched on invoices_touched.invoice_id = forgiven.invoice_id
where forgiven.amount_minor > invoices_touched.total_minor or invoices_touched.is_void

union all

select 'credit_notes_are_booked', format('document %s', invoices_touched.invoice_number)
from invoices_touched
left join book.journal_entries
    on
        journal_entries.reference_id = invoices_touched.invoice_id::text
        and journal_entries.reference_type = 'invoice'
        and journal_entries.entry_type = 'credit_note'
        and journal_entries.posting_group_id is null
left join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
where invoices_touched.corrects_invoice_id is not null
group by invoices_touched.invoice_id, invoices_touched.invoice_number, invoices_touched.total_minor
having coalesce(sum(journal_legs.amount_minor), 0) <> -invoices_touched.total_minor

union all

select 'balance_is_credit_less_due_less_not_yet_invoiced', format('account %s in %s', amounts_of_accounts.account_id, amounts_of_accounts.currency)
from amounts_of_accounts
group by amounts_of_accounts.account_id, amounts_of_accounts.currency
having
    sum(amounts_of_accounts.balance_minor)
    <> sum(amounts_of_accounts.beside_documents_minor) - sum(amounts_of_accounts.documents_minor) - sum(amounts_of_accounts.not_yet_invoiced_minor)

$$;
comment on function book.document_incoherences is 'Every invariant of documents, as a list of offenders: of what one build touched, or of everything (null). Empty is coherent.';
grant execute on function book.document_incoherences to tallyhouse_build, tallyhouse_runner, tallyhouse_poster;
