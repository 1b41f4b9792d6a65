"""Tax of documents, told once: drafts show it, documents charge it, credit notes and cancelled papers give it back.

Each test goes on where the one before ended.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

ISSUED = ("fees", "quebec", "biz", "berlin", "clinic", "sold", "lost", "odd", "free", "branch", "ghost", "cents")
ISSUER_OF, TAXED_BY, PAYER_OF = {"free": "other", "ghost": "nobody"}, {"sold": "reseller"}, {"branch": "clinic"}
ISSUERS = "issuer_id,invoice_series,credit_note_series\ncloud,CLD,CLDCN\nother,OTH,OTHCN\n"
FEES = "price_id,account_id,currency,model,flat_fee,valid_from,valid_to\n" + "".join(
    f"fee-{number},fees,USD,flat,{fee},2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\n" for number, fee in enumerate(("68.33", "68.33", "57.50", "85.00"))
)
FEES += "fee-cents,cents,USD,flat,10.01,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\n"
PRICES = """price_id,account_id,meter,currency,model,unit_price,tax_category,tax_included
unit-usd,,unit,USD,per_unit,1.00,,
unit-berlin,berlin,unit,USD,per_unit,1.00,,true
unit-branch,branch,unit,USD,per_unit,1.00,,true
unit-cents,cents,unit,USD,per_unit,1.00,,true
"""
PROFILES = """account_id,jurisdiction,treatment,tax_id,exempt_reason
fees,FR,standard,,
quebec,CA-QC,standard,,
biz,NL,reverse_charge,NL004495445B01,
berlin,DE,standard,,
clinic,DE,exempt,,hospital
odd,XX,standard,,
branch,DE,standard,,
cents,DE,standard,,
"""
JANUARY = "2024-01-10T10:00:00Z"


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """January: four fees for fees, 100 units for berlin and 100.01 for branch in prices with tax, 100.01 for the others.
    cents has a fee of 10.01 beside 0.02 in a price with tax, which is too little to hold any.

    The issuer of free taxes nobody, and clinic pays for branch.
    """
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("tax"))
        accounts = "".join(
            f"{name},USD,{ISSUER_OF.get(name, 'cloud')},{TAXED_BY.get(name, 'platform')},{PAYER_OF.get(name, '')}\n" for name in ISSUED
        )
        told.records("accounts", f"account_id,currency,issuer_id,tax_responsibility,bill_to_account_id\n{accounts}")
        for kind, text in (("issuers", ISSUERS), ("prices", FEES), ("prices", PRICES), ("tax_profiles", PROFILES)):
            told.records(kind, text)
        told.usage(("fees", "2024-02-01T01:00:00Z", 10), ("berlin", JANUARY, 100), ("cents", JANUARY, "0.02"))
        told.usage(*((account, JANUARY, "100.01") for account in ISSUED[1:] if account not in ("berlin", "cents")))
        yield told


def headers(house: BillingHouse) -> dict[str, tuple]:
    """Account -> (subtotal, tax, total, treatment) of its document of January."""
    rows = house.warehouse.rows(
        "select account_id, subtotal_minor, tax_minor, total_minor, tax_treatment from billing.invoices"
        " where period_start = '2024-01-01Z' and corrects_invoice_id is null"
    )
    return {row[0]: row[1:] for row in rows}


def held(house: BillingHouse) -> list[tuple]:
    return house.warehouse.rows(
        "select account_id, split_part(reason, ':', 1), amount_minor from finance.reconciliation_findings"
        " where check_name = 'documents_to_tax' order by 1"
    )


def money(house: BillingHouse, account: str) -> tuple[int, int, int, int, int, int]:
    """(balance, unbilled tax, available, unapplied credit, amounts due, not yet invoiced)."""
    return house.warehouse.rows(
        "select balance_minor, unbilled_tax_minor, available_minor, unapplied_credit_minor, amount_due_minor, not_yet_invoiced_minor"
        " from billing.balances where account_id = %s and currency = 'USD'",
        (account,),
    )[0]


def test_a_draft_shows_the_tax_that_it_would_have(house: BillingHouse) -> None:
    house.build("2024-02-01T06:00:00Z")
    assert headers(house) == {
        "fees": (27916, 5583, 33499, "standard"),
        "quebec": (10001, 1498, 11499, "standard"),
        "biz": (10001, 0, 10001, "reverse_charge"),
        "berlin": (8403, 1597, 10000, "standard"),
        "clinic": (10001, 0, 10001, "exempt"),
        "sold": (10001, 0, 10001, "out_of_scope"),
        "lost": (10001, 0, 10001, "out_of_scope"),
        "odd": (10001, 0, 10001, "standard"),
        "free": (10001, 0, 10001, "out_of_scope"),
        "branch": (8404, 1597, 10001, "standard"),
        "ghost": (10001, 0, 10001, "out_of_scope"),
        "cents": (1003, 190, 1193, "standard"),
    }
    lines = house.warehouse.rows(
        "select amount_minor, tax_rate_bp::text, tax_minor from billing.invoice_lines where account_id = 'fees' order by amount_minor, tax_minor desc"
    )
    assert lines == [(5750, "2000.0000", 1150), (6833, "2000.0000", 1367), (6833, "2000.0000", 1366), (8500, "2000.0000", 1700)]
    assert house.taxes("quebec") == [
        ("CA", "standard", "500", 10001, 500, "standard_rate"),
        ("CA-QC", "standard", "997.5", 10001, 998, "standard_rate"),
    ]
    assert house.taxes("cents") == [("DE", "standard", "1900", 1003, 190, "standard_rate")]
    assert house.taxes("biz") == [("NL", "digital_service", "0", 10001, 0, "reverse_charge")]
    assert [house.taxes(account)[0][5] for account in ("clinic", "sold", "free")] == ["exempt", "taxed_by_reseller", "not_taxed"]
    # Nothing of it is posted. The hour of February, 10.00, has 2.00 of tax to come; the price of berlin holds its tax.
    assert money(house, "fees") == (-28916, 5783, -34699, 0, 0, 28916)
    assert money(house, "berlin") == (-10000, 0, -10000, 0, 0, 10000)
    assert held(house) == [("lost", "tax_profile_missing", 10001), ("odd", "tax_rate_missing", 10001)]


def test_the_issue_books_the_tax_and_holds_back_only_what_lacks_it(house: BillingHouse) -> None:
    house.close("fees", "2024-01-01")
    for account in ISSUED[1:]:
        house.close(account, "2024-01-01")
    house.build("2024-02-02T06:00:00Z")
    for account in ISSUED:
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
    house.build("2024-02-03T06:00:00Z")
    issued = house.warehouse.rows("select account_id from billing.invoices where status = 'issued' order by 1")
    assert issued == [("berlin",), ("biz",), ("branch",), ("cents",), ("clinic",), ("fees",), ("free",), ("quebec",), ("sold",)]
    booked = house.warehouse.rows(
        "select account_id, amount_minor from billing.ledger_entries where entry_type = 'tax_debit' and reference_type = 'invoice' order by 1"
    )
    assert booked == [("cents", -190), ("fees", -5583), ("quebec", -1498)]
    assert money(house, "fees") == (-34499, 200, -34699, 0, 33499, 1000)
    # The tax that a price holds only leaves the revenue.
    legs = house.warehouse.rows(
        "select journal_legs.ledger_account, journal_legs.amount_minor from book.journal_legs inner join book.journal_entries using (ledger_entry_id)"
        " inner join book.invoices on invoices.invoice_id::text = journal_entries.reference_id"
        " where journal_entries.entry_type = 'tax_debit' and invoices.account_id = 'berlin' order by 1"
    )
    assert legs == [("tax_payable", 1597), ("usage_revenue", -1597)]
    assert money(house, "berlin") == (-10000, 0, -10000, 0, 10000, 0)
    assert (money(house, "branch"), money(house, "clinic")) == ((0, 0, 0, 0, 0, 0), (-20002, 0, -20002, 0, 20002, 0))
    assert held(house) == [("lost", "tax_profile_missing", 10001), ("odd", "tax_rate_missing", 10001)]
    # No number is given away for an issuer that is no record.
    nobody = "select account_id, subject, amount_minor from finance.reconciliation_findings where check_name = 'documents_to_parties'"
    assert house.warehouse.rows(nobody) == [("ghost", "USD 2024-01-01T00:00:00Z waits for nobody", 10001)]
    evidence = "select tax_evidence -> 0 ->> 'tax_id', tax_evidence -> 0 ->> 'treatment' from billing.invoices where account_id = 'biz'"
    assert house.warehouse.rows(evidence) == [("NL004495445B01", "reverse_charge")]


def test_what_was_missing_releases_the_document_and_a_changed_profile_does_not_reach_it(house: BillingHouse) -> None:
    house.records("tax_profiles", "account_id,jurisdiction,valid_from,valid_to\nodd,XX,1990-01-01T00:00:00Z,1990-01-01T00:00:00Z\n")
    house.records("tax_profiles", "account_id,jurisdiction,treatment\nlost,DE,standard\nodd,JP,standard\nbiz,NL,standard\n")
    for reference, amount in (("fees", "10000"), ("fees", "10000"), ("berlin", "4000")):
        number = house.warehouse.rows("select invoice_number from billing.invoices where account_id = %s and status = 'issued'", (reference,))[0][0]
        house.accepted("credit_note", "--reference", number, "--currency", "USD", "--amount-minor", amount)
    for account in ("quebec", "branch"):
        house.accepted("invoice_void", "--account", account, "--reference", house.documents(account)[0][0])
    house.records("issuers", "issuer_id,invoice_series\nnobody,NOB\n")
    # Landed as a record, an action names its document by the id: a number is told, and credits nothing.
    word = f"w1,credit_note,USD,1,{house.documents('fees')[0][0]},fay,by number,2024-02-04T00:00:00Z\n"
    house.records("actions", f"action_id,kind,currency,amount_minor,reference,actor,reason,requested_at\n{word}")
    house.build("2024-02-04T06:00:00Z")
    assert house.warehouse.rows("select subject from finance.reconciliation_findings") == [("credit_note w1",)]
    assert house.documents("ghost")[0][:2] == ("NOB-2024-000001", "invoice")
    assert held(house) == []
    # 83.33 and 83.34 net: 16.67 and 16.66 of tax.
    notes = "select subtotal_minor, tax_minor, total_minor from finance.credit_notes where account_id = %s order by invoice_number"
    assert sorted(house.warehouse.rows(notes, ("fees",))) == [(-8334, -1666, -10000), (-8333, -1667, -10000)]
    assert house.warehouse.rows(notes, ("berlin",)) == [(-3361, -639, -4000)]
    assert money(house, "fees") == (-14499, 200, -14699, 0, 13499, 1000)
    # The paper is cancelled: its tax is reversed, and the same tax is to come with the next one.
    assert money(house, "quebec") == (-10001, 1498, -11499, 0, 0, 10001)
    assert (money(house, "branch"), money(house, "clinic")) == ((-10001, 0, -10001, 0, 0, 10001), (-10001, 0, -10001, 0, 10001, 0))
    house.build("2024-02-05T06:00:00Z")
    late = {account: headers(house)[account] for account in ("lost", "odd", "biz")}
    assert late == {"lost": (10001, 1900, 11901, "standard"), "odd": (10001, 1000, 11001, "standard"), "biz": (10001, 0, 10001, "reverse_charge")}
    assert {row[3] for account in ("lost", "odd") for row in house.documents(account)[:1]} == {"issued"}


def test_credit_in_parts_comes_to_the_whole_and_the_filing_to_the_book(house: BillingHouse) -> None:
    number = house.documents("fees")[0][0]
    assert "13499" in house.refused("credit_note", "--reference", number, "--currency", "USD", "--amount-minor", "13500")
    house.accepted("credit_note", "--reference", number, "--currency", "USD", "--amount-minor", "13499")
    house.build("2024-03-01T06:00:00Z")
    assert house.documents("fees")[0][3:] == ("paid", 33499, 0)
    whole = "select sum(subtotal_minor)::int, sum(tax_minor)::int, sum(total_minor)::int from finance.credit_notes where account_id = 'fees'"
    assert house.warehouse.rows(whole) == [(-27916, -5583, -33499)]
    # The groups of the cancelled document are on the draft of February, taxed anew.
    assert house.documents("quebec")[1] == (None, None, "2024-02-01", "draft", 11499, 11499)
    filed = "select jurisdiction, taxable_minor, tax_minor, document_count, credit_note_count, void_count from finance.tax_filing"
    assert house.warehouse.rows(f"{filed} where period = '2024-02-01' and jurisdiction is not null and tax_minor <> 0 order by 1") == [
        ("DE", 16046, 3048, 5, 1, 1),
        ("FR", 11249, 2250, 3, 2, 0),
        ("JP", 10001, 1000, 1, 0, 0),
    ]
    assert house.warehouse.rows(f"{filed} where jurisdiction = 'FR' and period = '2024-03-01'") == [("FR", -11249, -2250, 1, 1, 0)]
    assert house.warehouse.rows(f"{filed} where jurisdiction = 'CA-QC'") == [("CA-QC", 0, 0, 1, 0, 1)]
    payable = "select sum(amount_minor)::int from book.journal_legs where ledger_account = 'tax_payable'"
    assert house.warehouse.rows(payable) == house.warehouse.rows("select sum(tax_minor)::int from finance.tax_filing") == [(4048,)]
    out = house.folder / "tax.csv"
    written = house.warehouse.run("export", "tax", "--out", out, "--json")
    assert written.exit_code == 0, written
    with out.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["jurisdiction"] == "CA-QC" or row["period"] == "2024-03"]
    with out.with_name("tax_records.csv").open(newline="") as file:
        records = list(csv.DictReader(file))
    french = sorted((row["filed_on"], row["event"], row["tax"]) for row in records if row["jurisdiction"] == "FR")
    assert french == [
        ("2024-02-03", "issued", "55.83"),
        ("2024-02-04", "issued", "-16.66"),
        ("2024-02-04", "issued", "-16.67"),
        ("2024-03-01", "issued", "-22.50"),
    ]
    assert sum(int(row["tax_minor"]) for row in records) == 4048
    assert [(row["jurisdiction"], row["rate_percent"], row["taxable"], row["tax"]) for row in rows] == [
        ("CA-QC", "9.975", "0.00", "0.00"),
        ("FR", "20", "-112.49", "-22.50"),
    ]
