"""From usage to paid documents, told once through the command line: each test is a chapter and goes on where the one before ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment
from warehouse.migrate import MIGRATIONS
from warehouse.verify import verify_book

pytestmark = pytest.mark.slow

ACCOUNTS = """account_id,currency,billing_mode,issuer_id,payment_terms_days,bill_to_account_id
acme,USD,postpaid,cloud,30,
beta,USD,postpaid,cloud,14,
branch,USD,postpaid,cloud,14,parent
parent,USD,postpaid,cloud,10,
pre,USD,prepaid,cloud,14,
"""
ISSUERS = "issuer_id,legal_name,invoice_series,credit_note_series\ncloud,Cloud Ltd,CLD,CLDCN\n"
PRICES = "price_id,meter,currency,model\nunit-usd,unit,USD,volume\n"
TIERS = "price_id,tier_no,up_to,unit_price\nunit-usd,1,1000,1.00\nunit-usd,2,,0.80\n"
MARCH_20 = 1710892800


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """Usage of January: acme 990 units, beta 100, branch 40, pre 70; all at 1.00 up to 1,000 and 0.80 above."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("house"))
        for kind, text in (("accounts", ACCOUNTS), ("issuers", ISSUERS), ("prices", PRICES), ("price_tiers", TIERS)):
            told.records(kind, text)
        told.usage(*((account, "2024-01-10T10:00:00Z", units) for account, units in (("acme", 990), ("beta", 100), ("branch", 40), ("pre", 70))))
        yield told


def evidence(house: BillingHouse) -> list[tuple]:
    """Everything that stands on issued documents."""
    lines = house.warehouse.rows("select * from book.invoice_lines order by 1")
    return house.warehouse.rows("select * from book.invoices order by 1") + lines


def test_only_an_ended_period_closes_and_only_a_closed_one_is_issued(house: BillingHouse) -> None:
    house.build("2024-02-01T06:00:00Z")
    assert "not ended" in house.refused("period_close", "--account", "acme", "--reference", "2024-02-01")
    assert house.documents("acme") == [(None, None, "2024-01-01", "draft", 99000, 99000)]
    assert "not closed" in house.refused("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
    for account in ("acme", "beta", "branch", "pre"):
        house.close(account, "2024-01-01")
    house.build("2024-02-02T06:00:00Z")
    assert house.warehouse.rows("select count(*) from book.period_closings where status = 'closed'") == [(4,)]


def test_numbers_stay_gapless_when_a_build_fails_between(house: BillingHouse) -> None:
    house.accepted("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
    assert "before" in house.refused("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
    with house.warehouse.connect() as connection:
        # A gate over the journal is made red: an entry that the running totals do not know.
        connection.execute("update current.group_totals set posted_minor = posted_minor - 1 where account_id = 'acme'")
    failed = house.warehouse.run("build", "--as-of", "2024-02-03T05:00:00Z", "--json")
    assert failed.exit_code == 1, failed
    assert house.warehouse.rows("select count(*) from book.invoices") == [(0,)]
    with house.warehouse.connect() as connection:
        connection.execute("update current.group_totals set posted_minor = posted_minor + 1 where account_id = 'acme'")
    for account in ("beta", "branch", "pre"):
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
    house.build("2024-02-03T06:00:00Z")
    assert house.documents("acme") == [("CLD-2024-000001", "invoice", "2024-01-01", "issued", 99000, 99000)]
    assert house.documents("beta") == [("CLD-2024-000002", "invoice", "2024-01-01", "issued", 10000, 10000)]
    assert house.documents("branch") == [("CLD-2024-000003", "invoice", "2024-01-01", "issued", 4000, 4000)]
    assert house.documents("pre") == [("CLD-ST-2024-000001", "statement", "2024-01-01", "due", 7000, 7000)]
    due = house.warehouse.rows("select account_id, due_at::date::text from billing.invoices where document_type = 'invoice' order by 1")
    assert due == [("acme", "2024-03-04"), ("beta", "2024-02-17"), ("branch", "2024-02-13")]
    # The document of the branch is paid by its parent, and so the debt moves there.
    assert (house.balance("branch"), house.balance("parent")) == ((0, 0, 0, 0), (-4000, 0, 4000, 0))


def test_late_usage_after_the_close_leaves_the_invoice_as_it_was(house: BillingHouse) -> None:
    """990 units are 990.00; with 20 late ones 1,010 at 0.80 are 808.00: -182.00 in February. 10 units of February make -172.00."""
    before = evidence(house)
    house.usage(("acme", "2024-01-20T10:00:00Z", 20), ("acme", "2024-02-10T10:00:00Z", 10), ("beta", "2024-02-10T10:00:00Z", 50))
    house.build("2024-03-01T06:00:00Z")
    assert house.documents("acme")[1:] == [(None, None, "2024-02-01", "draft", -17200, -17200)]
    late = "select entry_type, amount_minor, booking_period_start::date::text from billing.ledger_entries where account_id = 'acme'"
    assert house.warehouse.rows(f"{late} and service_period_start = '2024-01-01Z' and booking_period_start = '2024-02-01Z'") == [
        ("correction", 18200, "2024-02-01")
    ]
    assert evidence(house) == before
    assert house.balance("acme") == (-81800, 0, 99000, -17200)
    for account in ("acme", "beta"):
        house.close(account, "2024-02-01")
    house.build("2024-03-02T06:00:00Z")
    for account in ("acme", "beta"):
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-02-01")
    house.build("2024-03-03T06:00:00Z")
    # A document below zero is a credit note in its own series, and pays the oldest document.
    assert house.documents("acme") == [
        ("CLD-2024-000001", "invoice", "2024-01-01", "partially_paid", 99000, 81800),
        ("CLDCN-2024-000001", "credit_note", "2024-02-01", "issued", -17200, 0),
    ]
    assert set(before) <= set(evidence(house))


def test_the_oldest_document_is_paid_first_and_the_next_in_part(house: BillingHouse) -> None:
    """beta owes 100.00 and 50.00 and pays 120.00."""
    house.payment("beta", 12000, MARCH_20)
    house.accepted("credit_note", "--reference", "CLD-2024-000001", "--currency", "USD", "--amount-minor", "1800")
    assert "left" in house.refused("credit_note", "--reference", "CLD-2024-000001", "--currency", "USD", "--amount-minor", "97201")
    assert "USD" in house.refused("credit_note", "--reference", "CLD-2024-000001", "--currency", "EUR", "--amount-minor", "1")
    house.accepted("invoice_void", "--reference", "CLD-2024-000003")
    house.approved("adjustment", "--account", "pre", "--currency", "USD", "--amount-minor", "7000")
    house.build("2024-03-21T06:00:00Z")
    assert house.documents("beta") == [
        ("CLD-2024-000002", "invoice", "2024-01-01", "paid", 10000, 0),
        ("CLD-2024-000004", "invoice", "2024-02-01", "partially_paid", 5000, 3000),
    ]
    assert house.balance("beta") == (-3000, 0, 3000, 0)
    assert house.documents("pre")[0][3:] == ("paid", 7000, 0)
    settled = "select invoice_number, settled_at::date::text from current.invoice_settlements where account_id in ('beta', 'pre') order by 1"
    assert house.warehouse.rows(settled) == [("CLD-2024-000002", "2024-03-21"), ("CLD-2024-000004", None), ("CLD-ST-2024-000001", "2024-03-21")]
    told = "select payload ->> 'invoice_number' from book.outbox_events where event_type = 'invoice_paid' order by 1"
    assert house.warehouse.rows(told) == [("CLD-2024-000002",), ("CLD-ST-2024-000001",)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        # A cent of the older document goes to the newer one: the sums hold.
        (
            "update current.invoice_settlements set paid_minor = paid_minor + cents, amount_due_minor = amount_due_minor - cents,"
            " settled_at = case when amount_due_minor = cents then now() end"
            " from (values ('CLD-2024-000002', -1), ('CLD-2024-000004', 1)) as moved (number, cents) where invoice_number = moved.number",
            "older_documents_are_paid_first: document CLD-2024-000004",
        ),
        (
            "update current.invoice_settlements set paid_minor = 1999, amount_due_minor = 3001 where invoice_number = 'CLD-2024-000004'",
            "documents_are_paid_from_the_credit_there_is: account beta in USD",
        ),
        (
            "delete from current.invoice_settlements where invoice_number = 'CLD-2024-000004'",
            "documents_are_paid_from_the_credit_there_is: account beta in USD",
        ),
    ],
)
def test_verify_notices_a_wrong_word_on_what_is_paid(house: BillingHouse, change: str, problem: str) -> None:
    kept = house.warehouse.rows("select * from current.invoice_settlements where account_id = 'beta'")
    with house.warehouse.connect() as connection:
        connection.execute(change)
    assert verify_book().first_problem == problem
    with house.warehouse.connect() as connection:
        connection.execute("delete from current.invoice_settlements where account_id = 'beta'")
        for row in kept:
            connection.execute(f"insert into current.invoice_settlements values ({', '.join(['%s'] * len(row))})", row)
    assert verify_book().ok


def test_a_credit_note_has_its_own_series_and_never_exceeds_the_invoice(house: BillingHouse) -> None:
    acme = house.documents("acme")
    assert acme[0] == ("CLD-2024-000001", "invoice", "2024-01-01", "partially_paid", 99000, 80000)
    assert ("CLDCN-2024-000002", "credit_note", "2024-01-01", "issued", -1800, 0) in acme
    assert house.balance("acme") == (-80000, 0, 80000, 0)
    assert "given back" in house.refused("invoice_void", "--reference", "CLD-2024-000001")
    entry = house.warehouse.rows("select amount_minor, actor, reason from billing.ledger_entries where entry_type = 'credit_note'")
    assert entry == [(1800, "fay", "credit_note of the story")]


def test_a_cancelled_document_goes_to_the_next(house: BillingHouse) -> None:
    """The branch's January of 40.00 was cancelled; February had nothing and so has its document now, which the parent pays."""
    assert house.documents("branch") == [
        ("CLD-2024-000003", "invoice", "2024-01-01", "void", 4000, 0),
        (None, None, "2024-02-01", "draft", 4000, 4000),
    ]
    assert (house.balance("branch"), house.balance("parent")) == ((-4000, 0, 0, 4000), (0, 0, 0, 0))
    assert "cancelled before" in house.refused("invoice_void", "--reference", "CLD-2024-000003")
    house.close("branch", "2024-02-01")
    beta = house.warehouse.rows("select invoice_id::text from billing.invoices where invoice_number = 'CLD-2024-000004'")[0][0]
    words = ("--account", "beta", "--currency", "USD", "--reference", "CLD-2024-000004")
    assert "3000" in house.refused("write_off", *words, "--amount-minor", "3001")
    house.approved("write_off", *words, "--amount-minor", "3000")
    assert "Only 0" in house.refused("write_off", *words, "--amount-minor", "1")
    assert house.warehouse.rows("select reference from raw.actions where kind = 'write_off'") == [(beta,)]
    house.build("2024-03-22T06:00:00Z")
    assert house.documents("beta")[1] == ("CLD-2024-000004", "invoice", "2024-02-01", "uncollectible", 5000, 0)
    # Only what moved was settled anew.
    assert house.warehouse.rows("select account_id from rules.accounts_to_settle") == [("beta",)]
    assert house.balance("beta") == (0, 0, 0, 0)
    house.accepted("invoice_issue", "--account", "branch", "--reference", "2024-02-01")
    house.build("2024-03-23T06:00:00Z")
    assert house.documents("branch")[1] == ("CLD-2024-000005", "invoice", "2024-02-01", "issued", 4000, 4000)
    assert house.balance("parent") == (-4000, 0, 4000, 0)
    numbers = house.warehouse.rows("select series, array_agg(series_number order by series_number) from book.invoices group by 1 order by 1")
    assert numbers == [("CLD", [1, 2, 3, 4, 5]), ("CLD-ST", [1]), ("CLDCN", [1, 2])]


def test_what_was_approved_stays_and_a_rejected_request_books_nothing(house: BillingHouse) -> None:
    entry = house.warehouse.rows("select ledger_entry_id::text from billing.ledger_entries where account_id = 'pre' and amount_minor = -7000")[0][0]
    house.approved("correction", "--account", "pre", "--currency", "USD", "--amount-minor", "-250", "--reference", entry)
    house.approved("admin_credit", "--account", "pre", "--currency", "USD", "--amount-minor", "1000")
    rejected = house.accepted("adjustment", "--account", "pre", "--currency", "USD", "--amount-minor", "99")
    assert "cannot decide" in house.refused("approve", "--reference", rejected)
    house.accepted("reject", "--reference", rejected, actor="carl")
    # The parent has used nothing, and pays for the branch: what is given back is booked in a period of its own.
    house.accepted("credit_note", "--reference", "CLD-2024-000005", "--currency", "USD", "--amount-minor", "1000")
    house.build("2024-03-24T06:00:00Z")
    made = "select entry_type, amount_minor, corrects_entry_id::text, actor from billing.ledger_entries where reference_type = 'action'"
    expected = [("adjustment", 7000, None, "fay"), ("admin_credit", 1000, None, "fay"), ("correction", -250, entry, "fay")]
    assert house.warehouse.rows(f"{made} and account_id = 'pre' order by 1") == expected
    assert house.balance("pre") == (750, 750, 0, 0)
    house.usage(("pre", "2024-03-05T10:00:00Z", 5))
    house.build("2024-03-25T06:00:00Z")
    assert house.warehouse.rows(f"{made} and account_id = 'pre' order by 1") == expected
    assert house.balance("pre") == (250, 750, 0, 500)


def test_any_past_balance_by_service_time_and_by_knowledge_time(house: BillingHouse) -> None:
    def as_of(service_at: str, known_at: str, account: str = "acme") -> list[tuple]:
        question = "select currency, balance_minor from billing.balance_as_of(%s, %s, %s)"
        return house.warehouse.rows(question, (account, service_at, known_at), role="finance")

    assert as_of("2024-01-31Z", "2024-01-01Z") == []
    assert as_of("2024-01-31Z", "2024-02-03T06:00:00Z") == [("USD", -99000)]
    # What was known on March 1 of January: the late units are in it.
    assert as_of("2024-01-31Z", "2024-03-01T06:00:00Z") == [("USD", -80800)]
    assert as_of("2024-02-28Z", "2024-03-01T06:00:00Z") == [("USD", -81800)]
    assert as_of("2024-03-31Z", "2024-03-31Z") == [("USD", house.balance("acme")[0])]


def test_settled_from_nothing_the_documents_are_paid_as_step_by_step(house: BillingHouse) -> None:
    """What builds kept account by account is what a whole plan makes of the book, and what the migration makes of a book of before."""
    settled = "select * from current.invoice_settlements order by invoice_number"
    kept = house.warehouse.rows(settled)
    assert [(row[1], *row[5:9]) for row in kept] == [
        ("CLD-2024-000001", 1800, 0, 17200, 80000),
        ("CLD-2024-000002", 0, 0, 10000, 0),
        ("CLD-2024-000004", 0, 3000, 2000, 0),
        ("CLD-2024-000005", 1000, 0, 0, 3000),
        ("CLD-ST-2024-000001", 0, 0, 7000, 0),
        ("CLDCN-2024-000001", 0, 0, 0, 0),
    ]
    forget, migration = "delete from current.invoice_settlements", next(MIGRATIONS.glob("*_invoice_settlements.sql")).read_text()
    with house.warehouse.connect() as connection:
        connection.execute(f"{forget}; {migration[migration.index('insert into current.invoice_settlements') :].partition(';')[0]}")
    assert house.warehouse.rows(settled) == kept
    with house.warehouse.connect() as connection:
        connection.execute(f"{forget}; alter table control.builds disable trigger all; update control.builds set code_hash = 'of another version'")
    house.build("2024-03-26T06:00:00Z")
    assert house.warehouse.rows(settled) == kept
