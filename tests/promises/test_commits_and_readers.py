"""Late commits are billed once, builds take turns, readers see whole builds and hold nobody up."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from ingest.usage import landing
from tests.promises.small_month import AS_OF, land_everything, land_records, land_usage, usage_events
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import run_build
from warehouse.verify import verify_book

SURFACES = (
    "select table_schema || '.' || table_name from information_schema.views"
    " where table_schema in ('billing', 'finance', 'operations', 'analytics') order by 1"
)


def build():
    report = run_build(as_of=datetime.fromisoformat(AS_OF))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    return report


@pytest.fixture(scope="module")
def expected(template: Template, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
        folder = tmp_path_factory.mktemp("expected")
        land_records(warehouse, folder)
        land_usage(folder, "usage.jsonl", usage_events())
        build()
        return truth(warehouse)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_an_ingest_left_open_across_builds_is_billed_once(
    expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land_records(warehouse, tmp_path)
    events = usage_events()
    land_usage(tmp_path, "first.jsonl", events[:60])
    # The slow ingest has written everything, and does not commit until it is told to.
    opened, release = threading.Event(), threading.Event()
    real = landing.write_batch

    def slow(*arguments, **named):
        report = real(*arguments, **named)
        opened.set()
        release.wait(300)
        return report

    monkeypatch.setattr(landing, "write_batch", slow)
    thread = threading.Thread(target=land_usage, args=(tmp_path, "slow.jsonl", events[60:]))
    thread.start()
    assert opened.wait(60)
    builds = [build() for _ in range(3)]
    assert [report.status for report in builds] == ["published", "nothing_new", "nothing_new"]
    release.set()
    thread.join(60)
    assert build().status == "published"
    assert truth(warehouse) == expected
    assert build().status == "nothing_new"


@pytest.mark.slow
def test_two_builds_at_once_take_turns(expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(warehouse, tmp_path)
    land_usage(tmp_path, "usage.jsonl", usage_events())
    running = [warehouse.start("build", "--as-of", AS_OF, "--json") for _ in range(2)]
    assert [process.wait(200) for process in running] == [0, 0]
    statuses = sorted(row[0] for row in warehouse.rows("select status from control.build_outcomes"))
    assert statuses == ["nothing_new", "published"]
    assert truth(warehouse) == expected
    assert verify_book().ok, verify_book()


@pytest.mark.slow
def test_a_reader_who_keeps_a_transaction_open_neither_fails_nor_delays_a_build(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_everything(warehouse, tmp_path)
    build()
    surfaces = [row[0] for row in warehouse.rows(SURFACES)]
    assert len(surfaces) > 15
    with warehouse.connect("finance") as reader:
        reader.execute("set transaction isolation level repeatable read")
        before = {surface: reader.execute(f"select count(*) from {surface}").fetchone()[0] for surface in surfaces}
        land_usage(
            tmp_path, "more.jsonl", [event | {"event_id": "more-" + event["event_id"], "replaces_event_id": None} for event in usage_events()[:20]]
        )
        assert build().status == "published"
        # The same transaction still sees the build before, whole.
        assert {surface: reader.execute(f"select count(*) from {surface}").fetchone()[0] for surface in surfaces} == before
    assert warehouse.rows("select count(*) from billing.rated_usage", role="finance")[0][0] > before["billing.rated_usage"]


@pytest.mark.slow
def test_a_build_that_waits_too_long_for_the_lock_says_so(warehouse: TemporaryWarehouse) -> None:
    from warehouse.errors import WarehouseUnreachable
    from warehouse.lock import build_lock

    before = book_counts(warehouse)
    with build_lock("runner"), pytest.raises(WarehouseUnreachable, match="build lock"):
        run_build(wait_seconds=0.3)
    assert book_counts(warehouse) == before


def test_a_lock_is_free_as_soon_as_its_work_ends_and_not_when_its_connection_does(warehouse: TemporaryWarehouse) -> None:
    from warehouse.connection import connect
    from warehouse.errors import WarehouseUnreachable
    from warehouse.lock import lock_held

    with connect("runner", autocommit=True) as first, connect("runner", autocommit=True) as second:
        with (
            lock_held(first, 4711, "taken"),
            pytest.raises(WarehouseUnreachable, match="taken"),
            lock_held(second, 4711, "taken"),
        ):
            pass
        with pytest.raises(ZeroDivisionError), lock_held(first, 4711, "taken"):
            _ = 1 / 0
        with lock_held(second, 4711, "taken"):
            pass
    with connect("runner", autocommit=True) as lost, connect("runner", autocommit=True) as other, lock_held(lost, 4711, "taken"):
        lost.close()
        with lock_held(other, 4711, "taken", wait_seconds=30):
            pass


def test_readers_reach_nothing_but_surfaces(warehouse: TemporaryWarehouse) -> None:
    for role in ("finance", "analyst", "auditor"):
        for schema, table in (("book", "rated_lines"), ("raw", "usage_events"), ("current", "payments"), ("control", "builds")):
            with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select * from {schema}.{table}")
