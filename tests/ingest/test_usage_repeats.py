"""The same usage again: the same bytes, the same ids, other content, other threads, several at once, killed half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from ingest.usage import Way, ingest_usage
from tests.ingest.usage_files import counts, csv_bytes, event, json_lines, landed_ids, rejected, write
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT

DATA = PROJECT_ROOT.parent / "shared" / "data"
LLM_TRACE = DATA / "llm_azure_2023_code" / "AzureLLMInferenceTrace_code.csv"
GPU_TRACE = DATA / "gpu_alibaba_v2023" / "openb_pod_list_default.csv"
needs_llm_trace = pytest.mark.skipif(not LLM_TRACE.exists(), reason="the LLM trace is not beside the repository, in ../shared/data")
needs_gpu_trace = pytest.mark.skipif(not GPU_TRACE.exists(), reason="the GPU trace is not beside the repository, in ../shared/data")
STATE = (
    "select (select count(*) from raw.usage_events), (select count(*) from raw.ingest_batches), (select count(*) from raw.rejected_records),"
    " (select md5(string_agg(usage_events::text, '|' order by event_key)) from raw.usage_events)"
)


def test_the_same_file_twice_is_a_no_op(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", csv_bytes([event("a"), event("b"), event("c", quantity="-1")]))
    first = ingest_usage([path])[0]
    before = warehouse.rows(STATE)
    second = ingest_usage([path])[0]
    assert (second.already_known, second.batch_id, second.rows_in_file, second.landed) == (True, first.batch_id, 3, 0)
    assert f"batch {first.batch_id}" in second.message
    assert warehouse.rows(STATE) == before


def test_the_same_bytes_under_another_name_name_the_first_batch(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    content = csv_bytes([event("a"), event(None, quantity="5")])
    first = ingest_usage([write(tmp_path / "in.csv", content)])[0]
    copy = write(tmp_path / "copy.csv", content)
    with pytest.raises(WrongUse, match=rf"'in.csv'.*batch {first.batch_id}\b.*--again"):
        ingest_usage([copy])
    # An event without an id is named after its file: under another name it is another event.
    assert counts(ingest_usage([copy], again=True)[0]) == {"landed": 1, "duplicate": 1}
    assert counts(ingest_usage([write(tmp_path / "in.csv", content)], again=True)[0]) == {"duplicate": 2}


def test_two_files_without_rows_do_not_hinder_each_other(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    for name in ("monday.csv", "tuesday.csv"):
        report = ingest_usage([write(tmp_path / name, csv_bytes([]))])[0]
        assert (report.rows_read, report.already_known) == (0, False)
    assert ingest_usage([tmp_path / "monday.csv"])[0].already_known


def test_same_id_same_content_is_a_duplicate_whatever_the_writing(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    ingest_usage([write(tmp_path / "one.csv", csv_bytes([event("a", attributes='{"x": 1, "y": [1.0]}')]))])
    again = event("a", quantity="1.000e2", occurred_at="2024-03-01T13:00:00.0000009+01:00", attributes={"y": [1], "x": 1})
    assert counts(ingest_usage([write(tmp_path / "two.jsonl", json_lines([again]))])[0]) == {"duplicate": 1}


def test_same_id_other_content_is_a_conflict_and_the_first_stands(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    ingest_usage([write(tmp_path / "one.csv", csv_bytes([event("a"), event("b")]))])
    lines = csv_bytes([event("new"), event("a", quantity="101"), event("b"), event("new", quantity="7"), event("new"), event("bad", quantity="x")])
    report = ingest_usage([write(tmp_path / "two.csv", lines)])[0]
    assert counts(report) == {"landed": 1, "duplicate": 2, "conflict": 2, "rejected": 1}
    kept = lines.splitlines()
    assert rejected(warehouse) == [("conflict", 3, kept[2]), ("conflict", 5, kept[4]), ("invalid_number", 7, kept[6])]
    assert warehouse.rows("select event_id, quantity::int from raw.usage_events order by 1") == [("a", 100), ("b", 100), ("new", 100)]
    keys = warehouse.rows("select count(*) from raw.rejected_records inner join raw.usage_events using (event_key) where reason_code = 'conflict'")
    assert keys == [(2,)]


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": "1"}, {"resource_type": None}, {"resource_type": "x"}, {"occurred_at": "2024-03-01T12:00:00.000001Z"}, {"attributes": "{}"},
        {"meter": "token_output"},
    ],
)  # fmt: skip
def test_any_canonical_column_makes_a_conflict(shared_warehouse: TemporaryWarehouse, tmp_path: Path, change: dict) -> None:
    first = event("a", source=repr(change))
    ingest_usage([write(tmp_path / "one.csv", csv_bytes([first]))])
    assert counts(ingest_usage([write(tmp_path / "two.csv", csv_bytes([first | change]))])[0]) == {"conflict": 1}


def test_conflicts_of_adapters_are_kept_as_json(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    adapter = write(tmp_path / "ids.sql", b"select id as event_id, 'quantity' as event_kind, 'unit' as meter, 'a\\b' as account_id, n as quantity,"
                    b" '2024-03-01T12:00:00Z' as occurred_at from read_csv(getvariable('path'), all_varchar = true, header = true)")  # fmt: skip
    report = ingest_usage([write(tmp_path / "in.csv", b"id,n\nx,1\nx,2\nx,1\n")], str(adapter))[0]
    assert counts(report) == {"landed": 1, "duplicate": 1, "conflict": 1}
    [(code, line, content)] = rejected(warehouse)
    assert (code, line) == ("conflict", None)
    assert b'"quantity":"2"' in content and b'"account_id":"a\\\\b"' in content


def test_equal_rows_without_ids_each_count(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rows = [event(None), event(None), event(None, quantity="7"), event(None)]
    assert counts(ingest_usage([write(tmp_path / "in.csv", csv_bytes(rows))])[0]) == {"landed": 4}
    assert counts(ingest_usage([write(tmp_path / "in.csv", csv_bytes([*reversed(rows), event(None), event("x")]))])[0]) == {
        "landed": 2,
        "duplicate": 4,
    }


@needs_llm_trace
def test_the_llm_trace(warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = {"account": "acme", "resource_type": "gpt-4o"}
    monkeypatch.setenv("TALLYHOUSE_DUCKDB_THREADS", "1")
    path = write(tmp_path / LLM_TRACE.name, LLM_TRACE.read_bytes())
    report = ingest_usage([path], "azure_llm", parameters)[0]
    assert (report.rows_in_file, report.rows_read, report.landed) == (8_819, 17_638, 17_638)
    totals = "select sum(quantity) filter (where meter = 'token_input'), sum(quantity) filter (where meter = 'token_output') from raw.usage_events"
    assert warehouse.rows(totals) == [(18_059_974, 245_896)]
    assert warehouse.rows("select distinct account_id, resource_type, event_kind from raw.usage_events") == [("acme", "gpt-4o", "quantity")]
    monkeypatch.setenv("TALLYHOUSE_DUCKDB_THREADS", "8")
    assert counts(ingest_usage([path], "azure_llm", parameters, again=True)[0]) == {"duplicate": 17_638}
    lines = LLM_TRACE.read_bytes().rstrip().splitlines(keepends=True)
    write(path, b"".join(lines) + b"\r\n" + b"".join(lines[1:11]))
    assert counts(ingest_usage([path], "azure_llm", parameters)[0]) == {"landed": 20, "duplicate": 17_638}


@needs_gpu_trace
def test_the_gpu_trace(warehouse: TemporaryWarehouse) -> None:
    report = ingest_usage([GPU_TRACE], "alibaba_gpu_v2023", {"account": "acme", "resource_type": "GPU"})[0]
    assert (report.rows_in_file, report.rows_read, report.landed) == (8_152, 6_203, 6_203)
    months = """
        select sum(1000 * quantity * extract(epoch from least(ended_at, month + interval '1 month') - greatest(occurred_at, month)))::bigint
        from raw.usage_events
        inner join generate_series(timestamptz '2024-01-01Z', '2024-05-01Z', '1 month') as month
            on occurred_at < month + interval '1 month' and ended_at > month
        group by month order by month
    """
    totals = [4_834_034_940, 15_329_581_760, 26_718_990_980, 48_577_147_880, 89_834_671_410]
    assert warehouse.rows(months) == [(total,) for total in totals]
    assert warehouse.rows("select count(distinct resource_id), min(event_kind), count(as_given) from raw.usage_events") == [(6_203, "span", 0)]
    assert GPU_TRACE.read_bytes().count(b"openb-pod") == 8_152


def test_several_at_once_end_as_if_in_turn(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    events = [event(f"{number:04d}") for number in range(3000)]
    orders = {"up.csv": events, "down.csv": events[::-1], "odd.csv": events[1::2] + events[::2], "same.csv": events[:10]}
    paths = [write(tmp_path / name, csv_bytes(rows)) for name, rows in orders.items()]
    reports, problems = [], []

    def land(path: Path) -> None:
        try:
            reports.extend(ingest_usage([path]))
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=land, args=(path,)) for path in [*paths, *paths]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sum(report.landed for report in reports) == 3000 == len(landed_ids(warehouse))
    assert sum(report.already_known for report in reports) == 4
    assert sum(report.landed + report.duplicate for report in reports) == 3 * 3000 + 10


@pytest.mark.parametrize("seconds", [0.9, 1.4, 2.0])
def test_a_killed_ingest_leaves_nothing(warehouse: TemporaryWarehouse, tmp_path: Path, seconds: float) -> None:
    path = write(tmp_path / "in.csv", csv_bytes(event(f"{number:06d}") for number in range(150_000)))
    code = f"from pathlib import Path; from ingest.usage import ingest_usage; ingest_usage([Path({str(path)!r})])"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT_ROOT, env=warehouse.environment)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while warehouse.rows("select count(*) from pg_stat_activity where usename = 'tallyhouse_ingest' and datname = current_database()") != [(0,)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    found = warehouse.rows("select (select count(*) from raw.usage_events), (select count(*) from raw.ingest_batches)")
    assert found in ([(0, 0)], [(150_000, 1)])
    report = ingest_usage([path])[0]
    assert report.landed == 150_000 - found[0][0]
    assert warehouse.rows("select count(*), count(distinct event_id) from raw.usage_events") == [(150_000, 150_000)]


def test_a_file_that_changes_while_it_is_read_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", csv_bytes(event(f"{number}") for number in range(2000)))

    def meddle(message: str, done: int | None = None, total: int | None = None) -> None:
        if "looking" in message:
            with path.open("ab") as stream:
                stream.write(csv_bytes([event("late")]).splitlines()[1] + b"\n")

    with pytest.raises(WrongUse, match="changed while it was read"):
        ingest_usage([path], progress=meddle)
    assert warehouse.rows("select count(*) from raw.usage_events") == [(0,)]


def test_a_broken_connection_leaves_nothing(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    from warehouse.errors import WarehouseUnreachable

    path = write(tmp_path / "in.csv", csv_bytes(event(f"{number:06d}") for number in range(60_000)))
    ended = []

    def terminate(message: str, done: int | None = None, total: int | None = None) -> None:
        if done and not ended:
            ended.append(done)
            warehouse.rows(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tallyhouse_ingest' and datname = current_database()"
            )

    with pytest.raises(WarehouseUnreachable, match="run again"):
        ingest_usage([path], progress=terminate)
    assert counts(ingest_usage([path])[0]) == {"landed": 60_000}


def test_the_staged_way_is_the_same_for_new_rows(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", csv_bytes([event("a"), event(None), event(None)]))
    assert counts(ingest_usage([path], way=Way(is_staged=True))[0]) == {"landed": 3}


def test_ingest_may_only_add(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    ingest_usage([write(tmp_path / "in.csv", csv_bytes([event("a")]))])
    for statement in (
        "update raw.usage_events set quantity = 1",
        "delete from raw.usage_events",
        "truncate raw.usage_events",
        "delete from raw.ingest_batches",
    ):
        with warehouse.connect("ingest") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    assert os.environ.get("TALLYHOUSE_DATABASE_URL")
