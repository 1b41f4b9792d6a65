-- What is paid of each document, kept for whoever reads it: builds settle the documents of accounts of which something moved, and no others.

create table current.invoice_settlements (
    invoice_id uuid primary key,
    invoice_number text not null,
    account_id text not null,
    currency text not null,
    total_minor bigint not null,
    credited_minor bigint not null check (credited_minor >= 0),
    written_off_minor bigint not null check (written_off_minor >= 0),
    paid_minor bigint not null check (paid_minor >= 0),
    amount_due_minor bigint not null check (amount_due_minor >= 0),
    due_at timestamptz not null,
    settled_at timestamptz,
    check (paid_minor + amount_due_minor = greatest(total_minor, 0) - credited_minor - written_off_minor),
    check ((amount_due_minor = 0) = (settled_at is not null))
);
create index invoice_settlements_by_account on current.invoice_settlements (account_id, currency);
create index invoice_settlements_due on current.invoice_settlements (due_at) where amount_due_minor > 0;
comment on table current.invoice_settlements is
'What its payer''s credit pays of each document that stands, the oldest document first; credit notes of a document are part of its row.';
comment on column current.invoice_settlements.invoice_id is 'Document.';
comment on column current.invoice_settlements.invoice_number is 'Number of the document.';
comment on column current.invoice_settlements.account_id is 'Account that pays.';
comment on column current.invoice_settlements.currency is 'ISO 4217 code of the amounts.';
comment on column current.invoice_settlements.total_minor is 'Total in minor units of the currency.';
comment on column current.invoice_settlements.credited_minor is 'Given back by credit notes, in minor units of the currency.';
comment on column current.invoice_settlements.written_off_minor is 'Given up, in minor units of the currency.';
comment on column current.invoice_settlements.paid_minor is 'Paid of it, in minor units of the currency.';
comment on column current.invoice_settlements.amount_due_minor is 'Due on it, in minor units of the currency.';
comment on column current.invoice_settlements.due_at is 'When it is due, UTC.';
comment on column current.invoice_settlements.settled_at is 'When nothing was left to pay of it; null while something is due, UTC.';

-- Documents of before, as surfaces told them until now; the first build of this version settles every one anew.
insert into current.invoice_settlements
with documents as (
    select
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.bill_to_account_id as account_id,
        invoices.currency,
        invoices.total_minor,
        (
            select coalesce(-sum(notes.total_minor), 0) from book.invoices as notes where notes.corrects_invoice_id = invoices.invoice_id
        ) as credited_minor,
        (
            select coalesce(sum(journal_legs.amount_minor), 0)
            from raw.actions
            inner join book.journal_entries on journal_entries.reference_id = actions.action_id and journal_entries.reference_type = 'action'
            inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
            where
                actions.kind = 'write_off'
                and actions.reference = invoices.invoice_id::text
                and journal_entries.posting_group_id is null
                and journal_entries.entry_type = 'write_off'
        ) as written_off_minor,
        invoices.period_end,
        invoices.issued_at,
        invoices.due_at
    from book.invoices
    where
        invoices.corrects_invoice_id is null
        and not exists (select from book.invoice_voids where invoice_voids.invoice_id = invoices.invoice_id)
),

credit as (
    select amounts.account_id, amounts.currency, sum(amounts.amount_minor) as amount_minor, amounts.booked_at
    from (
        select journal_legs.account_id, journal_legs.currency, journal_legs.amount_minor, journal_entries.booked_at
        from book.journal_entries
        inner join book.journal_legs on journal_legs.ledger_entry_id = journal_entries.ledger_entry_id and journal_legs.ledger_account = 'customer'
        where
            journal_entries.posting_group_id is null
            and not (journal_entries.entry_type in ('transfer', 'tax_debit') and journal_entries.reference_type = 'invoice')
        union all
        select
            documents.account_id, documents.currency,
            greatest(-documents.total_minor, 0) - documents.credited_minor - documents.written_off_minor, '-infinity'::timestamptz
        from documents
    ) as amounts
    group by amounts.account_id, amounts.currency, amounts.booked_at
),

credit_in_order as (
    select
        credit.account_id, credit.currency, credit.booked_at,
        sum(credit.amount_minor) over (partition by credit.account_id, credit.currency) as credit_minor,
        sum(credit.amount_minor) over (partition by credit.account_id, credit.currency order by credit.booked_at) - credit.amount_minor as before_minor
    from credit
),

documents_in_order as (
    select
        documents.*,
        greatest(documents.total_minor, 0) - documents.credited_minor - documents.written_off_minor as to_pay_minor,
        sum(greatest(documents.total_minor, 0) - documents.credited_minor - documents.written_off_minor) over (
            partition by documents.account_id, documents.currency
            order by documents.issued_at, documents.period_end, documents.invoice_number collate "C", documents.invoice_id
            rows unbounded preceding
        ) as wanted_minor
    from documents
),

documents_paid as (
    select
        documents_in_order.*,
        greatest(least(to_pay_minor, credit.credit_minor - wanted_minor + to_pay_minor), 0) as paid_minor,
        greatest(issued_at, credit.waited_until) as could_settle_at
    from documents_in_order
    cross join lateral (
        select
            max(credit_in_order.credit_minor) as credit_minor,
            max(credit_in_order.booked_at) filter (where credit_in_order.before_minor < documents_in_order.wanted_minor) as waited_until
        from credit_in_order
        where credit_in_order.account_id = documents_in_order.account_id and credit_in_order.currency = documents_in_order.currency
    ) as credit
)

select
    invoice_id, invoice_number, account_id, currency, total_minor, credited_minor, written_off_minor, paid_minor, to_pay_minor - paid_minor, due_at,
    case when paid_minor = to_pay_minor then could_settle_at end
from documents_paid;

-- What must hold of any allocation, whoever made it: all credit that there is pays, no more than that, and nothing before what is older.
create function book.settlement_incoherences(only_build bigint) returns table (check_name text, detail text)
language sql stable as $$

with accounts_touched as (
    select journal_legs.account_id
    from book.journal_legs
    inner join book.journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where
        journal_legs.ledger_account = 'customer'
        and journal_entries.posting_group_id is null
        and (only_build is null or (journal_legs.build_number = only_build and journal_entries.build_number = only_build))
    union
    select invoices.bill_to_account_id
    from book.invoices
    where
        only_build is null
        or invoices.build_number = only_build
        or invoices.invoice_id in (select invoice_voids.invoice_id from book.invoice_voids where invoice_voids.build_number = only_build)
    union
    select invoice_settlements.account_id
    from current.invoice_settlements
    where only_build is null
),

documents as (
    select invoices.invoice_id, invoices.bill_to_account_id as account_id, invoices.currency, invoices.total_minor, invoices.corrects_invoice_id
    from accounts_touched
    inner join book.invoices on invoices.bill_to_account_id = accounts_touched.account_id
    where not exists (select from book.invoice_voids where invoice_voids.invoice_id = invoices.invoice_id)
),

write_offs as (
    select actions.action_id
    from raw.actions
    inner join documents on documents.invoice_id::text = actions.reference
    where actions.kind = 'write_off'
),

entries as (
    select
        journal_legs.account_id, journal_legs.currency, journal_legs.amount_minor,
        journal_entries.entry_type = 'write_off' and journal_entries.reference_type = 'action'
        and journal_entries.reference_id in (select write_offs.action_id from write_offs) as is_of_a_document
    from accounts_touched
    inner join book.journal_legs on journal_legs.account_id = accounts_touched.account_id and journal_legs.ledger_account = 'customer'
    inner join book.journal_entries on journal_entries.ledger_entry_id = journal_legs.ledger_entry_id
    where
        journal_entries.posting_group_id is null
        and not (journal_entries.entry_type in ('transfer', 'tax_debit') and journal_entries.reference_type = 'invoice')
),

-- A credit note, and a debt written off on a document, lessen what is to be paid and are no credit.
amounts as (
    select
        entries.account_id, entries.currency,
        case when entries.is_of_a_document then 0 else entries.amount_minor end as credit_minor,
        case when entries.is_of_a_document then -entries.amount_minor else 0 end as to_pay_minor,
        0 as paid_minor, 0 as due_minor, 0 as documents
    from entries
    union all
    select
        documents.account_id, documents.currency,
        case when documents.corrects_invoice_id is null then greatest(-documents.total_minor, 0) else documents.total_minor end,
        case when documents.corrects_invoice_id is null then greatest(documents.total_minor, 0) else documents.total_minor end,
        0, 0, case when documents.corrects_invoice_id is null then 1 else 0 end
    from documents
    union all
    select
        invoice_settlements.account_id, invoice_settlements.currency, 0, 0, invoice_settlements.paid_minor, invoice_settlements.amount_due_minor, -1
    from accounts_touched
    inner join current.invoice_settlements on invoice_settlements.account_id = accounts_touched.account_id
),

settlements_in_order as (
    select
        invoice_settlements.invoice_number, invoice_settlements.paid_minor,
        sum(invoice_settlements.amount_due_minor) over (
            partition by invoice_settlements.account_id, invoice_settlements.currency
            order by invoices.issued_at, invoices.period_end, invoices.invoice_number collate "C", invoices.invoice_id
            rows unbounded preceding
        ) - invoice_settlements.amount_due_minor as due_before_minor
    from accounts_touched
    inner join current.invoice_settlements on invoice_settlements.account_id = accounts_touched.account_id
    inner join book.invoices on invoices.invoice_id = invoice_settlements.invoice_id
)

select 'documents_are_paid_from_the_credit_there_is', format('account %s in %s', amounts.account_id, amounts.currency)
from amounts
group by amounts.account_id, amounts.currency
having
    sum(amounts.documents) <> 0
    or sum(amounts.paid_minor) <> greatest(least(sum(amounts.credit_minor), sum(amounts.to_pay_minor)), 0)
    or sum(amounts.due_minor) <> sum(amounts.to_pay_minor) - sum(amounts.paid_minor)

union all

select 'older_documents_are_paid_first', format('document %s', settlements_in_order.invoice_number)
from settlements_in_order
where settlements_in_order.paid_minor > 0 and settlements_in_order.due_before_minor > 0

$$;
comment on function book.settlement_incoherences is
'Every invariant of what is paid of documents, as a list of offenders: of accounts that one build touched, or of all (null). Empty is coherent.';
grant execute on function book.settlement_incoherences to tallyhouse_build, tallyhouse_runner, tallyhouse_poster;
