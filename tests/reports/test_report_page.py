"""The page from rows made by hand: what a name, a reason or a file can hold never becomes markup, a formula, or an address."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reports.contents import FINDINGS, TABLES
from reports.document_tables import DRAFT_LINES, DRAFTS
from reports.layout import DRAFTS_PAGE, MAIN, page_of
from reports.money_tables import BALANCES, RECEIVABLES_BY_AGE, REVENUE_BY_DAY
from reports.pages import MOST_ROWS_IN_PAGE, Report
from reports.sign_off import verdict
from tests.reports.read_page import Page

CANARIES = (
    "<script>alert(1)</script>",
    '"><img src=https://canary.example/x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "javascript:alert(1)",
    '=HYPERLINK("https://canary.example")',
    "\u202egnp.exe",
)
NOW = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)


def publication(**other: Any) -> dict[str, Any]:
    known = {"build_number": 3, "as_of": NOW, "published_at": NOW, "code_hash": "ab" * 32}
    return known | {"newer_build_number": None, "newer_build_status": None, "newer_build_reason": None} | other


def render(publication: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> str:
    """The main page."""
    return Report(publication, rows, {}).main()


def some_rows(**given: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {table.name: given.get(table.name, []) for table in TABLES}


def finding(**other: Any) -> dict[str, Any]:
    return {column.name: None for column in FINDINGS.columns} | {"currency": "USD", "amount_minor": 9900, "first_seen_at": NOW, "age_days": 3} | other


def balance(**other: Any) -> dict[str, Any]:
    known = {"currency": "JPY", "account_id": "acme", "name": "Acme", "billing_mode": "postpaid"}
    return known | {"balance_minor": -1234567, "unbilled_tax_minor": 0, "available_minor": -1234567} | other


def draft(invoice_id: str, name: str) -> dict[str, Any]:
    known: dict[str, Any] = {column.name: None for column in DRAFTS.columns} | {"invoice_id": invoice_id, "account_id": name, "name": name}
    known |= {"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 30), "period_start": NOW, "period_end": NOW, "billing_timezone": "UTC"}
    return known | {"currency": "EUR", "subtotal_minor": 4761, "tax_minor": 0, "total_minor": 4761}


def draft_line(invoice_id: str, text: str) -> dict[str, Any]:
    known: dict[str, Any] = {column.name: None for column in DRAFT_LINES.columns}
    return known | {"invoice_id": invoice_id, "description": text, "quantity": 3, "unit": text, "currency": "EUR", "amount_minor": 4761}


def test_nothing_in_the_data_becomes_markup() -> None:
    rows = some_rows(
        findings=[finding(check_name=text, account_id=text, subject=text, reason=text, remedy=text) for text in CANARIES],
        balances=[balance(account_id=text, name=text) for text in CANARIES],
        drafts=[draft(str(number), text) for number, text in enumerate(CANARIES)],
        draft_lines=[draft_line(str(number), text) for number, text in enumerate(CANARIES)],
        revenue_by_day=[{"currency": "EUR", "usage_date": date(2026, 9, 1), "meter": text, "amount_exact_minor": Decimal(5)} for text in CANARIES],
    )
    report = Report(publication(newer_build_number=4, newer_build_status="failed", newer_build_reason=CANARIES[1]), rows, {})
    pages = report.beside() | {MAIN: report.main()}
    for file, text in pages.items():
        page = Page(text)
        assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "input", "link", "foreignobject"}
        assert not page.event_attributes and not page.addresses
        assert all(link.startswith(("#", "tables/")) or link.partition("#")[0] in (*pages, "past-reports.html") for link in page.links), file
    page = Page(pages[MAIN])
    assert [row[3] for row in page.table(FINDINGS.caption).rows] == list(CANARIES)
    assert "49" not in [row[3] for row in page.table(FINDINGS.caption).rows]


def test_the_policy_lets_nothing_in_and_only_this_style() -> None:
    text = render(publication(), some_rows())
    assert "content=\"default-src 'none'; style-src 'sha256-" in text
    assert "unsafe" not in text


def test_a_file_holds_no_formula_and_keeps_numbers_as_numbers() -> None:
    rows = [balance(name=text, account_id=text) for text in CANARIES]
    read = list(csv.DictReader(io.StringIO(BALANCES.csv_bytes(rows).decode("utf-8-sig"))))
    assert [row["Name"] for row in read] == [f"'{text}" if text.startswith("=") else text for text in CANARIES]
    assert {row["Balance"] for row in read} == {"-1234567"}


def test_the_first_line_says_which_build_and_whether_a_newer_one_failed() -> None:
    good = render(publication(), some_rows())
    assert "No newer build has failed." in good
    failed = render(publication(newer_build_number=4, newer_build_status="failed"), some_rows())
    assert "A newer build failed" in failed and "Build 4 posted nothing" in failed
    abandoned = render(publication(newer_build_number=4, newer_build_status="abandoned"), some_rows())
    assert "A newer build was abandoned" in abandoned and "Build 4 was abandoned and posted nothing" in abandoned
    first = failed[failed.index("<body>") :].split("<p", 2)[1]
    assert all(words in first for words in ("Build <b>3</b>", "2026-10-05 08:30 UTC", "abababababab"))


def test_a_difference_is_said_in_words() -> None:
    totals = {column.name: 0 for table in TABLES if table.name == "control_totals" for column in table.columns}
    rows = some_rows(control_totals=[totals | {"currency": "USD", "difference_minor": 1, "verdict": "differs"}])
    assert verdict(rows) == "differs"
    text = render(publication(), rows)
    assert "Control totals differ" in text and '<span class="verdict bad">Differs</span>' in text


def test_an_empty_warehouse_is_a_page_too() -> None:
    report = Report(publication(), some_rows(), {})
    pages = report.beside() | {MAIN: report.main()}
    assert all(table.empty in Markup(pages[page_of(table)]).unescape() for table in TABLES if table != DRAFT_LINES)
    assert "There are no drafts." in pages[DRAFTS_PAGE]
    assert Page(pages[MAIN]).tables[-1].caption.startswith("Files of this report")
    checked = {"check_name": "rated_to_journal", "currency": "USD", "compared": 2, "matched": 2, "unmatched": 0, "amount_unmatched_minor": 0}
    assert report.sign_off == "not_yet"
    assert Report(publication(), some_rows(reconciliation=[checked | {"verdict": "matched"}]), {}).sign_off == "yes"


def test_money_on_its_way_to_the_bank_stands_against_no_signature_until_it_is_late() -> None:
    held = {"check_name": "clearing_to_payouts", "currency": "USD", "compared": 2, "matched": 1, "unmatched": 1, "verdict": "unmatched"}
    held |= {"amount_unmatched_minor": 5000}
    on_its_way = Report(publication(), some_rows(reconciliation=[held]), {})
    assert on_its_way.sign_off == "yes"
    assert "All but money that the provider has yet to pay out, and is not late with: USD 50.00." in on_its_way.main()
    elsewhere = finding(check_name="clearing_to_payouts", currency="EUR")
    for rows in (
        some_rows(reconciliation=[held], findings=[finding(check_name="clearing_to_payouts")]),
        some_rows(reconciliation=[held, held | {"check_name": "payments_to_journal"}]),
        some_rows(reconciliation=[held | {"check_name": "rated_to_journal"}]),
    ):
        page = Report(publication(), rows, {})
        assert page.sign_off == "not_yet" and "checks do not match; in question: USD 50.00" in page.main()
    # Late in another currency: the finding stands against the signature, and this check does not.
    page = Report(publication(), some_rows(reconciliation=[held], findings=[elsewhere]), {})
    assert page.sign_off == "not_yet" and "is not late with: USD 50.00" in page.main()


def test_a_long_table_is_cut_and_says_so() -> None:
    text = render(publication(), some_rows(findings=[finding(subject=str(number)) for number in range(MOST_ROWS_IN_PAGE + 1)]))
    assert len(Page(text).table(FINDINGS.caption).rows) == MOST_ROWS_IN_PAGE
    assert f"the first {MOST_ROWS_IN_PAGE} of {MOST_ROWS_IN_PAGE + 1} rows are shown here, the file has all of them" in text


def test_the_chart_names_few_meters_and_adds_up_no_currencies() -> None:
    rows = [
        {"currency": currency, "usage_date": date(2026, 9, day), "meter": f"meter_{meter}", "amount_exact_minor": Decimal(meter * day + 1)}
        for currency in ("EUR", "JPY")
        for day in (1, 2)
        for meter in range(7)
    ]
    text = render(publication(), some_rows(revenue_by_day=rows))
    assert text.count("<svg ") == 1 and 'role="img"' in text
    chart = text[text.index("<svg ") : text.index("</svg>")]
    assert ">other meters<" in chart and ">meter_6<" in chart and ">meter_0<" not in chart
    assert all(len(Page(text).table(f"{REVENUE_BY_DAY.caption}, in {currency}").rows) == 14 for currency in ("EUR", "JPY"))
    assert REVENUE_BY_DAY.caption in text


def test_the_receivables_chart_has_a_scale_for_each_currency() -> None:
    ages = {"current_minor": 1234, "days_30_minor": Decimal(0), "days_60_minor": 0, "days_90_minor": 0, "longer_minor": 250}
    rows = [{"currency": currency, "account_count": 1, "document_count": 2, "due_minor": 1484} | ages for currency in ("JPY", "KWD")]
    text = render(publication(), some_rows(receivables_by_age=rows))
    chart = text[text.index("<svg ") : text.index("</svg>")]
    # 1,234 yen, and 1.234 dinars, whose axis needs decimals.
    assert ">1,000<" in chart and ">0.5<" in chart and chart.count(">Over 90 days<") == 2
    assert Page(text).table(RECEIVABLES_BY_AGE.caption).rows[1][3:] == ["1.234", "0.000", "0.000", "0.000", "0.250", "1.484"]
