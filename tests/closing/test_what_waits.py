"""What a build does not carry out, told once: who is billed waits for his reseller, what is frozen for what is parked, and no debt is given up twice.

Each test goes on where the one before ended.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

ACCOUNTS = """account_id,currency,issuer_id,reseller_account_id,credit_risk_owner
acme,USD,cloud,,
back,USD,cloud,,
debt,USD,cloud,,
typo,USD,cloud,,
sub,USD,cloud,resl,
fee,USD,cloud,resl,platform
"""
PRICES = """price_id,account_id,meter,currency,model,unit_price,flat_fee,valid_from,valid_to
unit-usd,,unit,USD,per_unit,1.00,,,
fee-fee,fee,,USD,flat,,7.00,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z
"""
COLUMNS = "price_id,account_id,meter,currency,model,unit_price,valid_from,valid_to\n"
TYPO = f"{COLUMNS}typo-unit,typo,unit,USD,per_unit,80000000000000000,2024-02-01T00:00:00Z,"
SPOILED, MENDED = f"{TYPO}2024-03-01T00:00:00Z\n", f"{TYPO}2024-02-01T00:00:00Z\n"
CLOSINGS = (
    "select period_closings.action_id, period_closings.status from book.period_closings inner join book.periods using (period_id)"
    " where periods.account_id = 'typo' order by period_closings.closing_number"
)
FEBRUARY_6 = 1707177600


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """January: acme and debt 100 units, back 40, typo 10, sub 5, fee a fee of 7.00. February: fee 10 units, typo one at a price that is no price."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("waits"))
        told.records("accounts", ACCOUNTS)
        told.records("issuers", "issuer_id,invoice_series,credit_note_series\ncloud,CLD,CLDCN\n")
        told.records("prices", PRICES)
        told.records("prices", SPOILED)
        january = (("acme", 100), ("debt", 100), ("back", 40), ("typo", 10), ("sub", 5))
        told.usage(*((account, "2024-01-10T10:00:00Z", units) for account, units in january))
        told.usage(("fee", "2024-02-01T01:00:00Z", 10), ("typo", "2024-02-01T01:00:00Z", 1))
        yield told


def recorded(house: BillingHouse, *rows: str) -> None:
    """Land actions as records, which nobody checks when they land: action, kind, account, currency, amount, reference, actor."""
    body = "".join(f"{row},as a record,2024-02-01T00:00:00Z\n" for row in rows)
    house.records("actions", f"action_id,kind,account_id,currency,amount_minor,reference,actor,reason,requested_at\n{body}")


def owed(house: BillingHouse, *accounts: str) -> list[tuple]:
    """(account, balance) of those of the accounts that have one."""
    return house.warehouse.rows(
        "select account_id, balance_minor from billing.balances where account_id = any(%s) and balance_minor <> 0 order by 1", (list(accounts),)
    )


def test_who_names_a_reseller_that_is_no_account_waits_for_him(house: BillingHouse) -> None:
    house.build("2024-02-01T06:00:00Z")
    usage = "select state, reason from billing.usage where account_id = 'sub'"
    assert (house.warehouse.rows(usage), owed(house, "sub", "fee", "resl")) == ([("waiting", "unknown_reseller")], [])
    house.records("accounts", "account_id,currency,issuer_id,account_type\nresl,USD,cloud,reseller\n")
    house.build("2024-02-02T06:00:00Z")
    assert (house.warehouse.rows(usage), owed(house, "sub", "fee", "resl")) == ([("billed", None)], [("fee", -1700), ("resl", -500)])


def test_nothing_is_closed_while_an_account_is_parked(house: BillingHouse) -> None:
    assert owed(house, "acme", "typo") == [("acme", -10000)]
    assert "parked" in house.refused("period_close", "--account", "typo", "--reference", "2024-01-01")
    recorded(house, "t1,period_close,typo,,,2024-01-01,fay")
    for account in ("acme", "back", "debt"):
        house.close(account, "2024-01-01")
    house.build("2024-02-03T06:00:00Z")
    assert (owed(house, "typo"), house.warehouse.rows(CLOSINGS)) == ([], [])
    house.records("prices", MENDED)
    for account in ("acme", "back", "debt"):
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
    house.build("2024-02-04T06:00:00Z")
    # What was asked for is carried out with what was held back.
    assert (owed(house, "typo"), house.warehouse.rows(CLOSINGS)) == ([("typo", -1100)], [("t1", "closed")])


def test_nothing_is_rated_again_while_an_account_is_parked(house: BillingHouse) -> None:
    """January of typo was to cost 2.00 a unit."""
    january = "january,typo,unit,USD,per_unit,2.00,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\n"
    house.records("prices", SPOILED + january)
    rerate = house.approved("rerate", "--account", "typo", "--reference", "2024-01-01")
    house.build("2024-02-05T06:00:00Z")
    assert "parked" in house.refused("rerate", "--account", "typo", "--reference", "2024-01-01")
    assert (owed(house, "typo"), house.warehouse.rows(CLOSINGS)) == ([("typo", -1100)], [("t1", "closed")])
    told = "select count(*)::int from finance.reconciliation_findings where subject = %s"
    assert house.warehouse.rows(told, (f"rerate {rerate}",)) == [(0,)]
    house.records("prices", MENDED + january)
    house.build("2024-02-06T06:00:00Z")
    assert (owed(house, "typo"), house.warehouse.rows(CLOSINGS)) == ([("typo", -2100)], [("t1", "closed"), (rerate, "closed")])


def test_what_is_too_much_alone_stands_in_nobodys_way(house: BillingHouse) -> None:
    """100.00 of acme, 40.00 of back: somebody asks for a cent more than there is to give back, and for another currency."""
    acme, back = (
        house.warehouse.rows("select invoice_id::text from book.invoices where account_id = %s", (name,))[0][0] for name in ("acme", "back")
    )
    recorded(house, f"r1,credit_note,,USD,10001,{acme},fay", f"r2,credit_note,,EUR,1,{acme},fay", f"r3,credit_note,,USD,4001,{back},fay")
    house.accepted("credit_note", "--reference", "CLD-2024-000001", "--currency", "USD", "--amount-minor", "1800")
    assert "8200" in house.refused("credit_note", "--reference", "CLD-2024-000001", "--currency", "USD", "--amount-minor", "8201")
    house.accepted("invoice_void", "--reference", "CLD-2024-000002")
    # acme still owes 100.00 by the book, and a write-off as a record may name a document by its number, or nobody's debt.
    house.approved("write_off", "--account", "acme", "--currency", "USD", "--amount-minor", "10000")
    recorded(house, "r4,write_off,acme,USD,100,CLD-2024-000001,fay", "r5,approve,,,,r4,carl", "r6,write_off,fee,EUR,1,,fay", "r7,approve,,,,r6,carl")
    house.build("2024-02-07T06:00:00Z")
    assert [house.documents(account)[0][3:] for account in ("acme", "back")] == [("issued", 10000, 8200), ("void", 4000, 0)]
    assert owed(house, "acme") == [("acme", -8200)]


def test_what_was_paid_before_the_build_is_not_given_up(house: BillingHouse) -> None:
    words = ("--account", "debt", "--currency", "USD", "--reference", "CLD-2024-000003", "--amount-minor", "10000")
    house.approved("write_off", *words)
    house.payment("debt", 10000, FEBRUARY_6)
    # What is owed still may be given up.
    house.approved("write_off", "--account", "acme", "--currency", "USD", "--reference", "CLD-2024-000001", "--amount-minor", "8200")
    house.build("2024-02-08T06:00:00Z")
    assert house.documents("debt")[0] == ("CLD-2024-000003", "invoice", "2024-01-01", "paid", 10000, 0)
    assert owed(house, "acme", "debt") == []
    written_off = "select account_id, amount_minor from billing.ledger_entries where entry_type = 'write_off'"
    assert house.warehouse.rows(written_off) == [("acme", 8200)]
