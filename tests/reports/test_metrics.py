"""The metrics tell what the surfaces tell: read back with Prometheus's own parser, from the command, a file and over HTTP."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from prometheus_client.parser import text_string_to_metric_families

from reports.metrics import metrics_text, serve_metrics
from tests.surfaces.small_world import ROWS
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.errors import WarehouseUnreachable

Samples = dict[tuple[str, str | None], float]


@pytest.fixture(scope="module")
def world(template: Template) -> Iterator[TemporaryWarehouse]:
    """A warehouse with the small world in it that was made by hand."""
    with template.copy() as fresh, warehouse_in_environment(fresh.settings):
        with fresh.connect() as connection:
            connection.execute(ROWS.read_text())
        yield fresh


def samples(text: str) -> Samples:
    """(name, value of the one label) -> value, as the official parser reads it; every family is a gauge that says what it is."""
    families = list(text_string_to_metric_families(text))
    assert all(family.type == "gauge" and family.documentation.endswith(".") for family in families)
    return {(sample.name, next(iter(sample.labels.values()), None)): sample.value for family in families for sample in family.samples}


def test_every_stage_tells_what_pipeline_health_tells(world: TemporaryWarehouse) -> None:
    found = samples(metrics_text().decode())
    epoch = ", ".join(f"extract(epoch from {name})::float8" for name in ("last_success_at", "latest_data_at", "oldest_unprocessed_at"))
    stages = world.rows(f"select stage, backlog_count, lag_seconds, {epoch} from operations.pipeline_health", role="analyst")
    assert len(stages) == 9
    for stage, backlog, lag, *times in stages:
        assert found["tallyhouse_stage_backlog", stage] == backlog
        assert abs(found["tallyhouse_stage_lag_seconds", stage] - lag) < 60
        for name, moment in zip(("last_success", "latest_data", "oldest_unprocessed"), times, strict=True):
            assert found.get((f"tallyhouse_stage_{name}_timestamp_seconds", stage)) == moment
    # By hand: one usage record is in quarantine, of a batch received on 2024-01-14T00:00Z.
    assert found["tallyhouse_stage_backlog", "ingest_usage"] == 1
    assert found["tallyhouse_stage_oldest_unprocessed_timestamp_seconds", "ingest_usage"] == 1705190400
    assert ("tallyhouse_stage_oldest_unprocessed_timestamp_seconds", "ingest_stripe") not in found


def test_gates_parked_accounts_and_the_outbox_are_counted_and_nobody_is_named(world: TemporaryWarehouse) -> None:
    """Build 3 is the newest that has ended: published on 2024-02-01T12:00Z with one green gate; build 4 is at work, build 2 had a red one."""
    text = metrics_text().decode()
    found = samples(text)
    assert found["tallyhouse_build_number", None] == found["tallyhouse_publication_build_number", None] == 3
    assert found["tallyhouse_publication_as_of_timestamp_seconds", None] == 1706788800
    assert [found["tallyhouse_gates", status] for status in ("pass", "fail", "error", "missing")] == [1, 0, 0, 0]
    assert found["tallyhouse_gates_red", None] == 0 and found["tallyhouse_builds_newest", "published"] == 1
    assert found["tallyhouse_accounts_parked", None] == 1
    assert found["tallyhouse_data_quality_expectations", "met"] == found["tallyhouse_data_quality_holding", None] == 1
    outbox = dict(world.rows("select state, count(*) from operations.outbox group by state", role="analyst"))
    states = ("pending", "retrying", "delivered", "dead", "refused", "unaddressed")
    assert outbox and {state: found["tallyhouse_outbox_events", state] for state in states} == {state: outbox.get(state, 0) for state in states}
    assert not any(account in text for account in ("acme", "kunde", "reso", "plat"))
    with world.connect(autocommit=True) as connection:
        connection.execute("insert into control.build_outcomes (build_number, status, reason) values (4, 'failed', 'a gate')")
        connection.execute("insert into control.gate_results (build_number, gate, status) values (4, 'rated_once', 'fail'), (4, 'other', 'missing')")
    found = samples(metrics_text().decode())
    assert found["tallyhouse_gates_red", None] == 2 and found["tallyhouse_builds_newest", "failed"] == 1
    assert found["tallyhouse_publication_build_number", None] == 3 and found["tallyhouse_build_number", None] == 4


def test_the_command_writes_a_whole_file_or_none_and_the_server_says_when_the_warehouse_is_away(world: TemporaryWarehouse, tmp_path: Path) -> None:
    out = tmp_path / "collector" / "tallyhouse.prom"
    written = world.run("metrics", "--out", out, "--json")
    assert written.exit_code == 0 and written.output == {"path": str(out)}
    assert [path.name for path in out.parent.iterdir()] == ["tallyhouse.prom"]
    assert samples(out.read_text())["tallyhouse_warehouse_up", None] == 1
    away = world.run("metrics", "--out", out, environment={"TALLYHOUSE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert away.exit_code == 3 and samples(out.read_text())["tallyhouse_warehouse_up", None] == 1
    assert world.run("metrics", "--serve", "0").exit_code == 2

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server, thread = serve_metrics(port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert samples(answer.read().decode())["tallyhouse_stage_backlog", "drafts"] == 2
        with pytest.raises(WarehouseUnreachable, match="choose another"):
            serve_metrics(port)
        with mock.patch.dict("os.environ", {"TALLYHOUSE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                assert samples(answer.read().decode()) == {("tallyhouse_warehouse_up", None): 0}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
