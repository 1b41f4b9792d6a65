"""Whatever is killed wherever, running it again comes to the same truth, and no key is there twice.

Five places through real builds and real commands; the rest of them statement by statement through the posting transaction of one plan.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from tests.promises.held_table import held
from tests.promises.small_month import AS_OF, land_everything, land_records, usage_events, write_lines
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import posting, run_build
from warehouse.connection import connect
from warehouse.verify import verify_book


def build():
    report = run_build(as_of=datetime.fromisoformat(AS_OF))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    return report


@pytest.fixture(scope="module")
def expected(template: Template, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
        land_everything(warehouse, tmp_path_factory.mktemp("expected"))
        build()
        return truth(warehouse)


def kill_client(process: subprocess.Popen, backend: int, warehouse: TemporaryWarehouse) -> None:
    os.kill(process.pid, signal.SIGKILL)


def kill_backend(process: subprocess.Popen, backend: int, warehouse: TemporaryWarehouse) -> None:
    warehouse.rows("select pg_terminate_backend(%s)", (backend,))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "kill"),
    [
        ("raw.usage_events", kill_client),  # dbt is gathering usage
        ("raw.stripe_events", kill_backend),  # dbt is reading payments
        ("control.build_outcomes", kill_client),  # audited, nothing posted yet
        ("book.rated_lines", kill_backend),  # inside the posting transaction
        ("control.seals", kill_client),  # everything posted, not committed
    ],
)
def test_a_killed_build_leaves_its_row_and_nothing_else(
    expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path, table: str, kill: Callable[[subprocess.Popen, int, TemporaryWarehouse], None]
) -> None:
    land_everything(warehouse, tmp_path)
    before = book_counts(warehouse)
    if table == "control.build_outcomes":
        # Held only once the build has begun: beginning reads the outcomes of earlier builds.
        process = warehouse.start("build", "--as-of", AS_OF)
        _wait_until(lambda: warehouse.rows("select count(*) from control.build_batches")[0][0] > 0)
        with held(warehouse, table) as wait_for_somebody:
            kill(process, wait_for_somebody(), warehouse)
            process.wait(60)
    else:
        with held(warehouse, table) as wait_for_somebody:
            process = warehouse.start("build", "--as-of", AS_OF)
            kill(process, wait_for_somebody(), warehouse)
            if kill is kill_client:
                process.wait(60)
        if kill is kill_backend:
            process.wait(120)
            assert process.returncode != 0
    assert book_counts(warehouse) == before
    build()
    assert truth(warehouse) == expected
    assert verify_book().ok, verify_book()
    if kill is kill_client:
        assert warehouse.rows("select status from control.build_outcomes where build_number = 1") == [("abandoned",)]


@pytest.mark.slow
@pytest.mark.parametrize("kill", [kill_client, kill_backend])
def test_a_killed_ingest_leaves_nothing(expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path, kill: Callable) -> None:
    path = write_lines(tmp_path, "usage.jsonl", usage_events())
    with held(warehouse, "raw.ingest_batches") as wait_for_somebody:
        process = warehouse.start("ingest", "usage", path)
        kill(process, wait_for_somebody(), warehouse)
        process.wait(60)
    assert warehouse.rows("select count(*) from raw.usage_events") == [(0,)]
    land_records(warehouse, tmp_path)
    land_everything(warehouse, tmp_path)
    build()
    assert truth(warehouse) == expected


class Saboteur:
    """A connection of the poster whose server side is ended at the n-th statement."""

    def __init__(self, connection: psycopg.Connection, statement: int) -> None:
        self._connection, self._left = connection, statement

    def transaction(self):
        return self._connection.transaction()

    def execute(self, query, parameters=None):
        self._left -= 1
        if self._left == 0:
            with connect("admin", autocommit=True) as admin:
                admin.execute("select pg_terminate_backend(%s, 5000)", (self._connection.info.backend_pid,))
        return self._connection.execute(query, parameters)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_the_posting_transaction_commits_whole_or_not_at_all(
    expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.build import runner

    land_everything(warehouse, tmp_path)
    before = book_counts(warehouse)
    places: list[int] = []

    def post_after_many_deaths(poster, number: int, gate_count: int):
        for statement in range(1, 500):
            with connect("poster") as doomed:
                try:
                    posted = posting.post_and_publish(Saboteur(doomed, statement), number, gate_count)
                except psycopg.OperationalError:
                    places.append(statement)
                    assert book_counts(warehouse) == before
                    continue
            return posted
        raise AssertionError("the posting transaction never ended")

    monkeypatch.setattr(runner, "post_and_publish", post_after_many_deaths)
    build()
    assert len(places) > 20
    assert truth(warehouse) == expected
    assert verify_book().ok, verify_book()


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
