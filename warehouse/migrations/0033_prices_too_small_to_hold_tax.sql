-- A price that holds the tax may be too small to hold any: its line is named all the same, so that its document is known to have such a price.

alter table book.taxes_included drop constraint taxes_included_tax_included_minor_check;

-- Drafts of before prices were told by a flag.
update current.draft_invoice_lines set is_tax_included = true where tax_included_minor <> 0 and not is_tax_included;

-- Beside net lines it leaves the tax short of its rate: each line by less than two minor units, one that is held and one that several taxes share.
do $outer$
declare
    known text := pg_get_functiondef('book.document_incoherences(bigint)'::regprocedure);
    next_words text := $words$-- Prices that hold the tax may be too small to hold any.$words$;
begin
    if position(next_words in known) = 0 then
        raise exception 'book.document_incoherences is not the function that this migration changes';
    end if;
    execute replace(known, next_words, next_words || $also$
    and not (
        exists (select from book.taxes_included where taxes_included.invoice_id = invoices_touched.invoice_id)
        and abs(invoice_taxes.tax_minor - invoice_taxes.taxable_minor * invoice_taxes.rate_bp * 0.0001) < 2 * invoice_taxes.line_count
    )$also$);
end $outer$;
