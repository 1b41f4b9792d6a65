"""Stripe events of the sample month: checkout sessions and payment intents as the provider sends them, in the order they arrived.

What does not belong here: what a payment is worth in the book; the build decides that.
"""

from __future__ import annotations

import json
from typing import Any

from ingest.sample_month.moments import moment

CUT_OFF_LINE = '{"id": "evt_broken", "object": "event", "type": "payment_intent.succ\n'


def mid_month_lines() -> str:
    """Payments up to the middle of the month: twins, an event out of order, one sent twice, one not paid yet, noise, a broken line."""
    lumen = _checkout("cs_live_lumen0001", "pi_lumen0001", "cus_LumenLabs000001", 250_000, "usd", "paid")
    polder = _checkout("cs_live_polder0001", "pi_polder0001", "cus_PolderGenom0001", 400_000, "eur", "paid")
    kaito = _checkout("cs_live_kaito0001", "pi_kaito0001", "cus_KaitoGames00001", 300_000, "jpy", "paid")
    waiting = _checkout("cs_live_lumen0002", "pi_lumen0002", "cus_LumenLabs000001", 100_000, "usd", "unpaid")
    lumen_paid = event("evt_0003", "payment_intent.succeeded", "2026-09-01T16:05:02Z", _intent("pi_lumen0001", "cus_LumenLabs000001", 250_000, "usd"))
    return lines(
        event("evt_0001", "payment_intent.created", "2026-09-01T16:02:12Z", _intent("pi_lumen0001", "cus_LumenLabs000001", 250_000, "usd", 0)),
        event("evt_0002", "checkout.session.completed", "2026-09-01T16:05:03Z", lumen),
        lumen_paid,
        lumen_paid,
        event("evt_0004", "payment_intent.succeeded", "2026-09-01T16:05:02Z", _intent("pi_lumen0001", "cus_LumenLabs000001", 250_000, "usd")),
        event("evt_0006", "payment_intent.succeeded", "2026-09-02T08:20:01Z", _intent("pi_polder0001", "cus_PolderGenom0001", 400_000, "eur")),
        event("evt_0005", "checkout.session.completed", "2026-09-02T08:20:00Z", polder),
        event("evt_0007", "checkout.session.completed", "2026-09-03T01:33:20Z", kaito),
        event("evt_0008", "payment_intent.succeeded", "2026-09-03T01:33:19Z", _intent("pi_kaito0001", "cus_KaitoGames00001", 300_000, "jpy")),
        event("evt_0009", "checkout.session.completed", "2026-09-14T19:50:00Z", waiting),
        event("evt_0010", "payment_intent.succeeded", "2026-09-10T12:00:00Z", _intent("pi_northwind0001", "cus_NorthwindML0001", 123_456, "usd")),
    ).replace("\n", "\n" + CUT_OFF_LINE, 1)


def month_end_lines() -> str:
    """The second half: the delayed payment arrives, a payment whose intent came first, an unpaid session, an unknown customer, a failed card."""
    settled = _checkout("cs_live_lumen0002", "pi_lumen0002", "cus_LumenLabs000001", 100_000, "usd", "paid")
    polder = _checkout("cs_live_polder0002", "pi_polder0002", "cus_PolderGenom0001", 75_000, "eur", "unpaid")
    kaito = _checkout("cs_live_kaito0002", "pi_kaito0002", "cus_KaitoGames00001", 50_000, "jpy", "paid")
    return lines(
        event("evt_0011", "checkout.session.async_payment_succeeded", "2026-09-17T07:00:00Z", settled),
        event("evt_0012", "payment_intent.succeeded", "2026-09-22T05:14:00Z", _intent("pi_kaito0002", "cus_KaitoGames00001", 50_000, "jpy")),
        event("evt_0013", "payment_intent.succeeded", "2026-09-23T10:00:00Z", _intent("pi_stranger0001", "cus_Stranger000001", 9_900, "usd")),
        event(
            "evt_0014", "payment_intent.payment_failed", "2026-09-24T11:00:00Z", _intent("pi_werkbank0001", "cus_Werkbank0000001", 50_000, "eur", 0)
        ),
        event("evt_0015", "checkout.session.completed", "2026-09-29T14:06:00Z", polder),
        event(
            "evt_0002",
            "checkout.session.completed",
            "2026-09-01T16:05:03Z",
            _checkout("cs_live_lumen0001", "pi_lumen0001", "cus_LumenLabs000001", 250_000, "usd", "paid"),
        ),
        event("evt_0016", "payment_intent.succeeded", "2026-09-30T15:00:00Z", _intent("pi_werkbank0002", "cus_Werkbank0000001", 50_000, "eur")),
        event("evt_0017", "checkout.session.completed", "2026-09-22T05:14:01Z", kaito),
    )


def event(event_id: str, event_type: str, created: str, body: dict[str, Any]) -> dict[str, Any]:
    """An event of the provider about an object."""
    return {
        "id": event_id, "object": "event", "api_version": "2025-08-27.basil", "created": moment(created), "data": {"object": body}, "livemode": True,
        "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None}, "type": event_type,
    }  # fmt: skip


def _checkout(session: str, intent: str, customer: str, amount: int, currency: str, payment_status: str) -> dict[str, Any]:
    return {
        "id": session, "object": "checkout.session", "amount_subtotal": amount, "amount_total": amount, "currency": currency, "customer": customer,
        "livemode": True, "metadata": {}, "mode": "payment", "payment_intent": intent, "payment_status": payment_status, "status": "complete",
    }  # fmt: skip


def _intent(intent: str, customer: str, amount: int, currency: str, received: int | None = None) -> dict[str, Any]:
    received = amount if received is None else received
    return {
        "id": intent, "object": "payment_intent", "amount": amount, "amount_capturable": 0, "amount_received": received, "currency": currency,
        "customer": customer, "livemode": True, "metadata": {}, "status": "succeeded" if received else "requires_payment_method",
    }  # fmt: skip


def lines(*events: dict[str, Any]) -> str:
    """JSON lines."""
    return "".join(json.dumps(one) + "\n" for one in events)
