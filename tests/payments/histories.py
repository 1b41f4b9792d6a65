"""Small histories of payments in the words of the provider, and a warehouse to live them through. From January to February of 2026."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.temporary_warehouse import TemporaryWarehouse

ACCOUNTS = "account_id,account_type,currency,billing_timezone\nacme,tenant,USD,UTC\nbolt,tenant,USD,UTC\n"
CUSTOMERS = "provider,customer_id,account_id,is_default\nstripe,cus_acme,acme,true\n"
AS_OF = "2026-02-15T00:00:00Z"


def day(number: int) -> int:
    """Noon of a day of January 2026, in the provider's seconds; 32 is the first of February."""
    return int((datetime(2025, 12, 31, 12, tzinfo=UTC) + timedelta(days=number)).timestamp())


def event(event_id: str, event_type: str, created: int, body: dict[str, Any], livemode: bool = True) -> dict[str, Any]:
    return {
        "id": event_id, "object": "event", "type": event_type, "api_version": "2025-08-27.basil", "created": created, "livemode": livemode,
        "pending_webhooks": 1, "data": {"object": body},
    }  # fmt: skip


def intent(payment: str, received: int, status: str = "succeeded", amount: int | None = None, customer: str | None = "cus_acme") -> dict[str, Any]:
    return {
        "id": payment, "object": "payment_intent", "amount": amount or received, "amount_received": received, "currency": "usd", "customer": customer,
        "status": status, "latest_charge": payment.replace("pi_", "ch_"), "metadata": {},
    }  # fmt: skip


def charge(payment: str, captured: int, refunded: int = 0, customer: str | None = "cus_acme", amount: int | None = None) -> dict[str, Any]:
    return {
        "id": payment.replace("pi_", "ch_"), "object": "charge", "amount": amount or captured, "amount_captured": captured, "captured": captured > 0,
        "amount_refunded": refunded, "currency": "usd", "customer": customer, "payment_intent": payment, "paid": True, "status": "succeeded",
    }  # fmt: skip


def refund(refund_id: str, payment: str, amount: int, status: str, made: int, **metadata: str) -> dict[str, Any]:
    return {
        "id": refund_id, "object": "refund", "amount": amount, "charge": payment.replace("pi_", "ch_"), "payment_intent": payment,
        "currency": "usd",
        "status": status, "created": made, "metadata": metadata,
    }  # fmt: skip


def transaction(number: str, kind: str, amount: int, fee: int, source: str, created: int) -> dict[str, Any]:
    return {
        "id": number, "object": "balance_transaction", "amount": amount, "fee": fee, "net": amount - fee, "currency": "usd", "source": source,
        "type": kind, "created": created, "status": "available",
    }  # fmt: skip


def dispute(dispute_id: str, payment: str, amount: int, status: str, transactions: list[dict[str, Any]], submissions: int = 0) -> dict[str, Any]:
    return {
        "id": dispute_id, "object": "dispute", "amount": amount, "charge": payment.replace("pi_", "ch_"), "payment_intent": payment,
        "currency": "usd", "status": status, "reason": "fraudulent", "balance_transactions": transactions,
        "evidence_details": {"due_by": day(28), "has_evidence": submissions > 0, "submission_count": submissions},
    }  # fmt: skip


def payment_refunded_in_part_and_disputed() -> list[dict[str, Any]]:
    """600.00 authorised, 500.00 captured, 100.00 given back in two, 400.00 disputed in January with a fee of 15.00, and won in February.

    The provider counts the 100.00 that it released at the capture among what was refunded, and tells a refund of them that touched no balance.
    """
    taken = transaction("txn_taken", "adjustment", -40000, 1500, "dp_1", day(28))
    back = transaction("txn_back", "adjustment", 40000, 0, "dp_1", day(36))
    return [
        event("evt_01", "payment_intent.created", day(3), intent("pi_1", 0, "requires_payment_method", 60000)),
        event("evt_02", "payment_intent.amount_capturable_updated", day(3), intent("pi_1", 0, "requires_capture", 60000)),
        event("evt_03", "charge.succeeded", day(3), charge("pi_1", 0, amount=60000)),
        event("evt_04", "charge.captured", day(4), charge("pi_1", 50000, 10000, amount=60000)),
        event("evt_05", "payment_intent.succeeded", day(4), intent("pi_1", 50000, "succeeded", 60000)),
        event("evt_06", "refund.created", day(6), refund("re_1", "pi_1", 4000, "pending", day(6))),
        event("evt_07", "charge.refunded", day(6), charge("pi_1", 50000, 14000, amount=60000)),
        event("evt_08", "refund.updated", day(7), refund("re_1", "pi_1", 4000, "succeeded", day(6))),
        event("evt_09", "refund.created", day(8), refund("re_2", "pi_1", 6000, "succeeded", day(8))),
        event("evt_10", "charge.refunded", day(8), charge("pi_1", 50000, 20000, amount=60000)),
        event("evt_11", "refund.created", day(9), refund("re_3", "pi_1", 5000, "pending", day(9))),
        event("evt_12", "charge.refunded", day(9), charge("pi_1", 50000, 25000, amount=60000)),
        event("evt_13", "refund.failed", day(10), refund("re_3", "pi_1", 5000, "failed", day(9))),
        event("evt_14", "charge.dispute.created", day(28), dispute("dp_1", "pi_1", 40000, "needs_response", [])),
        event("evt_15", "charge.dispute.funds_withdrawn", day(28), dispute("dp_1", "pi_1", 40000, "needs_response", [taken])),
        event("evt_16", "charge.dispute.updated", day(30), dispute("dp_1", "pi_1", 40000, "under_review", [taken], 1)),
        event("evt_17", "charge.dispute.closed", day(36), dispute("dp_1", "pi_1", 40000, "won", [taken, back], 1)),
        event("evt_18", "charge.dispute.funds_reinstated", day(36), dispute("dp_1", "pi_1", 40000, "won", [taken, back], 1)),
        event("evt_19", "refund.created", day(4), refund("re_0", "pi_1", 10000, "succeeded", day(4)) | {"balance_transaction": None}),
    ]


def renamed(history: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """The same history of another customer: every id of the provider gets the number."""
    return json.loads(re.sub(r'"(pi|ch|re|dp|txn|evt|cus)_(\w+)"', rf'"\1_{number:02}_\2"', json.dumps(history)))


def land(folder: Path, name: str, *events: dict[str, Any]) -> None:
    """Land events in this process, in the order given."""
    from ingest.stripe import ingest_stripe

    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in events))
    ingest_stripe([path], again=True)


def land_records(folder: Path, **texts: str) -> None:
    """CSV texts by kind of record: two accounts, the customer of one of them known at the provider, where nothing else is said."""
    from ingest.records import ingest_records

    for kind, text in (texts or {"accounts": ACCOUNTS, "provider_customers": CUSTOMERS}).items():
        (folder / f"{kind}.csv").write_text(text)
        ingest_records(kind, [folder / f"{kind}.csv"])


def ask(kind: str, action_id: str, actor: str = "ada", **others: object) -> str:
    """An action of ada's about acme, or a decision: "accepted", or why it was refused."""
    from ingest.actions import submit_action

    asked = {"account_id": "acme", "currency": "USD", **others} if kind not in ("approve", "reject") else others
    answer = submit_action(kind, actor=actor, reason="as the customer asked", action_id=action_id, **asked)
    return answer["status"] if answer["status"] == "accepted" else answer["reason"]


def build(as_of: str = AS_OF) -> str:
    """One build; its status."""
    from warehouse.build import run_build

    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    return report.status


def book(warehouse: TemporaryWarehouse) -> list[tuple[str, str, str | None, int]]:
    """The book in sums: (type of entry, account of the ledger, customer, minor units), credits above zero; what came to nothing is left out."""
    return warehouse.rows(
        "select journal_entries.entry_type, journal_legs.ledger_account, journal_legs.account_id, sum(journal_legs.amount_minor)::bigint"
        " from book.journal_entries inner join book.journal_legs using (ledger_entry_id)"
        " group by 1, 2, 3 having sum(journal_legs.amount_minor) <> 0 order by 1, 2, 3"
    )


def findings(warehouse: TemporaryWarehouse) -> set[tuple[str, str, int | None]]:
    """Reason code, subject and amount of every finding."""
    return {
        (reason.split(":")[0], subject, amount)
        for reason, subject, amount in warehouse.rows("select reason, subject, amount_minor from current.findings")
    }
