-- What is filed, by who files it, where, and for which month; amounts stay in the currency of the documents.
select
    tax_filing.issuer_id,
    tax_filing.jurisdiction,
    tax_filing.period,
    tax_filing.category,
    tax_filing.treatment,
    tax_filing.reason,
    tax_filing.rate_bp,
    tax_filing.currency,
    tax_filing.taxable_minor,
    tax_filing.tax_minor,
    tax_filing.document_count,
    tax_filing.credit_note_count,
    tax_filing.void_count
from finance.tax_filing
order by
    tax_filing.issuer_id collate "C",
    tax_filing.jurisdiction collate "C",
    tax_filing.period,
    tax_filing.currency collate "C",
    tax_filing.category collate "C",
    tax_filing.rate_bp,
    tax_filing.treatment collate "C",
    tax_filing.reason collate "C"
