"""Events from the API: every page to the end, only what is missing, resumed after a break; and objects as states at their retrieval."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.stripe import ingest_stripe
from tests.ingest.stripe_double import StripeDouble, served
from tests.temporary_warehouse import TemporaryWarehouse

KEY = "rk_test_canary"


@pytest.fixture
def double() -> Iterator[StripeDouble]:
    made = StripeDouble(KEY)
    made.events = [
        {"id": f"evt_{number:02}", "object": "event", "type": "charge.updated", "created": 1700000000 + number, "livemode": True,
         "pending_webhooks": 0, "data": {"object": {"id": "ch_1", "object": "charge", "amount": number}}}
        for number in range(10, 0, -1)
    ]  # fmt: skip
    with served(made):
        yield made


def ask(warehouse: TemporaryWarehouse, double: StripeDouble, *more: str, key: str = KEY):
    environment = {"TALLYHOUSE_STRIPE_API_KEY": key, "TALLYHOUSE_STRIPE_API_BASE": double.url}
    finished = warehouse.run("ingest", "stripe", "--from-api", *more, "--json", environment=environment)
    assert "canary" not in finished.errors + json.dumps(finished.output)
    return finished


def kept(warehouse: TemporaryWarehouse) -> list[str]:
    return [row[0] for row in warehouse.rows("select event_id from raw.stripe_events order by 1")]


def test_all_pages_and_only_what_is_missing(warehouse: TemporaryWarehouse, double: StripeDouble, tmp_path: Path) -> None:
    # Two of them came by webhook before.
    (tmp_path / "some.jsonl").write_text("\n".join(json.dumps(one) for one in double.events[1:3]))
    with_environment(warehouse, tmp_path / "some.jsonl")
    since = ["--since", "2023-11-14T22:13:22Z"]
    finished = ask(warehouse, double, *since)
    assert finished.exit_code == 0, finished
    assert (finished.output["landed"], finished.output["duplicate"]) == (7, 2)
    assert kept(warehouse) == [f"evt_{number:02}" for number in range(2, 11)]
    assert [asked.get("starting_after") for asked in double.requests] == [None, "evt_08", "evt_05"]
    finished = ask(warehouse, double, *since)
    assert (finished.exit_code, finished.output["batches"]) == (0, [])


def test_an_event_in_quarantine_is_not_missing(warehouse: TemporaryWarehouse, double: StripeDouble) -> None:
    double.events[4]["created"] = 10**12
    since = ["--since", "2023-01-01T00:00:00Z"]
    finished = ask(warehouse, double, *since)
    assert (finished.output["landed"], finished.output["rejected"]) == (9, 1)
    assert ask(warehouse, double, *since).output["batches"] == []


def test_a_run_that_broke_off_goes_on(warehouse: TemporaryWarehouse, double: StripeDouble) -> None:
    double.broken_after = 2
    finished = ask(warehouse, double, "--since", "2023-01-01T00:00:00Z")
    assert finished.exit_code == 3 and "run this again" in json.dumps(finished.output) + finished.errors
    assert kept(warehouse) == [f"evt_{number:02}" for number in range(5, 11)]
    double.broken_after = None
    assert ask(warehouse, double, "--since", "2023-01-01T00:00:00Z").output["landed"] == 4
    assert len(kept(warehouse)) == 10


def test_a_key_that_is_refused_or_missing(warehouse: TemporaryWarehouse, double: StripeDouble) -> None:
    assert ask(warehouse, double, key="rk_wrong_canary").exit_code == 2
    assert ask(warehouse, double, key=" ").exit_code == 2
    assert warehouse.run("ingest", "stripe", "--json").exit_code == 2
    assert kept(warehouse) == []


def with_environment(warehouse: TemporaryWarehouse, path: Path, **options: object) -> tuple[int, int, int]:
    report = ingest_stripe([path], **options)[0]
    return report.landed, report.duplicate, report.rejected


def test_objects_are_states_at_their_retrieval(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    charge = '{"id": "ch_1", "object": "charge", "amount": 5.10, "livemode": true, "refunds": {"object": "list", "data": []}}'
    text = '{"object": "list", "data": [' + charge + ', {"id": "txn_1", "object": "balance_transaction"}, {"id": "cus_1", "object": "customer"}]}'
    path = tmp_path / "objects.json"
    path.write_text(text)
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    assert with_environment(warehouse, path, retrieved_at=moment) == (2, 0, 1)
    assert with_environment(warehouse, path, retrieved_at=moment, again=True) == (0, 2, 1)
    assert with_environment(warehouse, path, retrieved_at=datetime(2026, 1, 6, tzinfo=UTC), again=True) == (2, 0, 1)
    rows = warehouse.rows(
        "select event_type, object_id, is_live, created_at, content, body #>> '{data,object,amount}'"
        " from raw.stripe_events order by created_at, event_id"
    )
    assert [row[:4] for row in rows[:2]] == [
        ("charge.retrieved", "ch_1", True, moment),
        ("balance_transaction.retrieved", "txn_1", None, moment),
    ]
    assert (bytes(rows[0][4]).decode(), rows[0][5]) == (charge, "5.10")
