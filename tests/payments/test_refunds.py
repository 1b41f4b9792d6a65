"""Refunds are asked for, approved by another, never above what is left, and booked once; approved corrections stay whatever comes later."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.usage import ingest_usage
from tests.payments.histories import ask, book, build, charge, day, dispute, event, findings, intent, land, land_records, refund, transaction
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

PAID = [("stripe_credit", "customer", "acme", 10000), ("stripe_credit", "provider_clearing", None, -10000)]


@pytest.mark.slow
@pytest.mark.compiled_plan
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
    # What is left of the payment has stood at the provider for more than two weeks.
    held = ("not_paid_out", "stripe USD", 5500)
    assert findings(warehouse) == {("payment_without_session", "pi_1", 10000), ("refund_not_asked_for", "pi_1", 500), held}
    assert "Only 3000" in ask("refund_request", "r5", amount_minor=3001, mode="provider_charge", **of_payment)
    # r1 fails at the provider: the customer has the money again.
    land(tmp_path, "failed", event("evt_4", "refund.failed", day(9), refund("re_1", "pi_1", 4000, "failed", day(5), action_id="r1")))
    build()
    assert ("provider_refund", "customer", "acme", -500) in book(warehouse)
    assert warehouse.rows("select balance_minor from billing.balances where account_id = 'acme'") == [(12000,)]
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_is_unused_and_what_was_paid_for_goes_back_in_cash(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """Acme tops up 100.00 and uses 60.00: the unused 40.00 go back. Bolt used and paid 100.00: 30.00 of the charge are given back in cash."""
    land_records(
        tmp_path,
        accounts="account_id,account_type,currency,billing_timezone\nacme,tenant,USD,UTC\nbolt,tenant,USD,UTC\n",
        provider_customers="provider,customer_id,account_id,is_default\nstripe,cus_acme,acme,true\nstripe,cus_bolt,bolt,true\n",
        prices="price_id,meter,currency,model,unit_price,per_units\np1,unit,USD,per_unit,1.00,1\n",
    )
    usage = tmp_path / "usage.csv"
    usage.write_text(
        "event_id,source,event_kind,meter,account_id,quantity,occurred_at\n"
        "u1,test,quantity,unit,acme,60,2026-01-05T10:00:00Z\nu2,test,quantity,unit,bolt,100,2026-01-06T10:00:00Z\n"
    )
    ingest_usage([usage])
    land(
        tmp_path, "paid",
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_a", 10000)),
        event("evt_2", "payment_intent.succeeded", day(10), intent("pi_b", 10000, customer="cus_bolt")),
    )  # fmt: skip
    build()
    balances = "select account_id, balance_minor from billing.balances order by 1"
    assert warehouse.rows(balances) == [("acme", 4000), ("bolt", 0)]
    invoice = str(warehouse.rows("select invoice_id from billing.invoices where account_id = 'bolt' and total_minor = 10000")[0][0])
    assert "Only 10000" in ask("refund_request", "b0", account_id="bolt", amount_minor=10001, mode="internal_credit", reference=invoice)
    assert "The provider gives back payments" in ask(
        "refund_request", "b00", account_id="bolt", amount_minor=3000, mode="provider_charge", reference=invoice
    )
    assert ask("refund_request", "a1", amount_minor=4000, mode="provider_charge", reference="pi_a") == "accepted"
    assert ask("refund_request", "b1", account_id="bolt", amount_minor=3000, mode="internal_credit", reference=invoice) == "accepted"
    assert ask("refund_request", "b2", account_id="bolt", amount_minor=3000, mode="provider_charge", reference="pi_b") == "accepted"
    for request in ("a1", "b1", "b2"):
        assert ask("approve", f"ok-{request}", actor="bob", reference=request) == "accepted"
    build()
    # Until the provider tells of it nothing has gone back.
    assert warehouse.rows(balances) == [("acme", 4000), ("bolt", 3000)]
    land(
        tmp_path, "refunded",
        event("evt_3", "charge.refunded", day(20), charge("pi_a", 10000, 4000)),
        event("evt_4", "refund.created", day(21), refund("re_b", "pi_b", 3000, "succeeded", day(21), action_id="b2")),
        event("evt_5", "charge.refunded", day(21), charge("pi_b", 10000, 3000, customer="cus_bolt")),
        # Told twice, under an event id of its own: it is given back once.
        event("evt_6", "charge.refunded", day(21), charge("pi_b", 10000, 3000, customer="cus_bolt")),
    )  # fmt: skip
    build()
    assert warehouse.rows(balances) == [("acme", 0), ("bolt", 0)]
    assert [row for row in book(warehouse) if row[1] == "customer"] == [
        ("provider_refund", "customer", "acme", -4000),
        ("provider_refund", "customer", "bolt", -3000),
        ("refund_credit", "customer", "bolt", 3000),
        ("stripe_credit", "customer", "acme", 10000),
        ("stripe_credit", "customer", "bolt", 10000),
        ("usage_debit", "customer", "acme", -6000),
        ("usage_debit", "customer", "bolt", -10000),
    ]
    assert warehouse.rows("select sum(balance_minor) from (select distinct balance_minor from finance.provider_clearing) as clearing") == [(13000,)]
    assert {reason for reason, *_ in findings(warehouse)} == {"payment_without_session", "not_paid_out"}
    # Of a1 only the charge has told: it is over all the same, and nothing is left to give back.
    status = "select status, provider_refund_id from billing.refunds where action_id = 'a1'"
    assert warehouse.rows(status) == [("succeeded", None)]
    assert "Only 6000" in ask("refund_request", "a2", amount_minor=6001, mode="provider_charge", reference="pi_a")
    # Its own event comes late and changes who told of it, and nothing in the book.
    before = book(warehouse)
    land(tmp_path, "late", event("evt_7", "refund.created", day(20), refund("re_a", "pi_a", 4000, "succeeded", day(20))))
    build()
    assert warehouse.rows(status) == [("succeeded", "re_a")] and book(warehouse) == before
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_was_asked_for_under_a_charge_counts_when_its_intent_is_told(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """A charge comes without its intent, and refunds of it are asked for; then the intent names the payment: nothing can be given back twice."""
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "charge.succeeded", day(3), charge("pi_1", 10000) | {"payment_intent": None}))
    build()
    assert ask("refund_request", "r1", amount_minor=4000, mode="internal_credit", reference="ch_1") == "accepted"
    assert ask("refund_request", "r2", amount_minor=3000, mode="provider_charge", reference="ch_1") == "accepted"
    assert ask("approve", "a1", actor="bob", reference="r1") == "accepted"
    assert ask("approve", "a2", actor="bob", reference="r2") == "accepted"
    build()
    assert "Only 3000" in ask("refund_request", "r3", amount_minor=3001, mode="internal_credit", reference="ch_1")
    before = book(warehouse)
    land(tmp_path, "named", event("evt_2", "payment_intent.succeeded", day(4), intent("pi_1", 10000)))
    build()
    assert book(warehouse) == before
    states = "select refund_id, reference, status, provider_refund_id from billing.refunds order by 1"
    assert warehouse.rows(states) == [("r1", "pi_1", "credited", None), ("r2", "pi_1", "approved", None)]
    assert "Only 3000" in ask("refund_request", "r4", amount_minor=3001, mode="internal_credit", reference="pi_1")
    # The provider carries r2 out, and does not name it.
    land(tmp_path, "refunded", event("evt_3", "refund.created", day(5), refund("re_1", "pi_1", 3000, "succeeded", day(5))))
    build()
    assert warehouse.rows(states) == [("r1", "pi_1", "credited", None), ("r2", "pi_1", "succeeded", "re_1")]
    assert warehouse.rows("select balance_minor from billing.balances where account_id = 'acme'") == [(11000,)]
    assert {reason for reason, *_ in findings(warehouse)} == {"payment_without_session", "not_paid_out"}
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_credit_that_a_dispute_leaves_no_room_for_stands_in_no_way(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """80.00 of 100.00 are approved as a credit while the bank takes 70.00: they are not booked, and 30.00 may still be asked for."""
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)))
    build()
    credit = {"mode": "internal_credit", "reference": "pi_1"}
    assert ask("refund_request", "r1", amount_minor=8000, **credit) == "accepted"
    assert ask("approve", "a1", actor="bob", reference="r1") == "accepted"
    taken = transaction("1", "adjustment", -7000, 0, "dp_1", day(5))
    land(tmp_path, "taken", event("evt_2", "charge.dispute.funds_withdrawn", day(5), dispute("dp_1", "pi_1", 7000, "needs_response", [taken])))
    build()
    assert ("refund_request_unusable", "r1", 8000) in findings(warehouse)
    assert "Only 3000" in ask("refund_request", "r2", amount_minor=3001, **credit)
    assert ask("refund_request", "r3", amount_minor=3000, **credit) == "accepted"
    assert ask("approve", "a3", actor="bob", reference="r3") == "accepted"
    build()
    assert warehouse.rows("select balance_minor from billing.balances where account_id = 'acme'") == [(6000,)]
    assert "Only 0" in ask("refund_request", "r4", amount_minor=1, **credit)
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
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
