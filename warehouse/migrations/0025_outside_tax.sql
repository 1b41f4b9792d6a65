-- Results of outside tax providers: as they came, which lines of issued documents they taxed, and what a draft is to be asked about.

create table raw.tax_results (
    record_key uuid not null, batch_id bigint not null, row_number bigint not null,
    provider text not null, transaction_id text not null,
    invoice_id text not null, invoice_line_id text, account_id text not null, currency text not null,
    jurisdiction text not null, tax_name text not null,
    treatment text not null default 'standard' check (treatment in ('standard', 'reverse_charge', 'exempt', 'out_of_scope')),
    exempt_reason text,
    rate_bp numeric(9, 4) not null check (rate_bp >= 0 and rate_bp <= 10000),
    amount_minor bigint not null, taxable_minor bigint not null, tax_minor bigint not null, total_tax_minor bigint not null,
    calculated_at timestamptz not null,
    correlation_id text,
    primary key (record_key),
    check ((treatment = 'standard' and rate_bp <> 0) or tax_minor = 0)
);
comment on table raw.tax_results is 'What outside tax providers worked out: one row for each tax of a line, or of a whole document, of one of their transactions.';

alter table raw.tax_profiles add column tax_provider text;
alter table raw.tax_profiles add constraint tax_profiles_provider_check check (tax_provider is null or treatment = 'standard');

create table book.tax_results_used (
    invoice_line_id uuid primary key references book.invoice_lines,
    build_number bigint not null,
    invoice_id uuid not null references book.invoices,
    tax_provider text not null,
    tax_transaction_id text not null,
    tax_calculated_at timestamptz not null
);
create index tax_results_used_by_invoice on book.tax_results_used (invoice_id);
comment on table book.tax_results_used is 'Lines of issued documents that an outside provider taxed, with the transaction that says so: evidence, kept as it was at issue.';

do $$
declare protected regclass;
begin
    foreach protected in array array['raw.tax_results', 'book.tax_results_used']::regclass[] loop
        execute format('create trigger never_changed before update or delete on %s for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on %s for each statement execute function book.refuse_change()', protected);
        execute format('alter table %s enable always trigger never_changed', protected);
        execute format('alter table %s enable always trigger never_truncated', protected);
    end loop;
end $$;

alter table current.draft_invoice_lines
    add column tax_provider text,
    add column tax_transaction_id text,
    add column tax_calculated_at timestamptz,
    add column is_tax_included boolean not null default false;
comment on column current.draft_invoice_lines.tax_provider is 'Outside provider that works out the tax of the line; null where the rates do.';
comment on column current.draft_invoice_lines.tax_transaction_id is 'Transaction of the provider whose result the tax is; null while none fits.';
comment on column current.draft_invoice_lines.tax_calculated_at is 'When the provider worked it out, UTC.';
comment on column current.draft_invoice_lines.is_tax_included is 'Whether the price holds the tax already.';

-- A provider rounds each line for itself: its tax may differ from its rate by less than one minor unit a line, and every such tax names its transaction.
do $outer$
declare
    known text := pg_get_functiondef('book.document_incoherences(bigint)'::regprocedure);
    rate_check text := 'and invoice_taxes.tax_minor <> round(invoice_taxes.taxable_minor * invoice_taxes.rate_bp * 0.0001)';
    first_words text := $words$select 'tax_is_its_rate_of_what_is_taxed'$words$;
begin
    if position(rate_check in known) = 0 or position(first_words in known) = 0 then
        raise exception 'book.document_incoherences is not the function that this migration changes';
    end if;
    known := replace(known, rate_check, rate_check || $also$
    and (
        invoice_taxes.reason <> 'outside_provider'
        or abs(invoice_taxes.tax_minor - invoice_taxes.taxable_minor * invoice_taxes.rate_bp * 0.0001) >= invoice_taxes.line_count
    )$also$);
    known := replace(known, first_words, $before$select 'outside_tax_names_its_transaction', format('document %s', invoices_touched.invoice_number)
from invoices_touched
where
    exists (
        select from book.invoice_taxes
        where invoice_taxes.invoice_id = invoices_touched.invoice_id and invoice_taxes.reason = 'outside_provider' and invoice_taxes.tax_minor <> 0
    )
    and not exists (select from book.tax_results_used where tax_results_used.invoice_id = invoices_touched.invoice_id)

union all

$before$ || first_words);
    execute known;
end $outer$;
