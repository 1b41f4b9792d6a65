"""The tables of what stands on documents, or will: tax, credit notes, resellers' margin, rounding, and drafts with their lines.

What does not belong here: who owes what of it (``money_tables``) and the evidence of each tax (``page_tables``).
"""

from __future__ import annotations

from reports.tables import ACCOUNT, CURRENCY, NAME, Column, Table

DRAFT_ID = Column("invoice_id", "Draft id", "code", in_page=False)

TAX_FILING = Table(
    "tax_filing",
    "Tax to file by who issued, where it is owed and the month of issue; credit notes and cancelled documents are taken off",
    "No document has been issued yet.",
    (
        Column("issuer_id", "Issuer", "code"),
        Column("jurisdiction", "Jurisdiction"),
        Column("period", "Month from", "date"),
        Column("category", "Category"),
        Column("treatment", "Treatment"),
        Column("reason", "Reason"),
        Column("rate_bp", "Rate, %", "rate"),
        CURRENCY,
        Column("taxable_minor", "Taxable", "money"),
        Column("tax_minor", "Tax", "money"),
        Column("document_count", "Documents", "count"),
        Column("credit_note_count", "Credit notes", "count"),
        Column("void_count", "Cancelled", "count"),
    ),
)
CREDIT_NOTES = Table(
    "credit_notes",
    "Credit notes, with the document that each gives back a part of; the newest stands first",
    "No credit note has been issued.",
    (
        Column("invoice_number", "Number", "code"),
        Column("corrects_invoice_number", "Corrects", "code"),
        ACCOUNT,
        Column("bill_to_account_id", "Billed to", "code", in_page=False),
        Column("issued_at", "Issued (UTC)", "time"),
        Column("voided_at", "Cancelled (UTC)", "time"),
        Column("reason", "Why"),
        Column("actor", "Asked by"),
        CURRENCY,
        Column("subtotal_minor", "Net", "money"),
        Column("tax_minor", "Tax", "money"),
        Column("total_minor", "Total", "money"),
    ),
)
RESELLER_MARGIN = Table(
    "reseller_margin",
    "What resellers pay and what their customers are charged; converted amounts tell the retail side in the reseller's currency",
    "Nothing has been sold through a reseller.",
    (
        Column("reseller_account_id", "Reseller", "code"),
        Column("account_id", "Customer", "code"),
        Column("period", "Month"),
        CURRENCY,
        Column("wholesale_minor", "Wholesale", "money"),
        Column("retail_minor", "Retail", "money"),
        Column("margin_minor", "Margin", "money"),
        Column("retail_converted_minor", "Retail, converted", "money"),
        Column("margin_converted_minor", "Margin, converted", "money"),
        Column("days_without_rate", "Days without a rate", "count"),
    ),
)
ROUNDING_RESIDUAL = Table(
    "rounding_residual",
    "What rounding each posting group once to the minor unit has left over; no group may be off by more than half a unit",
    "Nothing has been posted yet.",
    (
        CURRENCY,
        Column("line_type", "For"),
        Column("group_count", "Groups", "count"),
        Column("exact_minor", "Exact", "exact_money"),
        Column("charged_minor", "Charged", "money"),
        Column("residual_minor", "Left over", "exact_money"),
        Column("largest_minor", "Largest of a group", "exact_money"),
        Column("verdict", "Verdict", "verdict"),
    ),
)
DRAFTS = Table(
    "drafts",
    "Drafts of periods that have ended; days are those of the period's time zone",
    "No period has ended yet.",
    (
        DRAFT_ID,
        ACCOUNT,
        NAME,
        Column("first_day", "First day", "date"),
        Column("last_day", "Last day", "date"),
        Column("billing_timezone", "Time zone"),
        Column("period_start", "From (UTC)", "time", in_page=False),
        Column("period_end", "To (UTC)", "time", in_page=False),
        CURRENCY,
        Column("subtotal_minor", "Net", "money"),
        Column("tax_minor", "Tax", "money"),
        Column("total_minor", "Total", "money"),
    ),
)
DRAFT_LINES = Table(
    "draft_lines",
    "Lines of the drafts",
    "There are no lines.",
    (
        DRAFT_ID,
        Column("account_id", "Account", "code", in_page=False),
        Column("description", "Description"),
        Column("usage_account_id", "Used by", "code"),
        Column("first_day", "First day", "date"),
        Column("last_day", "Last day", "date"),
        Column("quantity", "Quantity", "quantity"),
        Column("unit", "Unit"),
        Column("currency", "Currency", "code", in_page=False),
        Column("amount_minor", "Amount", "money"),
    ),
)
DOCUMENT_TABLES = (TAX_FILING, CREDIT_NOTES, RESELLER_MARGIN, ROUNDING_RESIDUAL, DRAFTS, DRAFT_LINES)
