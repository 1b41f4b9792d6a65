"""Promise 22: Dagster killed as a whole in the middle of a build, and the next build succeeds without anybody clearing anything away.

As `make ui` starts it: webserver, daemon, code server, and for each run a worker with its dbt. The Postgres is no part of that: it is the
warehouse, which `make ui` finds or starts and leaves running, and whose own death is promise 1.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster_graphql import DagsterGraphQLClient, DagsterGraphQLClientError
from psycopg import sql

from tests.promises.held_table import held
from tests.promises.small_month import land_everything
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import run_build
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

pytestmark = [
    pytest.mark.slow,
    # What Dagster's client asks its own library by, at every look at a run.
    pytest.mark.filterwarnings("ignore:Using variable_values:DeprecationWarning"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this machine does not tell which processes Dagster has started"),
]

WOULD_START = """
mutation WouldStart($at: Float!) {
  scheduleDryRun(
    selectorData: {repositoryLocationName: "tallyhouse", repositoryName: "__repository__", scheduleName: "hourly_build"}, timestamp: $at
  ) {
    ... on DryRunInstigationTick { evaluationResult { skipReason runRequests { runKey } error { message } } }
  }
}
"""


class Orchestrator:
    """Dagster at work on a warehouse, asked as its own page asks it."""

    def __init__(self, home: Path, log: Path, port: int) -> None:
        self.home, self.log, self.client = home, log, DagsterGraphQLClient("127.0.0.1", port_number=port)

    def processes(self) -> dict[int, str]:
        """Command line of every process that Dagster's start has started, by its id; each carries its home in its environment."""
        mark, found = f"DAGSTER_HOME={self.home / 'dagster'}".encode(), {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (place / "environ").read_bytes().split(b"\0"):
                    found[int(place.name)] = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return found

    def kill(self) -> None:
        """SIGKILL for all of it at one moment: nobody sees another die, nobody cleans up."""
        while found := self.processes():
            for number in (signal.SIGSTOP, signal.SIGKILL):
                for process in found:
                    _signal(process, number)
            time.sleep(0.2)

    def build(self) -> str:
        """Start a build as its button does; the id of the run."""
        return self.client.submit_job_execution("build")

    def why_no_build(self) -> str | None:
        """What the hourly schedule would say now instead of starting a build; None when it would start one."""
        found = self.client._execute(WOULD_START, {"at": time.time()})["scheduleDryRun"]["evaluationResult"]
        assert found["error"] is None, found
        return found["skipReason"] if not found["runRequests"] else None

    def wait_for_end(self, run_id: str) -> dg.DagsterRunStatus:
        """How the run ended."""
        wait_until(lambda: self.client.get_run_status(run_id) in (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE), 600)
        return self.client.get_run_status(run_id)


@contextmanager
def orchestrator(warehouse: TemporaryWarehouse, log: Path) -> Iterator[Orchestrator]:
    """`make ui`, on a port of its own, until it answers; what is left of it is killed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = Orchestrator(warehouse.settings.home, log, port)
    words = [sys.executable, "-m", "orchestration.serve", "--port", str(port)]
    with log.open("w") as out:
        serving = subprocess.Popen(words, cwd=PROJECT_ROOT, env=warehouse.environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        wait_until(lambda: _answers(told) or serving.poll() is not None, 300)
        assert serving.poll() is None, log.read_text()
        yield told
    finally:
        told.kill()
        serving.kill()
        serving.wait(30)


def test_after_a_sigkill_of_all_of_it_the_next_build_succeeds_unattended(
    warehouse: TemporaryWarehouse, template: Template, tmp_path: Path, storage_dropped: None
) -> None:
    land_everything(warehouse, tmp_path)
    before = book_counts(warehouse)
    with orchestrator(warehouse, tmp_path / "first.log") as dagster:
        killed = dagster.build()
        wait_until(lambda: bool(warehouse.rows("select from control.build_batches")), 300)
        with held(warehouse, "raw.usage_events") as wait_for_somebody:
            at_work = wait_for_somebody()
            who = "select application_name, usename from pg_stat_activity where pid = %s"
            assert warehouse.rows(who, (at_work,)) == [("dbt", "tallyhouse_build")]
            assert dagster.client.get_run_status(killed) == dg.DagsterRunStatus.STARTED
            assert "is still at work" in (dagster.why_no_build() or "")
            parts = " ".join(dagster.processes().values())
            assert all(word in parts for word in ("webserver", "daemon", "grpc", "dbt")), parts
            dagster.kill()
        # The server notices by itself that nobody is there any more, and ends what the dead dbt had asked for.
        wait_until(lambda: not warehouse.rows("select from pg_stat_activity where pid = %s", (at_work,)), 60)
    assert book_counts(warehouse) == before

    with orchestrator(warehouse, tmp_path / "second.log") as dagster:
        assert f"Run {killed} had died and is marked as failed." in dagster.log.read_text()
        assert dagster.client.get_run_status(killed) == dg.DagsterRunStatus.FAILURE
        assert dagster.why_no_build() is None
        assert dagster.wait_for_end(dagster.build()) == dg.DagsterRunStatus.SUCCESS, dagster.log.read_text()
        wait_until(lambda: warehouse.rows("select run_id::text from control.failed_runs") == [(killed,)], 120)

    outcomes = warehouse.rows("select build_number, status from control.build_outcomes order by 1")
    assert outcomes[:2] == [(1, "abandoned"), (2, "published")], outcomes
    with template.copy(is_compiled=True) as uninterrupted, warehouse_in_environment(uninterrupted.settings):
        (tmp_path / "again").mkdir()
        land_everything(uninterrupted, tmp_path / "again")
        as_of = warehouse.rows("select as_of from control.builds where build_number = 2")[0][0]
        assert run_build(as_of=as_of).status == "published"
        expected = truth(uninterrupted)
    assert truth(warehouse) == expected
    assert verify_book().ok, verify_book()


@pytest.fixture
def storage_dropped(warehouse: TemporaryWarehouse) -> Iterator[None]:
    """Dagster's own database beside the warehouse's is gone afterwards."""
    yield
    with warehouse.connect(autocommit=True) as connection:
        name = sql.Identifier(f"{connection.info.dbname}_dagster")
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Raises AssertionError when it does not come to hold in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"after {seconds} seconds it does not hold"
        time.sleep(0.5)


def _answers(dagster: Orchestrator) -> bool:
    try:
        dagster.why_no_build()
    except (DagsterGraphQLClientError, OSError, KeyError):
        return False
    return True


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass
