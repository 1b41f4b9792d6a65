-- Tax of one document by jurisdiction, category and rate, as it was worked out at issue.
select invoice_taxes.*
from billing.invoice_taxes
where invoice_taxes.invoice_id = %(invoice)s::uuid
order by
    invoice_taxes.jurisdiction collate "C" nulls first,
    invoice_taxes.category collate "C" nulls first,
    invoice_taxes.rate_bp,
    invoice_taxes.reason collate "C" nulls first,
    invoice_taxes.taxable_minor
