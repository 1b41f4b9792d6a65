"""A build that follows a large file at once plans with what landed, and not with what the server counted before."""

from __future__ import annotations

import time
from pathlib import Path

from ingest.records import ingest_records
from tests.temporary_warehouse import TemporaryWarehouse

COUNTED = "select reltuples from pg_class where oid = 'raw.payment_sessions'::regclass"


def land(folder: Path, sessions: range) -> None:
    path = folder / "sessions.csv"
    rows = "".join(f"session-{number},a,100,USD,2026-01-01T00:00:00Z\n" for number in sessions)
    path.write_text(f"session_id,account_id,amount_minor,currency,created_at\n{rows}")
    ingest_records("payment_sessions", [path])


def count(warehouse: TemporaryWarehouse) -> float:
    # What a connection changed is known when its process has ended.
    while warehouse.rows("select from pg_stat_activity where datname = current_database() and usename = 'tallyhouse_ingest'"):
        time.sleep(0.01)
    with warehouse.connect("runner", autocommit=True) as runner:
        runner.execute("select control.count_what_grew()")
    return warehouse.rows(COUNTED)[0][0]


def test_a_table_that_grew_is_counted_and_one_that_did_not_is_left(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    # The server itself must not come first.
    with warehouse.connect() as connection:
        connection.execute("alter table raw.payment_sessions set (autovacuum_enabled = false)")
    land(tmp_path, range(500))
    assert count(warehouse) == -1
    land(tmp_path, range(500, 2500))
    assert count(warehouse) == 2500
    land(tmp_path, range(2500, 3500))
    assert count(warehouse) == 2500
    land(tmp_path, range(3500, 4000))
    assert count(warehouse) == 4000


def test_nobody_but_the_runner_counts(warehouse: TemporaryWarehouse) -> None:
    may = "select rolname from pg_roles where rolname like 'tallyhouse%%' and has_function_privilege(oid, 'control.count_what_grew()', 'execute')"
    assert {name for (name,) in warehouse.rows(may)} == {"tallyhouse_owner", "tallyhouse_runner"}
