"""The build lock: one session lock of the database, held on a connection of its own for as long as a build or an `up` runs.

Builds exclude each other through Postgres and through nothing else: a killed process loses its connection, and with it the lock.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from warehouse.connection import connect
from warehouse.errors import WarehouseUnreachable
from warehouse.progress import Progress, silent

BUILD_LOCK = 7_204_685_213  # any number, as long as it stays the same
DEFAULT_WAIT_SECONDS = 600.0


@contextmanager
def build_lock(role: str = "runner", wait_seconds: float = DEFAULT_WAIT_SECONDS, progress: Progress = silent) -> Iterator[psycopg.Connection]:
    """Hold the build lock; yields its connection (autocommit). Raises WarehouseUnreachable when it is not free within the wait."""
    connection = connect(role, autocommit=True, application="tallyhouse build lock")
    try:
        _wait_for(connection, wait_seconds, progress)
        yield connection
    finally:
        connection.close()


def _wait_for(connection: psycopg.Connection, wait_seconds: float, progress: Progress) -> None:
    deadline = time.monotonic() + wait_seconds
    while not connection.execute("select pg_try_advisory_lock(%s)", (BUILD_LOCK,)).fetchone()[0]:
        if time.monotonic() >= deadline:
            raise WarehouseUnreachable(
                f"Another build or `tallyhouse up` has held the build lock for more than {wait_seconds:.0f} seconds:"
                " wait for it to end, then run this again."
            )
        progress("waiting for another build to end")
        time.sleep(0.2)
