"""Promise 24: the database that an earlier version left is upgraded with its book as it was; a migration that was killed is run again.

``upgrades/book_of_NNNN.sql`` holds what a version whose newest migration was NNNN had in its warehouse after it was used: two billing time zones, a
reseller, spans, tiers, late usage, an unknown account, a payment. What does not belong here: what the newer code posts (the other promises).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import psycopg
import pytest

from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse import migrate
from warehouse.build import run_build
from warehouse.up import HERE, bring_up
from warehouse.verify import verify_book

pytestmark = pytest.mark.slow
LEFT_BEHIND = sorted((Path(__file__).parent / "upgrades").glob("book_of_*.sql"))
MIGRATIONS = migrate.read_migrations()
BOOK = ("periods", "posting_groups", "journal_entries", "journal_legs", "rated_lines")
BALANCES = (
    "select account_id, currency, sum(amount_minor)::bigint from book.journal_legs where ledger_account = 'customer' group by 1, 2 order by 1, 2"
)


@contextmanager
def left_by_an_earlier_version(template: Template, left: Path) -> Iterator[TemporaryWarehouse]:
    """A warehouse with the migrations up to the file's number, and its rows."""
    number = int(left.stem[-4:])
    with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
        with warehouse.connect(autocommit=True) as connection:
            for (schema,) in connection.execute("select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public$)'").fetchall():
                connection.execute(f"drop schema {schema} cascade")
            # What `up` does to an empty database, as far as that version's went.
            connection.execute((HERE / "grants.sql").read_text())
            with mock.patch.object(migrate, "read_migrations", lambda: MIGRATIONS[:number]):
                migrate.apply_migrations(connection)
            connection.execute("set session_replication_role = replica")
            connection.execute(left.read_text("utf-8"))
        yield warehouse


def book(warehouse: TemporaryWarehouse) -> dict[str, list[tuple]]:
    return {table: warehouse.rows(f"select * from book.{table} order by 1, 2") for table in BOOK}


@pytest.mark.parametrize("left", LEFT_BEHIND, ids=lambda path: path.stem)
def test_a_killed_migration_is_run_again_and_the_book_is_the_one_it_was(template: Template, left: Path) -> None:
    with left_by_an_earlier_version(template, left) as warehouse:
        before, head = book(warehouse), warehouse.rows("select encode(head, 'hex') from control.seal_heads order by build_number desc limit 1")[0][0]
        assert all(before.values())
        with warehouse.connect() as holder:
            # A later migration adds columns to this table, and waits for whoever reads it.
            holder.execute("lock table current.draft_invoices in access share mode")
            killed = threading.Thread(target=_apply_until_it_is_killed, args=(warehouse,))
            killed.start()
            _terminate_who_waits(warehouse)
            killed.join(timeout=60)
        applied = warehouse.rows("select count(*) from control.migrations")[0][0]
        assert int(left.stem[-4:]) <= applied < len(MIGRATIONS)
        with warehouse.connect(autocommit=True) as connection:
            assert migrate.apply_migrations(connection) == len(MIGRATIONS) - applied
            assert migrate.apply_migrations(connection) == 0
            connection.execute((HERE / "grants.sql").read_text())
        assert book(warehouse) == before
        verified = verify_book()
        assert (verified.ok, verified.head) == (True, head), verified


def test_the_oldest_warehouse_goes_on_building(template: Template) -> None:
    with left_by_an_earlier_version(template, LEFT_BEHIND[0]) as warehouse:
        before, balances = book(warehouse), warehouse.rows(BALANCES)
        bring_up()
        assert book(warehouse) == before and verify_book().ok
        as_of = warehouse.rows("select max(as_of) from control.builds")[0][0]
        report = run_build(as_of=max(as_of, datetime(2024, 2, 20, tzinfo=UTC)))
        assert report.status in ("published", "nothing_new"), report.to_dict()
        # The newer code makes of the same usage what the older one made: it may add periods, and moves no money.
        assert warehouse.rows(BALANCES) == balances
        assert verify_book().ok
        assert run_build(as_of=report.as_of).status == "nothing_new"


def _apply_until_it_is_killed(warehouse: TemporaryWarehouse) -> None:
    with pytest.raises(psycopg.OperationalError), warehouse.connect(autocommit=True) as connection:
        connection.execute("set application_name = 'upgrade'")
        migrate.apply_migrations(connection)


def _terminate_who_waits(warehouse: TemporaryWarehouse) -> None:
    waits = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and application_name = 'upgrade' and wait_event_type = 'Lock'"
    )
    for _ in range(600):
        if warehouse.rows(waits):
            return
        time.sleep(0.1)
    raise AssertionError("no migration waits for the table")
