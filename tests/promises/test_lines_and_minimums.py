"""What several records do together that each does alone, through the real command line, with amounts worked out by hand: one story of builds.

Snapshots that do not price their line, what is held over the end of a month beside a minimum, a price that moves, a plan of two versions.
What does not belong here: single rules (unit tests beside the models).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.promises.charged_house import House
from tests.temporary_warehouse import TemporaryWarehouse

pytestmark = [pytest.mark.slow, pytest.mark.compiled_plan]

ACCOUNTS = """account_id,account_type,reseller_account_id,currency,wholesale_plan_id
chan,reseller,,USD,whole
shop,end_customer,chan,USD,
held,tenant,,USD,
lim,tenant,,USD,
snap,tenant,,USD,
"""
PRICES = """price_id,plan_id,account_id,meter,currency,model,unit_price,minimum_amount,event_fee
whole-gpu,whole,,gpu_hour,USD,per_unit,1.00,,
run-list,,,app_runtime_hour,USD,per_unit,0.01,20.00,
unit-list,,,unit,USD,per_unit,1.00,,
token-list,,,token_input,USD,per_unit,1.00,,
call-list,,,api_call,USD,per_unit,0.05,,0.01
euro,,acme,token_output,EUR,per_unit,1.00,,
"""
PLANS = "plan_id,plan_version_id,currency,minimum_amount,valid_from\npro,v1,USD,50.00,\npro,v2,USD,60.00,2024-02-01T00:00:00Z\n"


def event(account: str, meter: str, kind: str, at: str, quantity: str, **more: object) -> str:
    event_id = f"{account}-{meter}-{at}"
    known = {"event_id": event_id, "source": "s", "event_kind": kind, "meter": meter, "account_id": account, "quantity": quantity}
    return json.dumps(known | {"occurred_at": f"{at}:00Z"} | more) + "\n"


EVENTS = "".join(
    (
        # Two allocations of one node in one hour: their snapshots price the retail side, and the wholesale plan both of them.
        event("shop", "gpu_hour", "span", "2024-01-10T10:00", "1", resource_id="node", ended_at="2024-01-10T10:20:00Z",
              pricing_snapshot={"currency": "USD", "unit_price": "3.00"}),
        event("shop", "gpu_hour", "span", "2024-01-10T10:30", "1", resource_id="node", ended_at="2024-01-10T10:50:00Z",
              pricing_snapshot={"currency": "USD", "unit_price": "6.00"}),
        event("held", "app_runtime_hour", "start", "2024-01-20T00:00", "1", resource_id="app"),
        event("acme", "unit", "quantity", "2024-01-12T10:00", "20"),
        event("kolk", "unit", "quantity", "2024-01-12T10:00", "30"),
        event("snap", "token_input", "quantity", "2024-01-12T10:00", "10", pricing_snapshot={"unit_price": "2"}),
        event("snap", "api_call", "quantity", "2024-01-12T10:00", "5"),
        # A snapshot that only tells the plan prices nothing, and is a line beside the one without.
        event("snap", "unit", "quantity", "2024-01-12T10:00", "2"),
        event("snap", "unit", "quantity", "2024-01-12T10:10", "3", pricing_snapshot={"plan_id": "pro"}),
    )
)  # fmt: skip


def findings(warehouse: TemporaryWarehouse) -> list[tuple[str, str, str]]:
    return warehouse.rows("select account_id, subject, split_part(reason, ':', 1) from finance.reconciliation_findings order by 1, 2")


def test_what_records_do_together(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    house = House(warehouse, tmp_path)
    for kind, text in (("accounts", ACCOUNTS), ("prices", PRICES), ("plans", PLANS)):
        header, rows = text.split("\n", 1)
        house.records(kind, rows, header=header + "\n")
    house.records("subscriptions", "l,lim,pro,1,2024-01-01T00:00:00Z,\n")
    house._land("usage", path=house._file("usage.jsonl", EVENTS))
    house.build("2024-02-01T00:00:00Z")
    lines = warehouse.rows(
        "select quantity::int, amount_exact::text, pricing_snapshot ->> 'unit_price' from billing.rated_usage where side = 'wholesale' order by 3"
    )
    assert sorted(amount for _, amount, _ in lines) == ["33.333333333333", "33.333333333334"]
    assert [(quantity, price) for quantity, _, price in lines] == [(1200, "3.00"), (1200, "6.00")]
    assert house.charges("chan") == [("usage", "2024-01-01", 67)]
    assert warehouse.rows("select amount_minor from billing.statements where account_id = 'shop' order by 1") == [(100,), (200,)]
    # 288 hours of January at 0.01, and 20.00 at least.
    assert house.charges("held") == [("minimum", "2024-01-01", 1712), ("usage", "2024-01-01", 288)]
    assert house.charges("lim") == [("plan_minimum", "2024-01-01", 5000)]
    assert house.charges("snap") == [("usage", "2024-01-01", 6), ("usage", "2024-01-01", 500)]
    assert (house.charges(), house.charges("kolk")) == ([("usage", "2024-01-01", 2000)], [("usage", "2023-12-31", 3000)])
    # In February, which has begun, two versions of the plan limit lim.
    said = [("acme", "euro", "price_currency_differs"), ("lim", "pro", "overlapping_plan_versions"), ("snap", "token_input", "snapshot_not_valid")]
    assert findings(warehouse) == said

    # The list price was meant for acme alone: nobody else used it, whoever had been rated by it.
    house.records("prices", "unit-list,,acme,unit,USD,per_unit,1.00\n", header="price_id,plan_id,account_id,meter,currency,model,unit_price\n")
    house.build("2024-02-02T00:00:00Z")
    assert (house.charges(), house.charges("kolk"), house.balance("kolk")) == ([("usage", "2024-01-01", 2000)], [], 0)
    assert house.charges("snap") == [("usage", "2024-01-01", 6)]
    assert findings(warehouse) == sorted([*said, ("kolk", "unit", "no_price"), ("snap", "unit", "no_price")])

    # 696 hours of February, held since January: no record begins in it, and it is used.
    house.build("2024-03-01T00:00:00Z")
    assert house.charges("held")[2:] == [("minimum", "2024-02-01", 1304), ("usage", "2024-02-01", 696)]
    assert house.charges("lim") == [("plan_minimum", "2024-01-01", 5000)]
