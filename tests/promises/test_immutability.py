"""Nothing in raw, book and control can be changed by any role but the superuser, and no dbt flag reaches the book."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from tests.promises.small_month import AS_OF, land_everything
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.connection import LOGIN_ROLES
from warehouse.dbt import dbt_command, dbt_environment
from warehouse.verify import verify_book

ATTACKS = [
    "update {table} set build_number = 0",
    "delete from {table}",
    "truncate {table} cascade",
    "merge into {table} as t using (select 1) as s on true when matched then delete",
    "alter table {table} alter column build_number type text using '0'",
    "alter table {table} disable trigger all",
    "alter table {table} drop column build_number",
    "drop table {table} cascade",
    "set session_replication_role = replica",
    "set role tallyhouse_owner",
    "create trigger mine before insert on {table} for each row execute function book.refuse_change()",
]
TABLES = ["book.rated_lines", "book.journal_legs", "book.journal_entries", "book.periods", "control.publications"]


def catalogue(warehouse: TemporaryWarehouse) -> list[tuple]:
    """Tables, columns, triggers and rights of what is never changed."""
    return warehouse.rows(
        "select nspname, relname, relacl::text, relowner::regrole::text,"
        " (select array_agg((attname, atttypid)::text order by attnum) from pg_attribute where attrelid = pg_class.oid and attnum > 0),"
        " (select array_agg((tgname, tgenabled)::text order by tgname) from pg_trigger where tgrelid = pg_class.oid)"
        " from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
        " where nspname in ('raw', 'book', 'control') and relkind = 'r' order by 1, 2"
    )


@pytest.mark.slow
def test_no_role_changes_what_is_written(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_everything(warehouse, tmp_path)
    assert run_build(as_of=datetime.fromisoformat(AS_OF)).status == "published"
    before, counts, shape = truth(warehouse), book_counts(warehouse), catalogue(warehouse)
    for role in LOGIN_ROLES:
        for table in TABLES:
            for attack in ATTACKS:
                with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(attack.format(table=table))
    for table in ("raw.usage_events", "raw.ingest_batches", "raw.accounts", "control.builds"):
        for role in LOGIN_ROLES:
            for attack in ("delete from {table}", "truncate {table} cascade", "drop table {table} cascade"):
                with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(attack.format(table=table))
    for role in set(LOGIN_ROLES) - {"poster"}:
        with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("insert into book.journal_legs values (gen_random_uuid(), 1, 1, 'customer', 'ada', 'USD', 1)")
    for flags in (["--full-refresh"], ["--empty"]):
        command = dbt_command(["build", "--select", "path:models/rules", "path:models/book", *flags], tmp_path / "target", tmp_path / "logs")
        subprocess.run(command, env=dbt_environment(warehouse.settings) | {"PATH": os.environ["PATH"]}, capture_output=True, check=False)
    assert (truth(warehouse), book_counts(warehouse), catalogue(warehouse)) == (before, counts, shape)
    assert verify_book().ok, verify_book()
    # What --empty emptied in `rules` is gathered again: the next build finds nothing to post.
    assert run_build(as_of=datetime.fromisoformat(AS_OF)).status == "nothing_new"


def test_even_the_owner_is_stopped_by_the_second_wall(warehouse: TemporaryWarehouse) -> None:
    for statement in ("truncate book.rated_lines cascade", "truncate raw.usage_events", "truncate control.builds cascade"):
        with warehouse.connect() as connection, pytest.raises(psycopg.Error, match=r"refused|never changed"):
            connection.execute("set role tallyhouse_owner")
            connection.execute(statement)


def test_every_table_that_is_never_changed_has_its_triggers(warehouse: TemporaryWarehouse) -> None:
    without = warehouse.rows(
        "select schemaname || '.' || tablename from pg_tables where schemaname in ('raw', 'book', 'control') and tablename <> 'migrations'"
        " and (select count(*) from pg_trigger where tgrelid = (schemaname || '.' || tablename)::regclass"
        " and tgname in ('never_changed', 'never_truncated') and tgenabled = 'A') <> 2"
    )
    assert without == []


def test_legs_that_do_not_balance_are_refused(warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect("poster") as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            "insert into book.journal_entries (ledger_entry_id, build_number, entry_type, reference_type, reference_id, booked_at, actor)"
            " values ('00000000-0000-0000-0000-000000000001', 1, 'adjustment', 'test', 'x', now(), 'test')"
        )
        connection.execute(
            "insert into book.journal_legs values ('00000000-0000-0000-0000-000000000001', 1, 1, 'customer', 'a', 'USD', 5),"
            " ('00000000-0000-0000-0000-000000000001', 2, 1, 'usage_revenue', null, 'USD', -4)"
        )


def test_an_entry_without_legs_does_not_commit(warehouse: TemporaryWarehouse) -> None:
    connection = warehouse.connect("poster")
    connection.execute(
        "insert into book.journal_entries (ledger_entry_id, build_number, entry_type, reference_type, reference_id, booked_at, actor)"
        " values ('00000000-0000-0000-0000-000000000002', 1, 'adjustment', 'test', 'x', now(), 'test')"
    )
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.commit()
    connection.close()
