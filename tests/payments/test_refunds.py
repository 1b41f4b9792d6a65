"""Refunds are asked for, approved by another, never above what is left, and booked once; approved corrections stay whatever comes later."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.actions import submit_action
from tests.payments.histories import book, build, charge, day, event, findings, intent, land, land_records, refund
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

PAID = [("stripe_credit", "customer", "acme", 10000), ("stripe_credit", "provider_clearing", None, -10000)]


def ask(kind: str, action_id: str, actor: str = "ada", **others: object) -> str:
    asked = {"account_id": "acme", "currency": "USD", **others} if kind not in ("approve", "reject") else others
    answer = submit_action(kind, actor=actor, reason="as the customer asked", action_id=action_id, **asked)
    return answer["status"] if answer["status"] == "accepted" else answer["reason"]


@pytest.mark.slow
def test_the_way_of_a_refund(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)))
    build()
    of_payment = {"reference": "pi_1"}
    assert "mode" in ask("refund_request", "r0", amount_minor=1, **of_payment)
    assert "no payment" in ask("refund_request", "r0b", amount_minor=1, mode="provider_charge", reference="pi_2")
    assert "no payment" in ask("refund_request", "r0c", account_id="bolt", amount_minor=1, mode="provider_charge", **of_payment)
    assert "above 0" in ask("refund_request", "r0d", amount_minor=-1, mode="provider_charge", **of_payment)
    assert "Only 10000" in ask("refund_request", "r0e", amount_minor=10001, mode="provider_charge", **of_payment)
    assert ask("refund_request", "r1", amount_minor=4000, mode="provider_charge", **of_payment) == "accepted"
    assert "Only 6000" in ask("refund_request", "r1b", amount_minor=6001, mode="internal_credit", **of_payment)
    assert ask("refund_request", "r2", amount_minor=2500, mode="internal_credit", **of_payment) == "accepted"
    assert ask("refund_request", "r3", amount_minor=3500, mode="provider_charge", **of_payment) == "accepted"
    assert "cannot decide" in ask("approve", "a0", reference="r1")
    assert ask("approve", "a1", actor="bob", reference="r1") == "accepted"
    assert ask("approve", "a2", actor="bob", reference="r2") == "accepted"
    assert ask("reject", "a3", actor="bob", reference="r3") == "accepted"
    assert "Only 3500" in ask("refund_request", "r4", amount_minor=3501, mode="provider_charge", **of_payment)
    build()
    # The internal credit is booked; what the provider is to give back waits for the provider.
    credited = [
        ("refund_credit", "customer", "acme", 2500),
        ("refund_credit", "refunds_given", None, -2500),
        *PAID,
    ]
    assert book(warehouse) == credited
    states = "select refund_id, status, amount_minor, provider_refund_id from billing.refunds order by 1"
    assert warehouse.rows(states) == [("r1", "approved", 4000, None), ("r2", "credited", 2500, None), ("r3", "rejected", 3500, None)]
    assert warehouse.rows("select actor, reason from billing.ledger_entries where entry_type = 'refund_credit'") == [("ada", "as the customer asked")]
    # The provider carries r1 out; somebody gives 500 back on the dashboard, without asking.
    land(
        tmp_path, "refunded",
        event("evt_2", "refund.created", day(5), refund("re_1", "pi_1", 4000, "succeeded", day(5), action_id="r1")),
        event("evt_3", "refund.created", day(6), refund("re_2", "pi_1", 500, "succeeded", day(6))),
    )  # fmt: skip
    build()
    given_back = [("provider_refund", "customer", "acme", -4500), ("provider_refund", "provider_clearing", None, 4500)]
    assert book(warehouse) == sorted([*given_back, *credited], key=lambda row: row[:2])
    assert warehouse.rows(states) == [
        ("r1", "succeeded", 4000, "re_1"), ("r2", "credited", 2500, None), ("r3", "rejected", 3500, None), ("re_2", "succeeded", 500, "re_2"),
    ]  # fmt: skip
    assert findings(warehouse) == {("payment_without_session", "pi_1", 10000), ("refund_not_asked_for", "pi_1", 500)}
    assert "Only 3000" in ask("refund_request", "r5", amount_minor=3001, mode="provider_charge", **of_payment)
    # r1 fails at the provider: the customer has the money again.
    land(tmp_path, "failed", event("evt_4", "refund.failed", day(9), refund("re_1", "pi_1", 4000, "failed", day(5), action_id="r1")))
    build()
    assert ("provider_refund", "customer", "acme", -500) in book(warehouse)
    assert warehouse.rows("select balance_minor from billing.balances where account_id = 'acme'") == [(12000,)]
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
def test_approved_corrections_stay(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)))
    build()
    entry = str(warehouse.rows("select ledger_entry_id from billing.ledger_entries")[0][0])
    assert "ledger entry" in ask("correction", "c0", amount_minor=-100, reference="nothing")
    assert "no account" in ask("admin_credit", "c0b", account_id="nobody", amount_minor=100)
    assert "owes 0" in ask("write_off", "c0c", amount_minor=100)
    assert ask("correction", "c1", amount_minor=-10300, reference=entry) == "accepted"
    assert ask("adjustment", "c2", amount_minor=-20) == "accepted"
    assert ask("admin_credit", "c3", amount_minor=7) == "accepted"
    assert ask("admin_credit", "c4", amount_minor=7777) == "accepted"
    for number in (1, 2, 3):
        assert ask("approve", f"a{number}", actor="bob", reference=f"c{number}") == "accepted"
    assert ask("reject", "a4", actor="bob", reference="c4") == "accepted"
    build()
    assert ask("write_off", "c5", amount_minor=314) != "accepted"
    assert ask("write_off", "c6", amount_minor=313) == "accepted"
    assert ask("approve", "a6", actor="bob", reference="c6") == "accepted"
    build()
    corrected = [
        ("adjustment", "adjustments", None, 20),
        ("adjustment", "customer", "acme", -20),
        ("admin_credit", "credits_given", None, -7),
        ("admin_credit", "customer", "acme", 7),
        ("correction", "customer", "acme", -10300),
        ("correction", "usage_revenue", None, 10300),
        *PAID,
        ("write_off", "customer", "acme", 313),
        ("write_off", "write_offs", None, -313),
    ]
    assert book(warehouse) == corrected
    assert warehouse.rows("select corrects_entry_id::text from billing.ledger_entries where entry_type = 'correction'") == [(entry,)]
    # What the correction corrected changes at the provider, and the correction stays.
    land(tmp_path, "refunded", event("evt_2", "charge.refunded", day(8), charge("pi_1", 10000, 10000)))
    build()
    assert [row for row in book(warehouse) if row[0] != "provider_refund"] == corrected
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()
