"""A table that is held, so that whoever comes to it stops at a known place of its work: for tests that kill it there."""

from __future__ import annotations

import time
from contextlib import contextmanager

from tests.temporary_warehouse import TemporaryWarehouse


@contextmanager
def held(warehouse: TemporaryWarehouse, table: str):
    """Hold a table so that whoever writes to it (or reads it, for an access lock) stops there; yields a wait for somebody to have come."""
    with warehouse.connect() as holder:
        holder.execute(f"lock table {table} in access exclusive mode")

        def wait_for_somebody() -> int:
            deadline = time.monotonic() + 300
            while time.monotonic() < deadline:
                waiting = warehouse.rows(
                    "select pid from pg_locks where not granted and relation = %s::regclass"
                    " and database = (select oid from pg_database where datname = current_database())",
                    (table,),
                )
                if waiting:
                    return waiting[0][0]
                time.sleep(0.05)
            raise AssertionError(f"nobody came to {table}")

        yield wait_for_somebody
        holder.rollback()
