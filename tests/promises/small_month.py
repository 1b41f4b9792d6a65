"""A small month that has everything a promise may break: two time zones, a reseller, spans, starts and stops, tokens, replacements, payments.

Small on purpose: the promises are about how builds come about, and run many of them.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.temporary_warehouse import TemporaryWarehouse

ACCOUNTS = """account_id,account_type,currency,billing_timezone,reseller_account_id,retail_plan_id,wholesale_plan_id
ada,tenant,USD,UTC,,,
kiri,tenant,JPY,Asia/Tokyo,,,
mala,tenant,USD,Asia/Kolkata,,,
resell,reseller,EUR,Europe/Berlin,,,
endo,end_customer,EUR,Europe/Berlin,resell,shop,bulk
"""
PRICES = """price_id,plan_id,account_id,meter,resource_type,currency,model,unit_price,per_units,valid_from,valid_to
tokens-usd,,,token_input,,USD,per_unit,2.50,1000000,,
tokens-usd-out,,,token_output,,USD,per_unit,10.00,1000000,,
tokens-jpy,,,token_input,,JPY,per_unit,380,1000000,,
h100-usd,,,gpu_hour,H100,USD,per_unit,2.95,1,,2026-03-14T09:20:00Z
h100-usd-later,,,gpu_hour,H100,USD,per_unit,3.15,1,2026-03-14T09:20:00Z,
any-usd,,,gpu_hour,,USD,per_unit,1.10,1,,
ada-h100,,ada,gpu_hour,H100,USD,per_unit,2.222222,1,,
shop-gpu,shop,,gpu_hour,,EUR,per_unit,3.00,1,,
bulk-gpu,bulk,,gpu_hour,,EUR,per_unit,2.10,1,,
"""
SESSIONS = """session_id,account_id,provider,provider_session_id,amount_minor,currency,created_at
s1,ada,stripe,cs_1,50000,USD,2026-03-02T10:00:00Z
s2,kiri,stripe,cs_2,30000,JPY,2026-03-03T10:00:00Z
"""
RECORDS = {"accounts": ACCOUNTS, "prices": PRICES, "payment_sessions": SESSIONS}
AS_OF = "2026-04-02T00:00:00Z"


def usage_events(seed: int = 1) -> list[dict]:
    """Some two hundred canonical events of March 2026, none in conflict with another; the same for the same seed."""
    dice = random.Random(seed)
    events = [_tokens(dice, number) for number in range(150)] + [_span(dice, number) for number in range(25)]
    for number in range(8):
        resource, start = f"alloc-{number}", dice.randrange(1, 25)
        events.append(
            _event(
                "start",
                f"start-{number}",
                "gpu_hour",
                "ada",
                f"2026-03-{start:02}T06:15:00Z",
                quantity="2",
                resource_id=resource,
                resource_type="H100",
            )
        )
        if number % 4:
            events.append(
                _event(
                    "stop", f"stop-{number}", "gpu_hour", "ada", f"2026-03-{start + 3:02}T07:45:30.25Z", resource_id=resource, resource_type="H100"
                )
            )
            events.append(
                _event(
                    "stop", f"stop-again-{number}", "gpu_hour", "ada", f"2026-03-{start + 3:02}T09:00:00Z", resource_id=resource, resource_type="H100"
                )
            )
    first = events[0]
    events.append(first | {"event_id": "replacing-0", "replaces_event_id": first["event_id"], "quantity": "777", "resource_type": "moved"})
    events.append(events[1] | {"event_id": "taking-back-1", "replaces_event_id": events[1]["event_id"], "quantity": None})
    events.append(
        events[2] | {"event_id": "replacing-2a", "replaces_event_id": events[2]["event_id"], "quantity": "5", "occurred_at": "2026-03-05T00:00:00Z"}
    )
    events.append(
        events[2] | {"event_id": "replacing-2b", "replaces_event_id": events[2]["event_id"], "quantity": "6", "occurred_at": "2026-03-06T00:00:00Z"}
    )
    events.append(
        events[2] | {"event_id": "replacing-2c", "replaces_event_id": "replacing-2b", "quantity": "8", "occurred_at": "2026-03-07T00:00:00Z"}
    )
    return events


def stripe_events() -> list[dict]:
    """Twin events of two payments, and one payment of a stranger."""
    return [
        _stripe("evt_1", "checkout.session.completed", _session("cs_1", "pi_1", 50000, "usd")),
        _stripe("evt_2", "payment_intent.succeeded", _intent("pi_1", 50000, "usd")),
        _stripe("evt_3", "payment_intent.succeeded", _intent("pi_2", 30000, "jpy")),
        _stripe("evt_4", "checkout.session.completed", _session("cs_2", "pi_2", 30000, "jpy")),
        _stripe("evt_5", "payment_intent.succeeded", _intent("pi_3", 999, "usd", "cus_stranger")),
    ]


def write_lines(folder: Path, name: str, rows: list[dict]) -> Path:
    """Rows as a JSON lines file."""
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def land_records(warehouse: TemporaryWarehouse, folder: Path) -> None:
    """Accounts, prices and payment sessions, in this process."""
    from ingest.records import ingest_records

    for kind, text in RECORDS.items():
        path = folder / f"{kind}.csv"
        path.write_text(text)
        ingest_records(kind, [path])


def land_usage(folder: Path, name: str, rows: list[dict]) -> None:
    """Usage events, in this process."""
    from ingest.usage import ingest_usage

    ingest_usage([write_lines(folder, name, rows)])


def land_everything(warehouse: TemporaryWarehouse, folder: Path) -> None:
    """The whole month in one go."""
    from ingest.stripe import ingest_stripe

    land_records(warehouse, folder)
    land_usage(folder, "usage.jsonl", usage_events())
    ingest_stripe([write_lines(folder, "stripe.jsonl", stripe_events())])


def _event(kind: str, event_id: str, meter: str, account: str, occurred_at: str, **more: str | None) -> dict:
    return {"event_id": event_id, "source": "small", "event_kind": kind, "meter": meter, "account_id": account, "occurred_at": occurred_at, **more}


def _tokens(dice: random.Random, number: int) -> dict:
    account = dice.choice(["ada", "ada", "mala", "kiri"])
    meter = "token_input" if account == "kiri" else dice.choice(["token_input", "token_output"])
    day = f"2026-{dice.choice(['03', '03', '03', '02'])}-{dice.randrange(1, 29):02}"
    moment = f"{day}T{dice.randrange(24):02}:{dice.randrange(60):02}:{dice.randrange(60):02}.{dice.randrange(10**6):06}Z"
    return _event(
        "quantity",
        f"tokens-{number}",
        meter,
        account,
        moment,
        quantity=str(dice.randrange(1, 90_000)),
        resource_type="atlas",
        project_id=dice.choice(["p1", "p2", None]),
    )


def _span(dice: random.Random, number: int) -> dict:
    account, kind = dice.choice([("ada", "H100"), ("mala", "H100"), ("mala", "L4"), ("endo", "H100")])
    day, hour = dice.randrange(1, 30), dice.randrange(24)
    ended_at = f"2026-03-{day + 1:02}T{dice.randrange(24):02}:40:00.5Z"
    held = {"quantity": dice.choice(["1", "8", "0.25"]), "resource_id": f"node-{number}", "resource_type": kind, "ended_at": ended_at}
    return _event("span", f"span-{number}", "gpu_hour", account, f"2026-03-{day:02}T{hour:02}:10:00Z", **held)


def _stripe(event_id: str, kind: str, body: dict) -> dict:
    return {
        "id": event_id,
        "object": "event",
        "type": kind,
        "api_version": "2025-08-27.basil",
        "created": 1772445600,
        "livemode": True,
        "data": {"object": body},
    }


def _session(session: str, intent: str, amount: int, currency: str) -> dict:
    paid = {"mode": "payment", "payment_status": "paid", "amount_total": amount, "currency": currency}
    return {"id": session, "object": "checkout.session", "payment_intent": intent, "customer": None, **paid}


def _intent(intent: str, amount: int, currency: str, customer: str | None = None) -> dict:
    return {"id": intent, "object": "payment_intent", "status": "succeeded", "amount_received": amount, "currency": currency, "customer": customer}
