"""Money of the sample month that went back: a refund of a part that was asked for, a dispute that was won and one that was lost.

What does not belong here: the payments they are about (``stripe_events``).
"""

from __future__ import annotations

from typing import Any

from ingest.sample_month.moments import moment
from ingest.sample_month.stripe_events import event, lines


def money_back_lines() -> str:
    """Events of the second half of the month, not quite in the order in which they happened."""
    taken = _transaction("txn_northwind0001", "2026-09-18T14:00:00Z", -123_456, 1_500, "usd", "dp_northwind0001")
    back = _transaction("txn_northwind0002", "2026-09-28T10:00:00Z", 123_456, 0, "usd", "dp_northwind0001")
    kept = _transaction("txn_kaito0001", "2026-09-25T02:00:00Z", -50_000, 2_250, "jpy", "dp_kaito0001")
    northwind = ("dp_northwind0001", "pi_northwind0001", 123_456, "usd")
    kaito = ("dp_kaito0001", "pi_kaito0002", 50_000, "jpy")
    return lines(
        event("evt_0101", "charge.dispute.created", "2026-09-18T14:00:00Z", _dispute(*northwind, "needs_response", [taken])),
        event("evt_0102", "charge.dispute.updated", "2026-09-20T09:30:00Z", _dispute(*northwind, "under_review", [taken], 1)),
        event("evt_0104", "charge.refunded", "2026-09-24T09:12:01Z", _charge("pi_lumen0002", "cus_LumenLabs000001", 100_000, 40_000, "usd")),
        event("evt_0103", "refund.created", "2026-09-24T09:12:00Z", _refund("pending")),
        event("evt_0105", "charge.dispute.created", "2026-09-25T02:00:00Z", _dispute(*kaito, "needs_response", [])),
        event("evt_0106", "charge.dispute.funds_withdrawn", "2026-09-25T02:00:00Z", _dispute(*kaito, "needs_response", [kept])),
        event("evt_0107", "refund.updated", "2026-09-26T05:00:00Z", _refund("succeeded")),
        event("evt_0109", "charge.dispute.funds_reinstated", "2026-09-28T10:00:01Z", _dispute(*northwind, "won", [taken, back], 1)),
        event("evt_0108", "charge.dispute.closed", "2026-09-28T10:00:00Z", _dispute(*northwind, "won", [taken, back], 1)),
        event("evt_0110", "charge.dispute.closed", "2026-09-29T02:00:00Z", _dispute(*kaito, "lost", [kept])),
    )


def _refund(status: str) -> dict[str, Any]:
    return {
        "id": "re_lumen0001", "object": "refund", "amount": 40_000, "charge": "ch_lumen0002", "created": moment("2026-09-24T09:12:00Z"),
        "currency": "usd", "metadata": {"action_id": "refund-0001"}, "payment_intent": "pi_lumen0002", "status": status,
    }  # fmt: skip


def _charge(intent: str, customer: str, captured: int, refunded: int, currency: str) -> dict[str, Any]:
    return {
        "id": intent.replace("pi_", "ch_"), "object": "charge", "amount": captured, "amount_captured": captured, "amount_refunded": refunded,
        "captured": True, "currency": currency, "customer": customer, "livemode": True, "paid": True, "payment_intent": intent, "status": "succeeded",
    }  # fmt: skip


def _transaction(number: str, created: str, amount: int, fee: int, currency: str, source: str) -> dict[str, Any]:
    return {
        "id": number, "object": "balance_transaction", "amount": amount, "created": moment(created), "currency": currency, "fee": fee,
        "net": amount - fee, "source": source, "status": "available", "type": "adjustment",
    }  # fmt: skip


def _dispute(
    dispute: str, intent: str, amount: int, currency: str, status: str, transactions: list[dict[str, Any]], submissions: int = 0
) -> dict[str, Any]:
    details = {"due_by": moment("2026-10-09T23:59:59Z"), "has_evidence": submissions > 0, "submission_count": submissions}
    return {
        "id": dispute, "object": "dispute", "amount": amount, "balance_transactions": transactions, "charge": intent.replace("pi_", "ch_"),
        "currency": currency, "evidence_details": details, "livemode": True, "payment_intent": intent, "reason": "fraudulent", "status": status,
    }  # fmt: skip
