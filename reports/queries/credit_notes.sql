-- Credit notes, the newest first, with the document that each gives back a part of.
select
    credit_notes.invoice_number,
    credit_notes.corrects_invoice_number,
    credit_notes.account_id,
    credit_notes.bill_to_account_id,
    credit_notes.issued_at,
    credit_notes.voided_at,
    credit_notes.reason,
    credit_notes.actor,
    credit_notes.currency,
    credit_notes.subtotal_minor,
    credit_notes.tax_minor,
    credit_notes.total_minor
from finance.credit_notes
order by credit_notes.issued_at desc, credit_notes.invoice_number collate "C"
