"""What the sample month's Stripe events are worth, by plain Python and without the warehouse: one credit for each payment that was really paid,
less what was given back of it and what disputes took and did not bring back.

What does not belong here: usage (``sample_month_oracle``).
"""

from __future__ import annotations

import json
from pathlib import Path


def credits(paths: list[Path], sessions: dict[str, str], customers: dict[str, str]) -> dict[tuple[str, str], int]:
    """Minor units received by (account, currency): one for each payment intent that any event shows as paid, whatever the number of events."""
    received: dict[str, tuple[str | None, str, int]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            body = event["data"]["object"]
            if event["type"].startswith("checkout.session.") and body["payment_status"] == "paid":
                received[body["payment_intent"]] = (sessions.get(body["id"]), body["currency"].upper(), body["amount_total"])
            elif event["type"] == "payment_intent.succeeded":
                received.setdefault(body["id"], (customers.get(body["customer"]), body["currency"].upper(), body["amount_received"]))
    gone = _gone(paths)
    sums: dict[tuple[str, str], int] = {}
    for payment_id, (account_id, currency, amount) in received.items():
        if account_id is not None:
            sums[account_id, currency] = sums.get((account_id, currency), 0) + amount - gone.get(payment_id, 0)
    return sums


def _gone(paths: list[Path]) -> dict[str, int]:
    """What left again, by payment: refunds that did not fail, and what the bank took for disputes less what it gave back; fees are the house's."""
    newest: dict[str, tuple[int, dict]] = {}
    moved: dict[str, tuple[str, int]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            body = event["data"]["object"]
            if body["object"] == "refund" and event["created"] >= newest.get(body["id"], (0, {}))[0]:
                newest[body["id"]] = (event["created"], body)
            if body["object"] == "dispute":
                for transaction in body["balance_transactions"]:
                    moved[transaction["id"]] = (body["payment_intent"], -transaction["amount"])
    left = [(body["payment_intent"], body["amount"]) for _, body in newest.values() if body["status"] not in ("failed", "canceled")]
    sums: dict[str, int] = {}
    for payment_id, amount in left + list(moved.values()):
        sums[payment_id] = sums.get(payment_id, 0) + amount
    return sums
