"""What the provider left out, told in another mode, or never tells: nothing is credited twice, no customer pays for it, and somebody hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.actions import submit_action
from tests.payments.histories import ACCOUNTS, CUSTOMERS, book, build, charge, day, dispute, event, findings, intent, land, land_records, transaction
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

SESSIONS = """session_id,account_id,provider,provider_session_id,amount_minor,currency,created_at
s1,acme,stripe,cs_1,5000,USD,2026-01-03T00:00:00Z
s2,acme,stripe,cs_2,700,USD,2026-02-13T00:00:00Z
s3,acme,stripe,cs_3,900,USD,2026-01-10T00:00:00Z
s4,bolt,stripe,cs_4,1100,USD,2026-01-10T00:00:00Z
"""
PAYMENT_TOTALS = (PROJECT_ROOT / "reports" / "queries" / "payment_totals.sql").read_text()
WAITING_PAYMENTS = "select backlog_count, oldest_unprocessed_at from operations.pipeline_health where stage = 'payments'"


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_was_not_told_costs_nobody(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path, accounts=ACCOUNTS, provider_customers=CUSTOMERS, payment_sessions=SESSIONS)
    payout = {"id": "po_1", "object": "payout", "amount": 1000, "currency": "usd", "status": "paid"}
    land(
        tmp_path, "modes",
        event("evt_1", "payment_intent.succeeded", day(2), intent("pi_t", 500), livemode=False),
        event("evt_2", "charge.dispute.funds_withdrawn", day(2), dispute("dp_t", "pi_t", 500, "needs_response", []), livemode=False),
        event("evt_3", "payout.paid", day(3), payout),
        event("evt_4", "payout.paid", day(3), payout | {"id": "po_x", "currency": "xyz"}),
        event("evt_5", "payout.paid", day(3), payout | {"id": "po_huge", "amount": 10**15}),
        event("evt_no_id", "charge.dispute.created", day(3), dispute("", "pi_1", 5000, "needs_response", [])),
        event("evt_no_kind", "charge.succeeded", day(3), {"id": "ch_1", "amount": 5000, "currency": "usd"}),
        event("evt_nothing", "payment_intent.succeeded", day(3), {}),
        event("evt_of_others", "customer.tax_id.created", day(3), {"name": "no id"}),
    )  # fmt: skip
    build()
    # A live payout says that test money is beside live money: its dispute tells nobody and stops nobody.
    paid_out = [("payout", "bank", None, -1000), ("payout", "provider_clearing", None, 1000)]
    assert book(warehouse) == paid_out
    assert warehouse.rows("select state, withdrawn_minor from finance.disputes") == [("test_mode", 0)]
    assert warehouse.rows("select event_type from operations.outbox where subject_id = 'dp_t'") == []
    # Nor is its money missing in the journal: the report adds up live money, and nothing is waited for.
    assert warehouse.rows("select state, received_minor, posted_minor from finance.payment_sessions where payment_id = 'pi_t'") == [
        ("test_mode", 500, 0)
    ]
    assert warehouse.rows(PAYMENT_TOTALS, role="finance") == [("USD", 4, 0, 0, 0, 0, 0, 0, "agrees")]
    assert warehouse.rows(WAITING_PAYMENTS) == [(0, None)]
    assert warehouse.rows("select state, disputed_minor from finance.delinquency where account_id = 'acme'") == [("ok", 0)]
    money = "provider_money_not_understood"
    assert {one for one in findings(warehouse) if one[0] == money} == {(money, "po_x", None), (money, "po_huge", -(10**15))}

    unnamed = "provider_object_unnamed"
    assert {one for one in findings(warehouse) if one[0] == unnamed} == {
        (unnamed, "evt_no_id", None), (unnamed, "evt_no_kind", None), (unnamed, "evt_nothing", None),
    }  # fmt: skip

    # A paid session that names no intent, and a charge of nobody that names none.
    session = {
        "id": "cs_1", "object": "checkout.session", "mode": "payment", "status": "complete", "payment_status": "paid", "amount_total": 5000,
        "currency": "usd", "customer": "cus_acme", "client_reference_id": "s1", "payment_intent": None,
    }  # fmt: skip
    land(
        tmp_path, "without-intent",
        event("evt_6", "checkout.session.completed", day(4), session),
        event("evt_7", "charge.succeeded", day(5), charge("pi_9", 300, customer=None) | {"payment_intent": None}),
        event("evt_8", "payment_intent.processing", day(10), intent("pi_3", 0, "processing", 900) | {"metadata": {"session_id": "s3"}}),
        event("evt_9", "payment_intent.succeeded", day(11), intent("pi_4", 1100) | {"metadata": {"session_id": "s4"}}),
    )  # fmt: skip
    build()
    assert ("stripe_credit", "customer", "acme", 5000) in book(warehouse)
    assert ("transfer", "suspense", None, 300) in book(warehouse)
    answer = submit_action("link_payment", actor="ada", reason="bolt showed the card", account_id="bolt", reference="ch_9")
    assert answer["status"] == "accepted", answer
    # Their intents are told late; a dispute is lost of which only the provider's own fee and the end were told.
    fee = transaction("txn_fee", "stripe_fee", -1500, 0, "dp_1", day(20))
    land(
        tmp_path, "intents",
        event("evt_10", "payment_intent.succeeded", day(4), intent("pi_1", 5000) | {"metadata": {"session_id": "s1"}}),
        event("evt_11", "payment_intent.succeeded", day(5), intent("pi_9", 300, customer=None)),
        event("evt_12", "charge.dispute.closed", day(25), dispute("dp_1", "pi_1", 2000, "lost", [fee])),
    )  # fmt: skip
    build()
    assert book(warehouse) == [
        ("chargeback_debit", "customer", "acme", -2000),
        ("chargeback_debit", "provider_clearing", None, 3500),
        ("chargeback_debit", "provider_fees", None, -1500),
        *paid_out,
        ("stripe_credit", "customer", "acme", 5000),
        ("stripe_credit", "customer", "bolt", 1400),
        ("stripe_credit", "provider_clearing", None, -6400),
    ]
    assert {
        ("session_without_payment", "s2", 700), ("payment_stuck", "pi_3", 900), ("payment_customer_differs", "pi_4", 0),
    } <= findings(warehouse)  # fmt: skip
    assert warehouse.rows("select event_type from operations.outbox where subject_id = 'dp_1' order by 1") == [("dispute_lost",), ("dispute_opened",)]
    # The session money comes from the intent now: once, however often both are told. The bank decides again, for the house, and sends nothing yet.
    shown = "select account_id, session_id, received_minor, ledger_entry_id is not null from finance.payment_sessions where payment_id = 'pi_4'"
    assert warehouse.rows(shown) == [("bolt", "s4", 1100, True)]
    answer = submit_action("link_payment", actor="ada", reason="acme paid for itself", account_id="acme", reference="pi_4")
    assert answer["status"] == "accepted", answer
    land(
        tmp_path, "twins",
        event("evt_13", "checkout.session.completed", day(4), session),
        event("evt_14", "charge.dispute.closed", day(30), dispute("dp_1", "pi_1", 2000, "won", [fee])),
    )  # fmt: skip
    build()
    assert [row for row in book(warehouse) if row[1] == "customer"] == [
        ("chargeback_debit", "customer", "acme", -2000),
        ("stripe_credit", "customer", "acme", 6100),
        ("stripe_credit", "customer", "bolt", 300),
    ]
    assert ("dispute_money_not_returned", "dp_1", 2000) in findings(warehouse)
    # What acme paid is acme's to see, whoever opened the session.
    assert warehouse.rows(shown) == [("acme", "s4", 1100, True)]
    land(tmp_path, "returned", event("evt_15", "charge.dispute.funds_reinstated", day(31), dispute("dp_1", "pi_1", 2000, "won", [fee])))
    build()
    assert ("chargeback_reversal", "customer", "acme", 2000) in book(warehouse)
    assert "dispute_money_not_returned" not in {reason for reason, *_ in findings(warehouse)}
    assert verify_book().ok, verify_book()
