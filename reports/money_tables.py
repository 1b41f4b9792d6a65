"""The tables of money: what was charged, what is owed and by whom, and what was paid.

What does not belong here: totals that are compared with each other (``contents``) and what stands on documents (``document_tables``).
"""

from __future__ import annotations

from reports.tables import ACCOUNT, CURRENCY, NAME, Column, Table

CURRENCY_OF_CAPTION = Column("currency", "Currency", "code", in_page=False)

KEY_AMOUNTS = Table(
    "key_amounts",
    "All periods of the book together, each currency by itself and never added to another; received is net of refunds and disputes",
    "Nothing has been booked yet.",
    (
        CURRENCY,
        Column("charged_minor", "Charged, net", "money"),
        Column("drafted_minor", "On drafts", "money"),
        Column("issued_minor", "Issued", "money"),
        Column("tax_issued_minor", "Tax issued", "money"),
        Column("received_minor", "Received, net", "money"),
        Column("owed_minor", "Owed by accounts", "money"),
        Column("overdue_minor", "Overdue", "money"),
        Column("held_minor", "Held for accounts", "money"),
    ),
)
BALANCES = Table(
    "balances",
    "Balance of each account; below zero means that the account owes, and who owes most stands first",
    "No account has a balance yet.",
    (
        CURRENCY_OF_CAPTION,
        ACCOUNT,
        NAME,
        Column("billing_mode", "Mode"),
        Column("balance_minor", "Balance", "money"),
        Column("unbilled_tax_minor", "Tax not billed yet", "money"),
        Column("available_minor", "Available", "money"),
    ),
    by_currency=True,
)
AGES = (
    Column("current_minor", "Not due yet", "money"),
    Column("days_30_minor", "1 to 30 days", "money"),
    Column("days_60_minor", "31 to 60 days", "money"),
    Column("days_90_minor", "61 to 90 days", "money"),
    Column("longer_minor", "Over 90 days", "money"),
)
RECEIVABLES_BY_AGE = Table(
    "receivables_by_age",
    "What is left to pay on issued documents, by how long ago it was due at the time of this build",
    "No issued document waits for payment.",
    (
        CURRENCY,
        Column("account_count", "Accounts", "count"),
        Column("document_count", "Documents", "count"),
        *AGES,
        Column("due_minor", "Left to pay", "money"),
    ),
)
RECEIVABLES = Table(
    "receivables",
    "What is left to pay, by the account that pays; the oldest debt stands first",
    "No account has a document to pay.",
    (
        CURRENCY_OF_CAPTION,
        ACCOUNT,
        NAME,
        Column("document_count", "Documents", "count"),
        *AGES,
        Column("due_minor", "Left to pay", "money"),
    ),
    by_currency=True,
)
DOCUMENTS_TO_PAY = Table(
    "documents_to_pay",
    "Issued documents on which something is left to pay; what was due first stands first",
    "No document waits for payment.",
    (
        Column("invoice_number", "Number", "code"),
        ACCOUNT,
        NAME,
        Column("issued_at", "Issued (UTC)", "time", in_page=False),
        Column("due_at", "Due (UTC)", "time"),
        Column("days_overdue", "Days overdue", "count"),
        CURRENCY,
        Column("total_minor", "Total", "money"),
        Column("paid_minor", "Paid", "money"),
        Column("credited_minor", "Credited", "money"),
        Column("written_off_minor", "Written off", "money"),
        Column("amount_due_minor", "Left to pay", "money"),
    ),
)
REVENUE_BY_DAY = Table(
    "revenue_by_day",
    "Usage charged by day (UTC) and meter, before rounding",
    "Nothing has been rated yet.",
    (
        CURRENCY_OF_CAPTION,
        Column("usage_date", "Day", "date"),
        Column("meter", "Meter", "code"),
        Column("amount_exact_minor", "Amount, exact", "exact_money"),
    ),
    by_currency=True,
    folded=True,
)
REVENUE_BY_MONTH = Table(
    "revenue_by_month",
    "Revenue by service month and charge, net of tax, as it was billed; the newest month stands first",
    "Nothing has been billed yet.",
    (
        Column("revenue_month", "Month from", "date"),
        CURRENCY,
        Column("line_type", "For"),
        Column("meter", "Meter", "code"),
        Column("account_count", "Accounts", "count"),
        Column("revenue_minor", "Revenue", "money"),
    ),
)
REVENUE_BY_CHARGE = Table(
    "revenue_by_charge",
    "What was charged, by what it is for and where its price comes from, before rounding; the largest stands first",
    "Nothing has been rated yet.",
    (
        CURRENCY,
        Column("line_type", "For"),
        Column("meter", "Meter", "code"),
        Column("resource_type", "Type", "code"),
        Column("pricing_mode", "Mode"),
        Column("price_source", "Price from"),
        Column("account_count", "Accounts", "count"),
        Column("line_count", "Lines", "count"),
        Column("quantity", "Quantity", "quantity"),
        Column("unit", "Unit"),
        Column("amount_exact_minor", "Amount, exact", "exact_money"),
    ),
    query="prices_billed",
)
PAYMENTS = Table(
    "payments",
    "Payments by where they stand",
    "No payment has arrived yet.",
    (
        CURRENCY,
        Column("provider", "Provider"),
        Column("state", "State"),
        Column("payment_count", "Payments", "count"),
        Column("orphan_count", "Without a session", "count"),
        Column("received_minor", "Received", "money"),
        Column("posted_minor", "Posted", "money"),
        Column("refunded_minor", "Given back", "money"),
        Column("last_event_at", "Last told (UTC)", "time"),
    ),
)
REFUNDS = Table(
    "refunds",
    "Refunds, asked for or made at the provider; the newest stands first",
    "There are no refunds.",
    (
        Column("refund_id", "Refund", "code"),
        ACCOUNT,
        Column("status", "Status"),
        Column("mode", "Mode"),
        Column("reference", "About", "code"),
        CURRENCY,
        Column("amount_minor", "Amount", "money"),
        Column("is_booked", "Booked"),
        Column("actor", "Asked by"),
        Column("decided_by", "Decided by"),
        Column("reason", "Why"),
        Column("asked_at", "Asked (UTC)", "time"),
    ),
)
DISPUTES = Table(
    "disputes",
    "Disputes, with the money that moved; those that still run stand first",
    "There are no disputes.",
    (
        Column("dispute_id", "Dispute", "code"),
        ACCOUNT,
        Column("state", "State"),
        Column("reason", "Why"),
        CURRENCY,
        Column("amount_minor", "In dispute", "money"),
        Column("withdrawn_minor", "Taken", "money"),
        Column("fee_minor", "Fee", "money"),
        Column("reinstated_minor", "Given back", "money"),
        Column("has_evidence", "Evidence sent"),
        Column("evidence_due_at", "Evidence due (UTC)", "time"),
        Column("opened_at", "Opened (UTC)", "time"),
    ),
)
PROVIDER_CLEARING = Table(
    "provider_clearing",
    "What the payment provider holds of ours, by what moved it",
    "Nothing has gone through a provider yet.",
    (
        CURRENCY,
        Column("entry_type", "Entries of type", "code"),
        Column("entry_count", "Entries", "count"),
        Column("amount_minor", "Amount", "money"),
        Column("balance_minor", "Held in this currency", "money"),
    ),
)
MONEY_TABLES = (
    KEY_AMOUNTS, BALANCES, RECEIVABLES_BY_AGE, RECEIVABLES, DOCUMENTS_TO_PAY, REVENUE_BY_DAY, REVENUE_BY_MONTH, REVENUE_BY_CHARGE,
    PAYMENTS, REFUNDS, DISPUTES, PROVIDER_CLEARING,
)  # fmt: skip
