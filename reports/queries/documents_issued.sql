-- Issued documents that a name, or an account and the first day of a period, mean; with everything that stands once on the paper.
select
    invoices.invoice_id::text as invoice_id,
    invoices.invoice_number,
    invoices.document_type,
    invoices.account_id,
    invoices.bill_to_account_id,
    invoices.corrects_invoice_id::text as corrects_invoice_id,
    corrected.invoice_number as corrects_invoice_number,
    corrected.issued_at as corrects_issued_at,
    invoices.currency,
    invoices.subtotal_minor,
    invoices.tax_minor,
    invoices.total_minor,
    invoices.tax_treatment,
    invoices.tax_evidence,
    invoices.tax_results,
    invoices.line_count,
    invoices.evidence_hash,
    invoices.period_start,
    invoices.period_end,
    invoices.issued_at,
    invoices.due_at,
    invoices.voided_at,
    invoice_parties.account_name,
    invoice_parties.seller_id,
    invoice_parties.seller_name,
    invoice_parties.seller_address_line,
    invoice_parties.seller_postal_code,
    invoice_parties.seller_city,
    invoice_parties.seller_country,
    invoice_parties.seller_tax_id,
    invoice_parties.seller_iban,
    invoice_parties.buyer_name,
    invoice_parties.buyer_address_line,
    invoice_parties.buyer_postal_code,
    invoice_parties.buyer_city,
    invoice_parties.buyer_country,
    invoice_parties.buyer_tax_id,
    invoice_parties.buyer_email,
    invoice_parties.buyer_contacts,
    invoice_parties.purchase_order,
    invoice_parties.billing_timezone,
    invoice_parties.billing_mode,
    invoice_parties.action_id,
    invoice_parties.actor,
    invoice_parties.reason,
    invoice_parties.payment_terms_days,
    invoice_parties.build_number,
    builds.as_of as build_as_of,
    builds.code_hash,
    builds.seed_hash,
    builds.seal_version,
    builds.previous_seal_head,
    builds.seal_head
from billing.invoices
inner join billing.invoice_parties on invoice_parties.invoice_id = invoices.invoice_id
left join billing.invoices as corrected on corrected.invoice_id = invoices.corrects_invoice_id
left join operations.builds on builds.build_number = invoice_parties.build_number
where
    (%(name)s::text is null or invoices.invoice_id::text = %(name)s or invoices.invoice_number = %(name)s)
    and (%(account)s::text is null or %(account)s::text in (invoices.account_id, invoices.bill_to_account_id))
    and (
        %(period)s::text is null
        or to_char(invoices.period_start at time zone coalesce(invoice_parties.billing_timezone, 'UTC'), 'YYYY-MM-DD') = %(period)s
    )
order by invoices.issued_at, invoices.invoice_number collate "C", invoices.invoice_id
