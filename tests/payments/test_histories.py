"""Promise 14: any order, duplicates and twin events of a payment, its refunds and its dispute end in the same state and book."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.usage import ingest_usage
from tests.payments.histories import (
    book,
    build,
    charge,
    day,
    dispute,
    event,
    findings,
    intent,
    land,
    land_records,
    payment_refunded_in_part_and_disputed,
    renamed,
    transaction,
)
from tests.promises.truth import truth
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

CUSTOMERS = range(12)
JANUARY, FEBRUARY = "1767225600.000000", "1769904000.000000"


def in_any_order(number: int) -> list[list[dict]]:
    """The history of one customer in three parts: in order and at once, or shuffled, with deliveries and facts told twice."""
    history = renamed(payment_refunded_in_part_and_disputed(), number)
    if number == 0:
        return [history, [], []]
    dice = random.Random(number)
    twins = [one | {"id": one["id"] + "_twin"} for one in dice.sample(history, k=6)]
    history = history + twins + dice.sample(history, k=6)
    dice.shuffle(history)
    first, second = sorted(dice.sample(range(len(history) + 1), k=2))
    return [history[:first], history[first:second], history[second:]]


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_any_order_of_a_history_ends_in_the_same_book(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    parts = [in_any_order(number) for number in CUSTOMERS]
    accounts = "".join(f"acct_{number:02},tenant,USD,UTC\n" for number in CUSTOMERS)
    land_records(tmp_path, accounts="account_id,account_type,currency,billing_timezone\n" + accounts)
    for step in range(3):
        # Every third customer is known by the last build only.
        known = [number for number in CUSTOMERS if (number % 3 == 2) == (step == 2)] if step != 1 else []
        if known:
            rows = "".join(f"stripe,cus_{number:02}_acme,acct_{number:02},true\n" for number in known)
            land_records(tmp_path, provider_customers="provider,customer_id,account_id,is_default\n" + rows)
        land(tmp_path, f"part-{step}", *(one for part in parts for one in part[step]))
        build()
    # 500.00 captured, 100.00 given back, 400.00 taken and given back, 15.00 of a fee kept: 400.00 are the customer's, 385.00 lie at the provider.
    count = len(CUSTOMERS)
    sums = [(kind, account, amount) for kind, account, _, amount in book(warehouse) if account != "customer"]
    assert sums == [
        ("chargeback_debit", "provider_clearing", 41500 * count),
        ("chargeback_debit", "provider_fees", -1500 * count),
        ("chargeback_reversal", "provider_clearing", -40000 * count),
        ("provider_refund", "provider_clearing", 10000 * count),
        ("stripe_credit", "provider_clearing", -50000 * count),
    ]
    entries = [
        ("dp_{0}_1", "chargeback_debit", JANUARY, -40000),
        ("dp_{0}_1", "chargeback_reversal", FEBRUARY, 40000),
        ("pi_{0}_1", "provider_refund", JANUARY, -10000),
        ("pi_{0}_1", "stripe_credit", JANUARY, 50000),
    ]
    assert [line for line in truth(warehouse) if line.startswith(("balance", "entries"))] == [
        *(f"balance|acct_{number:02}|USD|40000" for number in CUSTOMERS),
        *(
            f"entries|acct_{number:02}|USD||{reference.format(f'{number:02}')}|{kind}|{month}|{month}|{amount}"
            for number in CUSTOMERS
            for reference, kind, month, amount in entries
        ),
    ]
    for query, state in (
        (
            "select substr(account_id, 6), state, received_minor, posted_minor, refunded_minor from current.payments order by 1",
            [("received", 50000, 50000, 10000)],
        ),
        (
            "select substr(account_id, 6), status, lifecycle, amount_minor, withdrawn_minor, fee_minor, reinstated_minor, evidence_due_at::date::text"
            " from current.disputes order by 1",
            [("won", "won", 40000, 40000, 1500, 40000, "2026-01-28")],
        ),
        (
            "select substr(account_id, 6), status, amount_minor from current.refunds order by account_id, refund_id",
            [("succeeded", 4000), ("succeeded", 6000), ("failed", 5000)],
        ),
    ):
        assert warehouse.rows(query) == [(f"{number:02}", *one) for number in CUSTOMERS for one in state]
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_money_of_nobody_stands_in_suspense_until_it_is_linked(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    from ingest.actions import submit_action

    land_records(tmp_path)
    taken = transaction("txn_1", "adjustment", -25000, 1500, "dp_9", day(12))
    land(
        tmp_path, "stranger",
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_9", 30000, customer="cus_stranger")),
        event("evt_2", "charge.refunded", day(5), charge("pi_9", 30000, 2000, customer="cus_stranger")),
        event("evt_3", "charge.dispute.funds_withdrawn", day(12), dispute("dp_9", "pi_9", 25000, "needs_response", [taken])),
    )  # fmt: skip
    build()
    suspended = [
        ("chargeback_debit", "provider_clearing", None, 1500),
        ("chargeback_debit", "provider_fees", None, -1500),
        ("transfer", "provider_clearing", None, -3000),
        ("transfer", "suspense", None, 3000),
    ]
    assert book(warehouse) == suspended
    assert ("payment_without_account", "pi_9", 30000) in findings(warehouse)
    assert warehouse.rows("select * from billing.ledger_entries") == []
    answer = submit_action("link_customer", actor="ada", reason="the customer called", account_id="bolt", reference="cus_stranger")
    assert answer["status"] == "accepted", answer
    build()
    linked = [
        ("chargeback_debit", "customer", "bolt", -25000),
        ("chargeback_debit", "provider_clearing", None, 26500),
        ("chargeback_debit", "provider_fees", None, -1500),
        ("provider_refund", "customer", "bolt", -2000),
        ("provider_refund", "provider_clearing", None, 2000),
        ("stripe_credit", "customer", "bolt", 30000),
        ("stripe_credit", "provider_clearing", None, -30000),
    ]
    assert book(warehouse) == linked
    # 20.00 went back and the bank holds 250.00 of the 300.00: 30.00 are left to give back.
    asked = {"actor": "ada", "reason": "as asked", "account_id": "bolt", "currency": "USD", "reference": "pi_9", "mode": "provider_charge"}
    assert "Only 3000" in submit_action("refund_request", amount_minor=3001, **asked)["reason"]
    # The payment turns out to be acme's: it is taken from the one and given to the other, and the fee stays where it is.
    assert submit_action("link_payment", actor="ada", reason="wrong one", account_id="acme", reference="pi_9")["status"] == "accepted"
    build()
    assert book(warehouse) == [(kind, account, customer and "acme", amount) for kind, account, customer, amount in linked]
    # It was bolt's after all, and acme is parked by a price that nobody means: the money stays until both can move, and everybody is billed.
    price = "price_id,meter,currency,model,unit_price,per_units\np1,unit,USD,per_unit,{},1\n"
    usage = "event_id,source,event_kind,meter,account_id,quantity,occurred_at\nu1,test,quantity,unit,acme,1,2026-01-05T10:00:00Z\n"
    (tmp_path / "usage.csv").write_text(usage)
    ingest_usage([tmp_path / "usage.csv"])
    land_records(tmp_path, prices=price.format(8 * 10**16))
    assert submit_action("link_payment", actor="ada", reason="bolt after all", account_id="bolt", reference="pi_9")["status"] == "accepted"
    build()
    assert warehouse.rows("select account_id from operations.parked_accounts") == [("acme",)]
    assert book(warehouse) == [(kind, account, customer and "acme", amount) for kind, account, customer, amount in linked]
    land_records(tmp_path, prices=price.format(1))
    build()
    assert [row for row in book(warehouse) if row[0] != "usage_debit"] == linked
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_the_clearing_account_comes_to_zero(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path)
    payout = {"id": "po_1", "object": "payout", "amount": 8710, "currency": "usd", "status": "in_transit"}
    charged = charge("pi_1", 10000) | {"balance_transaction": transaction("txn_1", "charge", 10000, 290, "ch_1", day(3))}
    history = [
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)),
        event("evt_2", "charge.succeeded", day(3), charged),
        event("evt_3", "charge.refunded", day(5), charge("pi_1", 10000, 1000)),
        event("evt_4", "payout.created", day(8), payout),
        event("evt_5", "payout.paid", day(9), payout | {"status": "paid"}),
        event("evt_6", "payout.failed", day(10), payout | {"status": "failed"}),
        event("evt_7", "payout.paid", day(12), payout | {"id": "po_2", "status": "paid"}),
    ]
    for number, one in enumerate(history):
        land(tmp_path, f"step-{number}", one)
        if number in (4, 5):
            build()
    build()
    assert book(warehouse) == [
        ("payout", "bank", None, -8710),
        ("payout", "provider_clearing", None, 8710),
        ("provider_fee", "provider_clearing", None, 290),
        ("provider_fee", "provider_fees", None, -290),
        ("provider_refund", "customer", "acme", -1000),
        ("provider_refund", "provider_clearing", None, 1000),
        ("stripe_credit", "customer", "acme", 10000),
        ("stripe_credit", "provider_clearing", None, -10000),
    ]
    assert warehouse.rows("select distinct balance_minor from finance.provider_clearing") == [(0,)]
