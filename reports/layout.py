"""Where each table of the report stands: the sections of the main page, and the pages beside it.

What does not belong here: what a table holds (``contents``) and what a page looks like (``templates/``).
"""

from __future__ import annotations

from dataclasses import dataclass

from reports import contents, document_tables, money_tables, page_tables
from reports.tables import Table

MAIN, PAST = "index.html", "past-reports.html"
DRAFTS_PAGE = "draft-invoices.html"


@dataclass(frozen=True)
class Section:
    """``tables``: each with its own heading, which is empty where that of the section says it all. ``more``: pages that go on from here."""

    anchor: str
    heading: str
    tables: tuple[tuple[str, Table], ...]
    intro: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """One file beside the main page."""

    file: str
    title: str
    intro: str
    sections: tuple[Section, ...]


SECTIONS = (
    Section("key_amounts", "Key amounts", (("", money_tables.KEY_AMOUNTS),)),
    Section(
        "control_totals",
        "Control totals",
        (
            ("Rated usage, journal, documents", contents.CONTROL_TOTALS),
            ("Usage, rated usage", contents.USAGE_TOTALS),
            ("Provider events, payments, journal", contents.PAYMENT_TOTALS),
            ("Rows of files", contents.ROW_TOTALS),
        ),
        "The same money told by parties that do not ask each other. Where two of them differ, an amount in this report may be wrong.",
    ),
    Section("reconciliation", "Reconciliation", (("", contents.RECONCILIATION),)),
    Section("findings", "Findings", (("", contents.FINDINGS), ("Parked accounts", contents.PARKED_ACCOUNTS))),
    Section("period_status", "Periods", (("", contents.PERIOD_STATUS),)),
    Section(
        "revenue",
        "Revenue",
        (
            ("By day", money_tables.REVENUE_BY_DAY),
            ("By month", money_tables.REVENUE_BY_MONTH),
            ("By charge", money_tables.REVENUE_BY_CHARGE),
        ),
        more=(("pricing-snapshots.html", "Which price, plan version and snapshot billed how much"),),
    ),
    Section(
        "receivables",
        "Receivables",
        (
            ("By age", money_tables.RECEIVABLES_BY_AGE),
            ("By account", money_tables.RECEIVABLES),
            ("Documents to pay", money_tables.DOCUMENTS_TO_PAY),
        ),
        "An amount ages from the day its document was due to the time of this build.",
        (("delinquency-and-restrictions.html", "What is done about accounts that do not pay"),),
    ),
    Section("balances", "Balances", (("", money_tables.BALANCES),)),
    Section(
        "payments",
        "Payments, refunds and disputes",
        (
            ("Payments", money_tables.PAYMENTS),
            ("Refunds", money_tables.REFUNDS),
            ("Disputes", money_tables.DISPUTES),
            ("Held by the provider", money_tables.PROVIDER_CLEARING),
        ),
    ),
    Section("tax_filing", "Tax", (("", document_tables.TAX_FILING),), more=(("tax-evidence.html", "What each tax was worked out from"),)),
    Section("credit_notes", "Credit notes", (("", document_tables.CREDIT_NOTES),)),
    Section("reseller_margin", "Reseller margin", (("", document_tables.RESELLER_MARGIN),)),
    Section("rounding_residual", "Rounding", (("", document_tables.ROUNDING_RESIDUAL),)),
    Section("drafts", "Drafts", (("", document_tables.DRAFTS),), more=((DRAFTS_PAGE, "Drafts with their lines"),)),
    Section("unbilled_usage", "Unbilled usage", (("", contents.UNBILLED_USAGE),)),
    Section("data_quality", "Data quality", (("", contents.DATA_QUALITY),)),
    Section("batches", "Files taken in", (("", contents.BATCHES),)),
)
PAGES = (
    Page(
        DRAFTS_PAGE,
        "Draft invoices",
        "What would be issued if the periods that have ended were closed now. A draft changes until then.",
        (Section("draft_lines", "Lines of each draft", (("", document_tables.DRAFT_LINES),)),),
    ),
    Page(
        "pricing-snapshots.html",
        "Prices and pricing snapshots",
        "Which price billed how much. A snapshot is the price that was taken when an allocation was made; it wins over every other price.",
        (
            Section("snapshots_billed", "Pricing snapshots", (("", page_tables.SNAPSHOTS_BILLED),)),
            Section("prices_billed", "Prices", (("", page_tables.PRICES_BILLED),)),
        ),
    ),
    Page(
        "tax-evidence.html",
        "Tax evidence",
        "Why each document has the tax it has: jurisdiction, treatment, rate, and the tax id or reason the customer gave, as they were at issue.",
        (Section("tax_evidence", "Taxes of documents", (("", page_tables.TAX_EVIDENCE),)),),
    ),
    Page(
        "delinquency-and-restrictions.html",
        "Delinquency and restrictions",
        "Accounts that have run out, owe or dispute, what the policy asks for, and what is in force.",
        (
            Section("delinquency", "Delinquency", (("", page_tables.DELINQUENCY),)),
            Section("restrictions", "Restrictions", (("", page_tables.RESTRICTIONS),)),
        ),
    ),
    Page(
        "budgets.html",
        "Budgets",
        "Budgets, what their running period has come to, and the thresholds that spend has reached.",
        (
            Section("budgets", "Running periods", (("", page_tables.BUDGETS),)),
            Section("budget_thresholds", "Thresholds", (("", page_tables.BUDGET_THRESHOLDS),)),
        ),
    ),
    Page(
        "shadow-rating.html",
        "Shadow rating",
        "Past usage rated with candidate prices. Nothing here is booked or billed.",
        (
            Section("shadow_runs", "Runs", (("", page_tables.SHADOW_RUNS),)),
            Section("shadow_rating", "Accounts and charges", (("", page_tables.SHADOW_RATING),)),
        ),
    ),
)


def page_of(table: Table) -> str:
    """The file of the page on which a table stands."""
    beside = {placed.name: page.file for page in PAGES for section in page.sections for _, placed in section.tables}
    return beside.get(table.name, MAIN)
