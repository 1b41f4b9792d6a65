"""What the report says about its own totals: the tables that compare, what they found, and the list of all tables.

What does not belong here: how a cell is written (``tables``), where a table stands (``layout``), the queries (``queries/``), and the tables of
money (``money_tables``, ``document_tables``) and of the pages beside the main one (``page_tables``).
"""

from __future__ import annotations

from reports.document_tables import DOCUMENT_TABLES
from reports.money_tables import MONEY_TABLES
from reports.page_tables import PAGE_TABLES
from reports.tables import ACCOUNT, CURRENCY, Column, Table

ROW_TOTALS = Table(
    "row_totals",
    "Rows of all files that were taken in, and what became of them",
    "No file has been taken in yet.",
    (
        Column("kind", "Kind"),
        Column("file_count", "Files", "count"),
        Column("row_count", "Rows", "count"),
        Column("landed_count", "Landed", "count"),
        Column("duplicate_count", "Duplicate", "count"),
        Column("conflict_count", "Conflict", "count"),
        Column("rejected_count", "Rejected", "count"),
        Column("difference_count", "Difference", "count"),
        Column("verdict", "Verdict", "verdict"),
    ),
)
USAGE_TOTALS = Table(
    "usage_totals",
    "What was used, as its records tell, and what of it was rated, on the side that is billed; what is open waits with a reason under unbilled usage",
    "No usage has been taken in yet.",
    (
        Column("meter", "Meter", "code"),
        Column("unit", "Unit"),
        Column("record_count", "Records", "count"),
        Column("waiting_count", "Of these waiting", "count"),
        Column("line_count", "Rated lines", "count"),
        Column("used_quantity", "Used", "quantity"),
        Column("rated_quantity", "Rated", "quantity"),
        Column("not_rated_quantity", "Difference", "quantity"),
        Column("verdict", "Verdict", "verdict"),
    ),
    query="usage_records",
)
CONTROL_TOTALS = Table(
    "control_totals",
    "Usage charged, as it was rated, as the journal booked it, and as it stands on documents",
    "Nothing has been rated yet.",
    (
        CURRENCY,
        Column("line_count", "Rated lines", "count"),
        Column("rated_exact_minor", "Rated, exact", "exact_money"),
        Column("rounding_minor", "Rounding", "exact_money"),
        Column("booked_minor", "Booked in the journal", "money"),
        Column("documented_minor", "On documents", "money"),
        Column("not_yet_documented_minor", "In periods still open", "money"),
        Column("difference_minor", "Difference", "money"),
        Column("verdict", "Verdict", "verdict"),
    ),
)
PAYMENT_TOTALS = Table(
    "payment_totals",
    "Payments, as the provider's events tell them, and as the journal credited them",
    "No payment has arrived yet.",
    (
        CURRENCY,
        Column("payment_count", "Payments known", "count"),
        Column("paid_count", "Paid", "count"),
        Column("received_minor", "Received, by events", "money"),
        Column("unassigned_minor", "From payers we do not know", "money"),
        Column("posted_minor", "Posted to accounts", "money"),
        Column("credited_minor", "Credited in the journal", "money"),
        Column("difference_minor", "Difference", "money"),
        Column("verdict", "Verdict", "verdict"),
    ),
)
RECONCILIATION = Table(
    "reconciliation",
    "Checks of the published build: what was compared, and how much of it agreed",
    "This build has no reconciliation results.",
    (
        Column("check_name", "Check"),
        CURRENCY,
        Column("compared", "Compared", "count"),
        Column("matched", "Agree", "count"),
        Column("unmatched", "Do not agree", "count"),
        Column("amount_unmatched_minor", "Amount in question", "money"),
        Column("verdict", "Verdict", "verdict"),
    ),
)
FINDINGS = Table(
    "findings",
    "What does not agree, why, for how long, and what to do about it; what parks an account first, then the oldest",
    "There are no findings.",
    (
        Column("check_name", "Check"),
        ACCOUNT,
        Column("subject", "Subject", "code"),
        Column("reason", "Reason", "sentence"),
        Column("remedy", "What to do", "sentence"),
        Column("owner", "Owner"),
        CURRENCY,
        Column("amount_minor", "Amount", "money"),
        Column("parks_account", "Parks the account"),
        Column("first_seen_at", "First seen (UTC)", "time"),
        Column("age_days", "Age, days", "count"),
    ),
)
PARKED_ACCOUNTS = Table(
    "parked_accounts",
    "Accounts that stay as they were booked until a finding is settled",
    "No account is parked.",
    (
        ACCOUNT,
        Column("finding", "Finding"),
        Column("reason", "Reason", "sentence"),
        Column("parked_by_build", "By build", "count"),
        Column("parked_since", "Since (UTC)", "time"),
    ),
)
UNBILLED_USAGE = Table(
    "unbilled_usage",
    "Usage records that are neither billed nor free",
    "Every usage record is billed or free.",
    (
        Column("state", "State"),
        Column("reason", "Reason", "sentence"),
        Column("remedy", "What to do", "sentence"),
        ACCOUNT,
        Column("meter", "Meter", "code"),
        Column("resource_type", "Type", "code"),
        Column("record_count", "Records", "count"),
        Column("quantity", "Quantity", "quantity"),
        Column("unit", "Unit"),
        Column("oldest_at", "Oldest (UTC)", "time"),
    ),
    query="usage_records",
)
DATA_QUALITY = Table(
    "data_quality",
    "What arrived and what was booked, against what is usual, as the newest run of the suites found it",
    "The suites have not been run yet.",
    (
        Column("suite", "Suite", "code"),
        Column("says", "Expected"),
        Column("subject", "Of", "code"),
        Column("found", "Found"),
        Column("element_count", "Rows", "count"),
        Column("unexpected_count", "Not as expected", "count"),
        Column("observed", "Measured", "quantity"),
    ),
)
BATCHES = Table(
    "batches",
    "Files that were taken in, and what became of their rows",
    "No file has been taken in yet.",
    (
        Column("batch_id", "Batch", "count"),
        Column("kind", "Kind"),
        Column("record_kind", "Records of"),
        Column("file_name", "File", "code"),
        Column("rows_in_file", "Rows", "count"),
        Column("landed_count", "Landed", "count"),
        Column("duplicate_count", "Duplicate", "count"),
        Column("conflict_count", "Conflict", "count"),
        Column("rejected_count", "Rejected", "count"),
        Column("received_at", "Received (UTC)", "time"),
        Column("file_sha256", "SHA-256", "code", in_page=False),
    ),
)
PERIOD_STATUS = Table(
    "period_status",
    "Billing periods by days and currency: how many accounts' periods still run, wait for their close, or are closed; days are of the period's zone",
    "No billing period has begun yet.",
    (
        Column("first_day", "First day", "date"),
        Column("last_day", "Last day", "date"),
        CURRENCY,
        Column("period_count", "Accounts", "count"),
        Column("running_count", "Running", "count"),
        Column("ended_count", "Wait for close", "count"),
        Column("closed_count", "Closed", "count"),
        Column("drafted_minor", "On drafts", "money"),
        Column("issued_minor", "Issued", "money"),
    ),
)
# A difference in one of these means that an amount in the report may be wrong.
TOTALS = (CONTROL_TOTALS, USAGE_TOTALS, PAYMENT_TOTALS, ROW_TOTALS)
TABLES = (
    *TOTALS,
    RECONCILIATION,
    FINDINGS,
    PARKED_ACCOUNTS,
    PERIOD_STATUS,
    *MONEY_TABLES,
    *DOCUMENT_TABLES,
    UNBILLED_USAGE,
    DATA_QUALITY,
    BATCHES,
    *PAGE_TABLES,
)
