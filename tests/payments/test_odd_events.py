"""Events that nobody can mean, beside some that are meant: each is kept as a finding, and neither the others nor a build suffer from it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.payments.histories import book, build, charge, day, dispute, event, findings, intent, land, land_records, refund, transaction
from tests.temporary_warehouse import TemporaryWarehouse

# Random, so that it is as long in an index as here.
LONG = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=5000))
SESSION = {
    "id": "cs_8", "object": "checkout.session", "mode": "payment", "status": "complete", "payment_status": "paid", "amount_total": 180000,
    "currency": "zar", "payment_intent": "pi_8",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_fits_nothing_is_kept_and_changes_nothing_else(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path)
    land(
        tmp_path, "odd",
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)),
        event("evt_2", "charge.refunded", day(4), charge("pi_1", 10000, 12000)),
        event("evt_3", "charge.dispute.funds_withdrawn", day(5), dispute("dp_unseen", "pi_unseen", 700, "needs_response", [])),
        event("evt_4", "refund.created", day(5), refund("re_unseen", "pi_unseen", 300, "succeeded", day(5))),
        event("evt_5", "payment_intent.succeeded", day(3), intent("pi_2", 10**19)),
        event("evt_6", "payment_intent.succeeded", day(3), intent("pi_3", 500) | {"amount_received": "five"}),
        event("evt_7", "payment_intent.succeeded", day(3), intent("pi_4", 500), livemode=False),
        event("evt_8", "thing.of.tomorrow", day(3), {"id": "x", "object": "thing"}),
        # Amounts that nobody can mean, below zero and above all, two of which would not fit into one balance; yen given back of dollars.
        event("evt_9", "payment_intent.succeeded", day(3), intent("pi_5", 8 * 10**18)),
        event("evt_10", "payment_intent.succeeded", day(3), intent("pi_6", 8 * 10**18)),
        event("evt_11", "charge.dispute.funds_withdrawn", day(5), dispute("dp_below", "pi_3", -700, "needs_response", [])),
        event("evt_12", "charge.dispute.funds_withdrawn", day(5), dispute("dp_far_below", "pi_3", -(10**30), "needs_response", [])),
        event("evt_13", "refund.created", day(5), refund("re_below", "pi_3", -(10**30), "succeeded", day(5))),
        event("evt_14", "refund.created", day(5), refund("re_yen", "pi_3", 300, "succeeded", day(5)) | {"currency": "jpy"}),
        # Authorised and called off: the provider calls it refunded.
        event("evt_15", "charge.refunded", day(6), charge("pi_7", 0, 900, amount=900)),
        event("evt_16", "refund.created", day(6), refund("re_7", "pi_7", 900, "succeeded", day(6)) | {"balance_transaction": None}),
        # Nobody can mean these refunds either: the 100.00 that they name stay whole, but for the 20.00 that were really given back.
        event("evt_17", "payment_intent.succeeded", day(7), intent("pi_8", 10000)),
        event("evt_18", "refund.created", day(8), refund("re_8", "pi_8", 10**17, "succeeded", day(8))),
        # Made in 1990 and in 2099, as if that were the time: no money goes back before it came, nor after it is told.
        event("evt_19", "refund.created", day(9), refund("re_9", "pi_8", 1500, "succeeded", 631152000)),
        event("evt_27", "refund.created", day(9), refund("re_10", "pi_8", 500, "succeeded", 4070908800)),
        event("evt_20", "charge.refunded", day(10), charge("pi_8", 10000, 10**17)),
        # What was shown at the checkout in another currency is none that anything is given back in.
        event("evt_26", "checkout.session.completed", day(7), SESSION),
        # Names and words of a length that no index takes: who has such a name is a finding, who only refers to it is not known.
        event("evt_long", "charge.succeeded", day(3), charge("pi_1", 800) | {"id": LONG}),
        event("evt_21", "charge.succeeded", day(3), charge("pi_9", 300) | {"payment_intent": LONG, "customer": LONG}),
        event("evt_22", "charge.dispute.created", day(3), dispute("dp_long", LONG, 100, LONG, []) | {"currency": LONG, "reason": LONG}),
        event("evt_23", "refund.created", day(3), refund("re_long", LONG, 100, LONG, day(3))),
        event("evt_24", "payout.paid", day(3), {"id": "po_long", "object": "payout", "amount": 5, "currency": LONG, "status": "paid"}),
        event("evt_25", "balance.available", day(3), transaction("txn_long", "payout", -5, 0, LONG, day(3))),
    )  # fmt: skip
    build()
    assert book(warehouse) == [
        ("provider_refund", "customer", "acme", -12000),
        ("provider_refund", "provider_clearing", None, 12000),
        ("stripe_credit", "customer", "acme", 20500),
        ("stripe_credit", "provider_clearing", None, -20500),
        ("transfer", "provider_clearing", None, -300),
        ("transfer", "suspense", None, 300),
    ]
    reasons = {(reason, subject) for reason, subject, _ in findings(warehouse)}
    assert {
        ("refund_above_payment", "pi_1"), ("refund_not_asked_for", "pi_1"), ("dispute_without_payment", "dp_unseen"),
        ("refund_without_payment", "re_unseen"),
        ("payment_amount_unusable", "pi_2"), ("payment_in_test_mode", "pi_4"), ("payment_amount_unusable", "pi_5"),
        ("payment_amount_unusable", "pi_6"), ("dispute_without_payment", "dp_below"), ("dispute_without_payment", "dp_far_below"),
        ("refund_currency_differs", "re_yen"), ("refund_above_payment", "pi_8"), ("provider_object_unnamed", "evt_long"),
        ("payment_without_account", "ch_9"), ("dispute_without_payment", "dp_long"), ("refund_without_payment", "re_long"),
        ("provider_money_not_understood", "po_long"),
    } <= reasons  # fmt: skip
    assert {subject for _, subject in reasons} & {"pi_7", "re_7"} == set()
    assert warehouse.rows("select balance_minor from billing.balances where account_id = 'acme'") == [(8500,)]
    given_back = "select amount_minor from billing.refunds where refund_id in ('re_8', 're_9', 're_10') order by 1"
    assert warehouse.rows(given_back) == [(0,), (500,), (1500,)]
    assert warehouse.rows("select distinct service_period_start::date::text from billing.ledger_entries") == [("2026-01-01",)]
    assert warehouse.rows("select distinct period_start::date::text from book.periods order by 1") == [("2026-01-01",), ("2026-02-01",)]
    assert warehouse.rows("select count(*) from raw.stripe_events") == [(28,)]
