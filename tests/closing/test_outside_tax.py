"""Tax of an outside provider, told once: drafts that wait for his result, results that do not fit, the document that names his transaction.

Each test goes on where the one before ended.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

import pytest

from ingest.records import ingest_records
from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

CURRENCY_OF = {"tex": "USD", "idle": "USD", "spared": "USD", "berlin": "USD", "paris": "EUR", "yen": "JPY", "dinar": "KWD"}
ACCOUNTS = "account_id,currency,issuer_id,country,legal_name,city\n" + "".join(
    f"{name},{currency},cloud,{'FR' if name == 'paris' else 'US'},{name.title()} Inc,Austin\n" for name, currency in CURRENCY_OF.items()
)
ISSUERS = "issuer_id,legal_name,country,tax_id,invoice_series,credit_note_series\ncloud,Cloud GmbH,DE,DE136695976,CLD,CLDCN\n"
PRICES = """price_id,account_id,meter,currency,model,unit_price,flat_fee,valid_from,valid_to
unit-usd,,unit,USD,per_unit,1.00,,,
unit-eur,,unit,EUR,per_unit,1.00,,,
unit-jpy,,unit,JPY,per_unit,3,,,
unit-kwd,,unit,KWD,per_unit,0.125,,,
fee-tex,tex,,USD,flat,,68.33,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z
fee-yen,yen,,JPY,flat,,500,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z
"""
PROFILES = "account_id,jurisdiction,tax_provider\n" + "".join(
    f"{name},{'DE' if name == 'berlin' else 'US'},{'' if name == 'berlin' else 'vertex'}\n" for name in CURRENCY_OF
)
JANUARY = "2024-01-10T10:00:00Z"
HEADER = (
    "provider,transaction_id,invoice_id,invoice_line_id,account_id,currency,jurisdiction,tax_name,treatment,exempt_reason,rate_bp,"
    "amount_minor,taxable_minor,tax_minor,total_tax_minor,calculated_at\n"
)


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """January: 100 units and a fee of 68.33 for tex, 333 units at JPY 3 and a fee of 500 for yen, 100 at KWD 0.125 for dinar.

    All but berlin name vertex as their tax provider; he answers nothing for idle.
    """
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("outside_tax"))
        for kind, text in (("accounts", ACCOUNTS), ("issuers", ISSUERS), ("prices", PRICES), ("tax_profiles", PROFILES)):
            told.records(kind, text)
        used = {"tex": 100, "idle": 10, "spared": 50, "berlin": 100, "paris": 100, "yen": 333, "dinar": 100}
        told.usage(*((account, JANUARY, quantity) for account, quantity in used.items()))
        yield told


def asked(house: BillingHouse, account: str) -> dict[str, tuple[str, str, int]]:
    """Line type -> (document, line, amount) of what the provider is asked about."""
    query = "select line_type, invoice_id::text, invoice_line_id::text, amount_minor from finance.tax_requests where account_id = %s"
    return {row[0]: row[1:] for row in house.warehouse.rows(query, (account,))}


def answer(house: BillingHouse, transaction: str, account: str, at: str, total: int, *taxes: tuple, currency: str = "") -> str:
    """Rows of one transaction: (line type or empty, jurisdiction, name, treatment, rate, amount, taxable, tax) of each tax."""
    lines = asked(house, account)
    document = next(iter(lines.values()))[0]
    return "".join(
        f"vertex,{transaction},{document},{lines[kind][1] if kind else ''},{account},{currency or CURRENCY_OF[account]},{jurisdiction},{name},"
        f"{treatment},{'nonprofit' if treatment == 'exempt' else ''},{rate},{amount},{taxable},{tax},{total},{at}\n"
        for kind, jurisdiction, name, treatment, rate, amount, taxable, tax in taxes
    )


def headers(house: BillingHouse) -> dict[str, tuple]:
    """Account -> (subtotal, tax, total, number or why the draft waits) of its document of January."""
    rows = house.warehouse.rows(
        "select invoices.account_id, invoices.subtotal_minor, invoices.tax_minor, total_minor, coalesce(invoice_number, min(reason), 'ready')"
        " from billing.invoices left join finance.tax_requests using (invoice_id)"
        " where invoices.period_start = '2024-01-01Z' and corrects_invoice_id is null group by invoice_id, invoice_number, 1, 2, 3, 4"
    )
    return {row[0]: row[1:] for row in rows}


def findings(house: BillingHouse) -> list[tuple]:
    return house.warehouse.rows(
        "select account_id, split_part(reason, ':', 1), currency, amount_minor, owner from finance.reconciliation_findings"
        " where check_name in ('documents_to_tax', 'tax_results_to_documents') order by 1, 2"
    )


def test_drafts_wait_for_the_provider_and_say_what_he_is_to_be_asked(house: BillingHouse) -> None:
    house.build("2024-02-01T06:00:00Z")
    assert headers(house) == {
        "tex": (16833, 0, 16833, "tax_result_missing"),
        "idle": (1000, 0, 1000, "tax_result_missing"),
        "spared": (5000, 0, 5000, "tax_result_missing"),
        "berlin": (10000, 1900, 11900, "ready"),
        "paris": (10000, 0, 10000, "tax_result_missing"),
        "yen": (1499, 0, 1499, "tax_result_missing"),
        "dinar": (12500, 0, 12500, "tax_result_missing"),
    }
    assert [row[:2] for row in findings(house)] == [(name, "tax_result_missing") for name in ("dinar", "idle", "paris", "spared", "tex", "yen")]
    request = (
        "select line_type, amount_minor, minor_unit_exponent, is_tax_included, legal_name, city, country, issuer_country from finance.tax_requests"
        " where account_id in ('dinar', 'berlin')"
    )
    assert house.warehouse.rows(request) == [("usage", 12500, 3, False, "Dinar Inc", "Austin", "US", "DE")]


def test_a_result_fits_the_document_or_holds_it_alone(house: BillingHouse) -> None:
    """20 late units move tex to 120.00 after the provider answered for 100.00; a row of dinar's answer is refused, and one of tex is in euros."""
    at, state, city = "2024-02-01T09:00:00Z", ("US-TX", "STATE TAX", "standard", 625), ("US-TX-AUS", "CITY TAX", "standard", 200)
    house.records(
        "tax_results",
        HEADER
        + answer(house, "tx-1", "tex", at, 1390, ("usage", *state, 10000, 10000, 625), ("fee", *state, 6833, 6833, 428),
                 ("usage", *city, 10000, 10000, 200), ("fee", *city, 6833, 6833, 137))
        + answer(house, "tx-euro", "tex", at, 10, ("", *state, 160, 160, 10), currency="EUR")
        + answer(house, "tx-yen", "yen", at, 149, ("", "JP", "CONSUMPTION TAX", "standard", 1000, 1499, 1499, 149))
        + answer(house, "tx-spared", "spared", at, 0, ("usage", *state[:2], "exempt", 625, 5000, 5000, 0))
        + answer(house, "tx-paris", "paris", at, 2000, ("usage", "FR", "VAT", "standard", 2000, 10000, 10000, 2000)),
    )  # fmt: skip
    dinar = HEADER + answer(house, "tx-dinar", "dinar", at, 750, ("usage", "KW", "VAT", "standard", 500, 12500, 12500, 625),
                            ("usage", "KW", "LEVY", "standard", 100, 12500, 12500, -125))  # fmt: skip
    path = house.folder / "dinar.csv"
    path.write_text(dinar)
    assert ingest_records("tax_results", [path])[0].rejected == 1
    house.usage(("tex", JANUARY, 20))
    for account in CURRENCY_OF:
        house.close(account, "2024-01-01")
    house.build("2024-02-02T06:00:00Z")
    assert headers(house) == {
        "tex": (18833, 0, 18833, "tax_result_stale"),
        "idle": (1000, 0, 1000, "tax_result_missing"),
        "spared": (5000, 0, 5000, "ready"),
        "berlin": (10000, 1900, 11900, "ready"),
        "paris": (10000, 2000, 12000, "ready"),
        "yen": (1499, 149, 1648, "ready"),
        "dinar": (12500, 0, 12500, "tax_result_incomplete"),
    }
    assert findings(house) == [
        ("dinar", "tax_result_incomplete", "KWD", 12500, "tax"),
        ("idle", "tax_result_missing", "USD", 1000, "tax"),
        ("tex", "tax_result_stale", "USD", 18833, "tax"),
        ("tex", "tax_result_unmatched", "EUR", 10, "tax"),
    ]
    # 999 and 500 share 149: 99.30 and 49.70.
    lines = "select amount_minor, tax_rate_bp::text, tax_minor, tax_transaction_id from billing.invoice_lines where account_id = %s order by 1"
    assert house.warehouse.rows(lines, ("yen",)) == [(500, "1000.0000", 50, "tx-yen"), (999, "1000.0000", 99, "tx-yen")]
    assert house.taxes("spared") == [("US-TX", "STATE TAX", "0", 5000, 0, "exempt")]


def test_what_fits_is_issued_and_what_waits_is_asked_again(house: BillingHouse) -> None:
    """120.00 and 68.33: the provider rounds 4.270625 up to 4.28, and so does the document: 7.50 + 4.28 and 2.40 + 1.37."""
    at, state, city = "2024-02-02T09:00:00Z", ("US-TX", "STATE TAX", "standard", 625), ("US-TX-AUS", "CITY TAX", "standard", 200)
    house.records(
        "tax_results",
        HEADER
        + answer(house, "tx-2", "tex", at, 1555, ("usage", *state, 12000, 12000, 750), ("fee", *state, 6833, 6833, 428),
                 ("usage", *city, 12000, 12000, 240), ("fee", *city, 6833, 6833, 137))
        + answer(house, "tx-dinar", "dinar", "2024-02-01T09:00:00Z", 750, ("usage", "KW", "LEVY", "standard", 100, 12500, 12500, 125)),
    )  # fmt: skip
    for account in CURRENCY_OF:
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
    house.build("2024-02-03T06:00:00Z")
    assert {account: header[3] for account, header in headers(house).items()} == {
        "tex": "ready", "dinar": "ready", "idle": "tax_result_missing",
        "berlin": "CLD-2024-000001", "paris": "CLD-2024-000002", "spared": "CLD-2024-000003", "yen": "CLD-2024-000004",
    }  # fmt: skip
    assert house.taxes("tex") == [
        ("US-TX", "STATE TAX", "625", 18833, 1178, "outside_provider"),
        ("US-TX-AUS", "CITY TAX", "200", 18833, 377, "outside_provider"),
    ]
    # What the provider says later is a finding: the draft is issued as it was published.
    house.records("tax_results", HEADER + answer(house, "tx-3", "tex", "2024-02-03T09:00:00Z", 1500, ("", *state, 18833, 18833, 1500)))
    house.build("2024-02-04T06:00:00Z")
    assert (headers(house)["tex"], headers(house)["dinar"]) == ((18833, 1555, 20388, "CLD-2024-000006"), (12500, 750, 13250, "CLD-2024-000005"))
    assert findings(house) == [
        ("idle", "tax_result_missing", "USD", 1000, "tax"),
        ("tex", "tax_result_late", "USD", -55, "tax"),
        ("tex", "tax_result_unmatched", "EUR", 10, "tax"),
    ]
    lines = (
        "select amount_minor, tax_rate_bp::text, tax_minor, tax_provider, tax_transaction_id, tax_calculated_at = '2024-02-02T09:00Z'"
        " from billing.invoice_lines where account_id = 'tex' order by 1"
    )
    assert house.warehouse.rows(lines) == [(6833, "825.0000", 565, "vertex", "tx-2", True), (12000, "825.0000", 990, "vertex", "tx-2", True)]
    booked = "select account_id, amount_minor from billing.ledger_entries where entry_type = 'tax_debit' order by 1"
    assert house.warehouse.rows(booked) == [("berlin", -1900), ("dinar", -750), ("paris", -2000), ("tex", -1555), ("yen", -149)]
    costs = (
        'select "ChargeDescription", "BilledCost"::text from analytics.focus_cost_and_usage where "ChargeCategory" = %s and "BillingAccountId" = %s'
    )
    assert sorted(house.warehouse.rows(costs, ("Tax", "tex"))) == [("Tax, US-TX, STATE TAX", "11.78"), ("Tax, US-TX-AUS, CITY TAX", "3.77")]


def test_credit_in_parts_gives_back_what_the_provider_worked_out(house: BillingHouse) -> None:
    """100.00 and 103.88 of 203.88: 5.78 and 1.85 of the taxes, then 6.00 and 1.92. The paper of dinar is cancelled."""
    for amount in ("10000", "10388"):
        house.accepted("credit_note", "--reference", "CLD-2024-000006", "--currency", "USD", "--amount-minor", amount)
    house.accepted("invoice_void", "--account", "dinar", "--reference", "CLD-2024-000005")
    house.build("2024-02-05T06:00:00Z")
    notes = "select subtotal_minor, tax_minor, total_minor from finance.credit_notes where account_id = 'tex' order by total_minor desc"
    assert house.warehouse.rows(notes) == [(-9237, -763, -10000), (-9596, -792, -10388)]
    filed = "select jurisdiction, category, trim_scale(rate_bp)::text, taxable_minor, tax_minor, document_count, void_count from finance.tax_filing"
    assert house.warehouse.rows(f"{filed} order by 1, 2") == [
        ("DE", "standard", "1900", 10000, 1900, 1, 0),
        ("FR", "VAT", "2000", 10000, 2000, 1, 0),
        ("JP", "CONSUMPTION TAX", "1000", 1499, 149, 1, 0),
        ("KW", "LEVY", "100", 0, 0, 1, 1),
        ("KW", "VAT", "500", 0, 0, 1, 1),
        ("US-TX", "STATE TAX", "0", 5000, 0, 1, 0),
        ("US-TX", "STATE TAX", "625", 0, 0, 3, 0),
        ("US-TX-AUS", "CITY TAX", "200", 0, 0, 3, 0),
    ]
    payable = "select currency, sum(amount_minor)::int from book.journal_legs where ledger_account = 'tax_payable' group by 1 order by 1"
    assert house.warehouse.rows(payable) == [("EUR", 2000), ("JPY", 149), ("KWD", 0), ("USD", 1900)]
    assert [row[:2] for row in findings(house)] == [("idle", "tax_result_missing"), ("tex", "tax_result_late"), ("tex", "tax_result_unmatched")]
    out = house.folder / "tax.csv"
    assert house.warehouse.run("export", "tax", "--out", out, "--json").exit_code == 0
    with out.open(newline="") as file:
        rows = {(row["jurisdiction"], row["category"]): (row["taxable"], row["tax"], row["reason"]) for row in csv.DictReader(file)}
    assert rows["FR", "VAT"] == ("100.00", "20.00", "outside_provider") and rows["JP", "CONSUMPTION TAX"] == ("1499", "149", "outside_provider")


def test_documents_name_the_transaction_on_header_and_lines(house: BillingHouse) -> None:
    folder = house.folder / "documents"
    said = house.warehouse.run("export", "invoice", "--all", "--out", folder, "--form", "json", "--form", "html", "--form", "xml", "--json")
    assert said.exit_code == 0, said
    result = {"provider": "vertex", "transaction_id": "tx-2", "calculated_at": "2024-02-02T09:00:00.000000Z"}
    for number in ("CLD-2024-000006", "CLDCN-2024-000001", "CLDCN-2024-000002"):
        told = json.loads((folder / f"{number}.json").read_text())
        assert told["document"]["tax_results"] == [result]
        assert {line["tax_result"]["transaction_id"] for line in told["lines"]} == {"tx-2"}
        assert "Tax worked out by vertex, transaction tx-2." in (folder / f"{number}.html").read_text()
    ours = json.loads((folder / "CLD-2024-000001.json").read_text())
    assert "tax_results" not in ours["document"] and "tax_result" not in ours["lines"][0]
    # One tax on every line is what EN 16931 knows: 20% of 100.00 are written, two taxes on a line are not.
    assert "<cbc:Percent>20</cbc:Percent>" in (folder / "CLD-2024-000002.xml").read_text()
    assert not (folder / "CLD-2024-000006.xml").exists()
