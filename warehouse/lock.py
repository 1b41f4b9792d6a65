"""Session locks of the database: of builds here, which exclude each other through Postgres and through nothing else; the relay has its own.

A killed process loses its connection, and with it the lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg

from warehouse.connection import connect
from warehouse.errors import WarehouseUnreachable
from warehouse.progress import Progress, silent

BUILD_LOCK = 7_204_685_213  # any number, as long as it stays the same
DEFAULT_WAIT_SECONDS = 600.0


@contextmanager
def build_lock(role: str = "runner", wait_seconds: float = DEFAULT_WAIT_SECONDS, progress: Progress = silent) -> Iterator[psycopg.Connection]:
    """Hold the build lock on a connection of its own, for as long as a build or an `up` runs; yields the connection (autocommit).

    Raises WarehouseUnreachable when the lock is not free within the wait.
    """
    taken = (
        f"Another build or `tallyhouse up` has held the build lock for more than {wait_seconds:.0f} seconds: wait for it to end, then run this again."
    )
    connection = connect(role, autocommit=True, application="tallyhouse build lock")
    try:
        with lock_held(connection, BUILD_LOCK, taken, wait_seconds, lambda: progress("waiting for another build to end")):
            yield connection
    finally:
        connection.close()


@contextmanager
def lock_held(
    connection: psycopg.Connection, lock: int, taken: str, wait_seconds: float = 0.0, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the session lock of this number on an autocommit connection.

    It is given back at once: when a connection merely ends, its locks are held until the server has noticed.
    ``taken``: the sentence of the WarehouseUnreachable that is raised when another still holds the lock after the wait.
    ``waiting`` is called between two tries.
    """
    deadline = time.monotonic() + wait_seconds
    while not connection.execute("select pg_try_advisory_lock(%s)", (lock,)).fetchone()[0]:
        if time.monotonic() >= deadline:
            raise WarehouseUnreachable(taken)
        waiting()
        time.sleep(0.2)
    try:
        yield
    finally:
        with suppress(psycopg.OperationalError):  # a lost connection has lost its locks
            connection.execute("select pg_advisory_unlock(%s)", (lock,))
