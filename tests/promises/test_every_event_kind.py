"""Every kind of event and every aggregation through the real command line, to the cent: in any order, late, replaced, withdrawn."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.promises.every_event_kind import ACCOUNTS, EVENTS, FINDINGS, LATE_EVENTS, LATE_LINES, LINES, PRICES, QUANTITIES, STATES, event
from tests.promises.small_month import write_lines
from tests.temporary_warehouse import TemporaryWarehouse

EXPECTED = {line[:3]: line[3:] for line in LINES}
LATE = {line: sums for line, sums in (EXPECTED | LATE_LINES).items() if sums != (0, 0)}


def command(warehouse: TemporaryWarehouse, *words: object) -> dict:
    finished = warehouse.run(*words, "--json")
    assert finished.exit_code == 0, finished
    return finished.output


def build(warehouse: TemporaryWarehouse, as_of: str) -> None:
    assert command(warehouse, "build", "--as-of", as_of)["status"] in ("published", "nothing_new")


def land_records(warehouse: TemporaryWarehouse, folder: Path) -> None:
    for kind, text in (("accounts", ACCOUNTS), ("prices", PRICES)):
        (folder / f"{kind}.csv").write_text(text)
        command(warehouse, "ingest", "records", kind, folder / f"{kind}.csv")


def land(warehouse: TemporaryWarehouse, folder: Path, name: str, events: list[dict]) -> dict:
    return command(warehouse, "ingest", "usage", write_lines(folder, name, events))


def lines(warehouse: TemporaryWarehouse) -> dict[tuple, tuple]:
    rows = warehouse.rows(
        "select meter, resource_id, to_char(window_start at time zone 'UTC', 'MM-DD\"T\"HH24'), sum(quantity), sum(amount_exact)"
        " from billing.rated_usage group by 1, 2, 3 having sum(quantity) <> 0 or sum(amount_exact) <> 0"
    )
    return {row[:3]: row[3:] for row in rows}


def states(warehouse: TemporaryWarehouse) -> dict[str, tuple]:
    rows = warehouse.rows("select event_id, state, reason from billing.usage where state <> 'billed'")
    return {row[0]: row[1:] for row in rows}


def findings(warehouse: TemporaryWarehouse) -> list[str]:
    return [row[0] for row in warehouse.rows("select distinct split_part(reason, ':', 1) from current.findings order by 1")]


def totals(warehouse: TemporaryWarehouse) -> list[tuple]:
    return warehouse.rows("select service_period_start::date::text, -sum(amount_minor) from billing.ledger_entries group by 1 order by 1")


def windows_over_midnight(warehouse: TemporaryWarehouse) -> int:
    """Windows of more than one day in UTC: there must be none, for billing.usage finds an event's window by its day."""
    return warehouse.rows(
        "select count(*) from (select window_start, window_end from book.rated_lines where record_count > 0"
        " union all select window_start, window_end from current.unrated_usage) as windows"
        " where date_trunc('day', window_start, 'UTC') <> date_trunc('day', window_end - interval '1 microsecond', 'UTC')"
    )[0][0]


def assert_all_is_as_counted_by_hand(warehouse: TemporaryWarehouse) -> None:
    assert lines(warehouse) == EXPECTED
    assert states(warehouse) == STATES
    assert findings(warehouse) == FINDINGS
    assert windows_over_midnight(warehouse) == 0
    assert warehouse.rows("select count(*) from billing.usage") == [(len(EVENTS) - 1,)]
    measured = dict(warehouse.rows("select event_id, quantity from billing.usage where event_id = any(%s)", (list(QUANTITIES),)))
    assert measured == {name: Decimal(quantity) for name, quantity in QUANTITIES.items()}
    assert totals(warehouse) == [("2026-03-01", 26301), ("2026-04-01", 35)]
    assert command(warehouse, "verify")["ok"]


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_every_kind_late_replaced_and_withdrawn(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(warehouse, tmp_path)
    land(warehouse, tmp_path, "usage.jsonl", EVENTS)
    build(warehouse, "2026-04-02T00:00:00Z")
    assert_all_is_as_counted_by_hand(warehouse)

    late = land(warehouse, tmp_path, "late.jsonl", LATE_EVENTS)["batch_id"]
    build(warehouse, "2026-04-02T01:00:00Z")
    assert lines(warehouse) == LATE
    assert states(warehouse) == {
        **{name: state for name, state in STATES.items() if name not in ("reading-2-lesser", "user-4")},
        **dict.fromkeys(("level-2-of-it", "reading-2", "reading-2-lesser"), ("replaced", "replaced")),
        "reading-taken-back": ("free", "taken_back"),
        "user-4": ("free", None),
    }
    assert totals(warehouse) == [("2026-03-01", 26301 + 15 - 30 + 3240 + 2000 - 2000), ("2026-04-01", 35 - 15)]

    command(warehouse, "action", "period_close", "--account", "ada", "--reference", "2026-03-01", "--actor", "ada", "--reason", "month end")
    withdrawal = ["action", "batch_withdraw", "--reference", late, "--actor", "ada", "--reason", "wrong file"]
    asked = command(warehouse, *withdrawal)
    assert asked["status"] == "accepted" and "approved" in asked["reason"]
    assert "waits for a decision" in warehouse.run(*withdrawal, "--json").output["reason"]
    build(warehouse, "2026-04-03T00:00:00Z")
    assert lines(warehouse) == LATE
    command(warehouse, "action", "approve", "--reference", asked["action_id"], "--actor", "eve", "--reason", "it is")
    build(warehouse, "2026-04-04T00:00:00Z")
    assert lines(warehouse) == EXPECTED
    assert totals(warehouse) == [("2026-03-01", 26301), ("2026-04-01", 35)]
    corrections = "select entry_type, booking_period_start::date::text, -sum(amount_minor) from billing.ledger_entries"
    assert warehouse.rows(corrections + " where service_period_start = '2026-03-01Z' and booking_period_start <> '2026-03-01Z' group by 1, 2") == [
        ("correction", "2026-04-01", 26301 - (26301 + 15 - 30 + 3240))
    ]
    withdrawn = dict.fromkeys([event["event_id"] for event in LATE_EVENTS], ("replaced", "batch_withdrawn"))
    assert states(warehouse) == STATES | withdrawn
    assert findings(warehouse) == FINDINGS
    assert warehouse.rows("select state, withdrawn_by_build, withdrawal_reason from operations.batches where batch_id = %s", (late,)) == [
        ("withdrawn", 4, "wrong file")
    ]
    assert "withdrawn before" in warehouse.run(*withdrawal, "--json").output["reason"]
    assert command(warehouse, "verify")["ok"]
    build(warehouse, "2026-04-04T01:00:00Z")
    assert (lines(warehouse), states(warehouse), findings(warehouse)) == (EXPECTED, STATES | withdrawn, FINDINGS)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_the_order_of_arrival_repeats_and_builds_change_nothing(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    dice = random.Random(7)
    events = EVENTS + dice.sample(EVENTS, k=round(0.3 * len(EVENTS)))
    dice.shuffle(events)
    land_records(warehouse, tmp_path)
    for number, as_of in enumerate(("2026-03-10T12:05:00Z", "2026-03-14T03:00:00Z", "2026-04-02T00:00:00Z")):
        land(warehouse, tmp_path, f"usage-{number}.jsonl", events[number::3])
        build(warehouse, as_of)
    assert_all_is_as_counted_by_hand(warehouse)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_the_meter_does_not_take_waits_and_the_rest_of_its_hour_is_billed(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    def meter(columns: str) -> None:
        with warehouse.connect() as connection:
            connection.execute(f"update reference.meters set {columns} where meter = 'unit'")

    land_records(warehouse, tmp_path)
    (tmp_path / "prices.csv").write_text("price_id,meter,currency,model,unit_price\nunits,unit,USD,per_unit,1.00\n")
    command(warehouse, "ingest", "records", "prices", tmp_path / "prices.csv")
    events = [
        event("unit-1", "quantity", "unit", "03-10T10:05", "1.5"),
        event("unit-2", "quantity", "unit", "03-10T10:15", "2"),
        event("unit-3", "quantity", "unit", "03-10T10:25", "2.25"),
        event("unit-4", "quantity", "unit", "03-10T11:05", "1"),
        event("unit-5", "quantity", "unit", "03-10T11:05", "3.125", replaces_event_id="unit-4"),
        event("unit-6", "quantity", "unit", "03-10T10:35", "7.75", replaces_event_id="unit-3-again"),
        event("unit-3-again", "quantity", "unit", "03-10T10:35", "7.125"),
    ]
    land(warehouse, tmp_path, "usage.jsonl", events)
    replaced = {"unit-4": ("replaced", "replaced"), "unit-3-again": ("replaced", "replaced")}
    meter("event_kinds = 'span'")
    build(warehouse, "2026-04-02T00:00:00Z")
    others = dict.fromkeys(("unit-1", "unit-2", "unit-3", "unit-5", "unit-6"), ("waiting", "event_kind_not_supported"))
    assert (lines(warehouse), states(warehouse)) == ({}, replaced | others)
    assert findings(warehouse) == ["event_kind_not_supported"]

    meter("event_kinds = 'quantity', input_decimals = 1")
    build(warehouse, "2026-04-02T01:00:00Z")
    others = dict.fromkeys(("unit-3", "unit-5", "unit-6"), ("waiting", "too_many_decimals_for_meter"))
    assert lines(warehouse) == {("unit", None, "03-10T10"): (Decimal("3.5"), 350)}
    assert states(warehouse) == replaced | others
    assert findings(warehouse) == ["too_many_decimals_for_meter"]

    meter("input_decimals = 9")
    build(warehouse, "2026-04-02T02:00:00Z")
    assert lines(warehouse) == {
        ("unit", None, "03-10T10"): (Decimal("13.5"), 1350),
        ("unit", None, "03-10T11"): (Decimal("3.125"), Decimal("312.5")),
    }
    assert (states(warehouse), findings(warehouse)) == (replaced, [])
