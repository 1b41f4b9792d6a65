"""What the sample month's Stripe events are worth, by plain Python and without the warehouse: one credit for each payment that was really paid.

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
    sums: dict[tuple[str, str], int] = {}
    for account_id, currency, amount in received.values():
        if account_id is not None:
            sums[account_id, currency] = sums.get((account_id, currency), 0) + amount
    return sums
