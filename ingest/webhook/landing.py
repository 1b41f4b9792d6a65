"""Bodies of webhooks on their way into ``raw``: one thread, one connection, one transaction for all that wait (a group commit).

A body is answered only when the transaction that holds it has committed. What does not belong here: signatures and HTTP.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future

import psycopg

from ingest.batches import IngestReport
from ingest.source_files import SourceFile
from ingest.stripe import land_pieces
from ingest.stripe_events import Piece
from warehouse.connection import connect
from warehouse.errors import TallyhouseError

MOST_AT_ONCE = 200
BATCH_NAME = "stripe-webhook"


class Landing:
    """Lands bodies from any thread. ``submit`` returns a future that is done when the body is durable, or holds what went wrong."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[bytes, Future] | None] = queue.SimpleQueue()
        self._connection: psycopg.Connection | None = None
        self._thread = threading.Thread(target=self._run, name="stripe webhook landing", daemon=True)

    def start(self) -> None:
        """Connect, and begin to land. Raises WarehouseUnreachable."""
        self._connection = _connect()
        self._thread.start()

    def stop(self) -> None:
        """Land what still waits, and end."""
        self._waiting.put(None)
        self._thread.join(timeout=30)

    def submit(self, body: bytes) -> Future:
        """Ask for a body to be landed."""
        future: Future = Future()
        self._waiting.put((body, future))
        return future

    def _run(self) -> None:
        is_ending = False
        while not is_ending:
            group = [self._waiting.get()]
            while len(group) < MOST_AT_ONCE and not self._waiting.empty():
                group.append(self._waiting.get())
            is_ending = None in group
            waiting = [one for one in group if one is not None]
            if waiting:
                self._land(waiting)
        if self._connection:
            self._connection.close()

    def _land(self, waiting: list[tuple[bytes, Future]]) -> None:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = _connect()
            land_bodies(self._connection, [body for body, _ in waiting])
        except (psycopg.OperationalError, TallyhouseError) as problem:
            # The provider delivers again what was not answered.
            self._forget_connection()
            _fail(waiting, problem)
        except Exception as problem:
            if len(waiting) == 1:
                _fail(waiting, problem)
                return
            # One of them is the cause: its neighbours are not to suffer.
            for one in waiting:
                self._land([one])
        else:
            for _, future in waiting:
                if not future.done():
                    future.set_result(None)

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def land_bodies(connection: psycopg.Connection, bodies: list[bytes]) -> IngestReport:
    """Land bodies, each of which should be one event, as one batch in one transaction; what is no event goes to quarantine with its reason."""
    source = SourceFile(BATCH_NAME, content=b"\n".join(bodies))
    pieces = (Piece(number, body) for number, body in enumerate(bodies, start=1))
    return land_pieces(connection, source, pieces, again=True)


def _connect() -> psycopg.Connection:
    connection = connect("ingest", autocommit=True, application="tallyhouse webhook")
    # An answer of 200 says that the event is durable, whatever the server's default is.
    connection.execute("set synchronous_commit to on")
    return connection


def _fail(waiting: list[tuple[bytes, Future]], problem: Exception) -> None:
    for _, future in waiting:
        if not future.done():
            future.set_exception(problem)
