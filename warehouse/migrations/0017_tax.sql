-- Tax of documents: what it was worked out from, the part of it that prices hold already, and drafts that wait for a profile or a rate.

create table book.invoice_taxes (
    invoice_tax_id uuid primary key,
    build_number bigint not null,
    invoice_id uuid not null references book.invoices,
    account_id text not null,
    currency text not null,
    jurisdiction text,
    category text,
    rate_kind text check (rate_kind in ('standard', 'reduced', 'zero')),
    compound_on text,
    treatment text not null check (treatment in ('standard', 'reverse_charge', 'exempt', 'out_of_scope')),
    reason text not null,
    tax_id text,
    exempt_reason text,
    rate_bp numeric(9, 4) not null check (rate_bp >= 0),
    line_count bigint not null check (line_count > 0),
    taxable_minor bigint not null,
    tax_minor bigint not null,
    tax_included_minor bigint not null,
    check (treatment = 'standard' or tax_minor = 0),
    check (rate_bp <> 0 or tax_minor = 0),
    check ((treatment = 'standard') = (rate_kind is not null))
);
create index invoice_taxes_by_invoice on book.invoice_taxes (invoice_id);
create index invoice_taxes_by_build on book.invoice_taxes using brin (build_number) with (pages_per_range = 16);
comment on table book.invoice_taxes is 'Tax of issued documents by jurisdiction, category and rate, with the profile that it follows: evidence, kept as it was at issue.';

create table book.taxes_included (
    invoice_line_id uuid primary key references book.invoice_lines,
    build_number bigint not null,
    invoice_id uuid not null references book.invoices,
    tax_included_minor bigint not null check (tax_included_minor <> 0)
);
create index taxes_included_by_invoice on book.taxes_included (invoice_id);
comment on table book.taxes_included is 'Lines of issued documents whose price holds the tax: what was booked is the net amount of the line and this.';

do $$
declare protected text;
begin
    foreach protected in array array['invoice_taxes', 'taxes_included'] loop
        execute format('create trigger never_changed before update or delete on book.%I for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on book.%I for each statement execute function book.refuse_change()', protected);
        execute format('alter table book.%I enable always trigger never_changed', protected);
        execute format('alter table book.%I enable always trigger never_truncated', protected);
    end loop;
end $$;

-- Drafts made before were not taxed: they wait for the next build, which taxes them.
alter table current.draft_invoices add column tax_hold_code text;
update current.draft_invoices set tax_hold_code = 'tax_not_worked_out';
alter table current.draft_invoice_lines
    add column tax_rate_bp numeric(9, 4) not null default 0,
    add column tax_minor bigint not null default 0,
    add column tax_included_minor bigint not null default 0;
comment on column current.draft_invoices.tax_hold_code is 'Why the tax cannot be worked out, so that the draft is not issued; null when it was.';
comment on column current.draft_invoice_lines.tax_rate_bp is 'Rates of the taxes of the line together, of its net amount, in basis points.';
comment on column current.draft_invoice_lines.tax_minor is 'Share of the tax of the document, in minor units of the currency.';
comment on column current.draft_invoice_lines.tax_included_minor is 'Part of that tax that was booked with the line, since its price holds the tax.';

create table current.draft_invoice_taxes (
    invoice_tax_id uuid primary key,
    invoice_id uuid not null,
    account_id text not null,
    currency text not null,
    jurisdiction text,
    category text,
    rate_kind text,
    compound_on text,
    treatment text not null,
    reason text not null,
    tax_id text,
    exempt_reason text,
    rate_bp numeric(9, 4) not null,
    line_count bigint not null,
    taxable_minor bigint not null,
    tax_minor bigint not null,
    tax_included_minor bigint not null
);
create index draft_invoice_taxes_by_invoice on current.draft_invoice_taxes (invoice_id);
create index draft_invoice_taxes_by_account on current.draft_invoice_taxes (account_id, currency);
comment on table current.draft_invoice_taxes is 'Tax on what is posted and not yet invoiced, of drafts and of periods that still run, by jurisdiction, category and rate.';

create or replace function book.document_incoherences(only_build bigint) returns table (check_name text, detail text)
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

-- Tax and transfers of issue and void are part of the document.
amounts_of_accounts as (
    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor as balance_minor,
        case
            when journal_entries.posting_group_id is null
                and not (journal_entries.entry_type in ('transfer', 'tax_debit') and journal_entries.reference_type = 'invoice')
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

    select invoice_lines.account_id, invoice_lines.currency, 0, 0, 0, -invoice_lines.amount_minor - coalesce(taxes_included.tax_included_minor, 0)
    from accounts_touched
    inner join book.invoice_lines on invoice_lines.account_id = accounts_touched.account_id
    left join book.taxes_included on taxes_included.invoice_line_id = invoice_lines.invoice_line_id
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

select 'document_tax_is_its_evidence', format('document %s', invoices_touched.invoice_number)
from invoices_touched
left join book.invoice_taxes on invoice_taxes.invoice_id = invoices_touched.invoice_id
group by invoices_touched.invoice_id, invoices_touched.invoice_number, invoices_touched.tax_minor
having
    invoices_touched.tax_minor <> coalesce(sum(invoice_taxes.tax_minor), 0)
    or coalesce(sum(invoice_taxes.tax_included_minor), 0) <> (
        select coalesce(sum(taxes_included.tax_included_minor), 0) from book.taxes_included where taxes_included.invoice_id = invoices_touched.invoice_id
    )

union all

select 'tax_is_its_rate_of_what_is_taxed', format('document %s in %s', invoices_touched.invoice_number, invoice_taxes.jurisdiction)
from invoices_touched
inner join book.invoice_taxes on invoice_taxes.invoice_id = invoices_touched.invoice_id
where
    invoices_touched.corrects_invoice_id is null
    and invoice_taxes.tax_included_minor = 0
    and invoice_taxes.tax_minor <> round(invoice_taxes.taxable_minor * invoice_taxes.rate_bp * 0.0001)
    -- Prices that hold the tax may be too small to hold any.
    and not (invoice_taxes.tax_minor = 0 and abs(invoice_taxes.taxable_minor * invoice_taxes.rate_bp * 0.0001) < 2)

union all

select 'document_tax_is_booked', format('document %s', invoices_touched.invoice_number)
from invoices_touched
left join lateral (
    select
        coalesce(sum(journal_legs.amount_minor) filter (where journal_legs.ledger_account = 'tax_payable'), 0) as payable_minor,
        coalesce(sum(journal_legs.amount_minor) filter (where journal_legs.ledger_account = 'customer' and journal_entries.entry_type = 'tax_debit'), 0) as charged_minor
    from book.journal_entries
    inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
    where
        journal_entries.posting_group_id is null
        and journal_entries.reference_id = invoices_touched.invoice_id::text
        and journal_entries.reference_type = 'invoice'
        and journal_entries.entry_type in ('tax_debit', 'credit_note')
) as booked on true
where
    coalesce(booked.payable_minor, 0) <> case when invoices_touched.is_void then 0 else invoices_touched.tax_minor end
    or coalesce(booked.charged_minor, 0) <> case
        when invoices_touched.is_void or invoices_touched.corrects_invoice_id is not null then 0
        else
            (
                select coalesce(sum(taxes_included.tax_included_minor), 0)
                from book.taxes_included
                where taxes_included.invoice_id = invoices_touched.invoice_id
            ) - invoices_touched.tax_minor
    end

union all

select 'tax_of_credit_notes_is_within_the_invoice', format('document %s', invoices_touched.invoice_number)
from invoices_touched
inner join book.invoices as credit_notes on credit_notes.corrects_invoice_id = invoices_touched.invoice_id
group by invoices_touched.invoice_id, invoices_touched.invoice_number, invoices_touched.tax_minor, invoices_touched.total_minor
having
    (sum(credit_notes.total_minor) = -invoices_touched.total_minor and sum(credit_notes.tax_minor) <> -invoices_touched.tax_minor)
    or (invoices_touched.tax_minor >= 0 and -sum(credit_notes.tax_minor) > invoices_touched.tax_minor)

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
left join book.taxes_included on taxes_included.invoice_line_id = invoice_lines.invoice_line_id
where not invoices_touched.is_void
group by invoice_lines.invoice_line_id, invoice_lines.amount_minor, taxes_included.tax_included_minor
having invoice_lines.amount_minor + coalesce(taxes_included.tax_included_minor, 0) <> -sum(journal_legs.amount_minor)

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
