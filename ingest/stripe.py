"""Stripe events from files into ``raw.stripe_events``: each kept byte for byte, once per event id. Unknown types and versions are kept.

What does not belong here: the Stripe API and webhooks, and what an event means for money (``models``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.errors import UniqueViolation

from ingest.batches import IngestReport, printable_name
from ingest.landing import InSameTransaction, OpenBatch, open_batch
from ingest.reasons import BadRecord
from ingest.source_files import SourceFile
from ingest.stripe_events import Event, Piece, read_event, read_pieces
from warehouse.connection import connect
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
EVENTS_AT_ONCE, BYTES_AT_ONCE = 20_000, 8 * 2**20
LANDING = (
    "copy raw.stripe_events (event_id, batch_id, event_type, api_version, is_live, created_at, object_type, object_id, body, content, content_sha256)"
    " from stdin (format binary)"
)
# The body travels as jsonb does: its version, which is 1, and its text.
LANDING_TYPES = ["text", "int8", "text", "text", "bool", "timestamptz", "text", "text", "bytea", "bytea", "bytea"]
JSONB_VERSION = b"\x01"


class Numbered(NamedTuple):
    """An event, the bytes it was read from, and which record of its file it is, from 1."""

    event: Event
    piece: Piece
    row_number: int


def ingest_stripe(paths: list[Path], again: bool = False, progress: Progress = silent, retrieved_at: datetime | None = None) -> list[IngestReport]:
    """Land files of Stripe events or objects of its API, one transaction each, in the order given; one report per file.

    An object is the state at its retrieval: ``retrieved_at``, or now.

    The same id with the same body is a duplicate, with another one a conflict. ``again`` lands bytes that landed before.
    Raises WrongUse for a file that cannot be read; the files before it stay landed.
    """
    with connect("ingest", autocommit=True, application="tallyhouse ingest stripe") as connection:
        return [
            land_events(connection, SourceFile(printable_name(path), path), again, progress, retrieved_at=retrieved_at) for path in map(Path, paths)
        ]


def land_events(
    connection: psycopg.Connection,
    source: SourceFile,
    again: bool = False,
    progress: Progress = silent,
    also: InSameTransaction | None = None,
    retrieved_at: datetime | None = None,
) -> IngestReport:
    """Land one file in one transaction. ``also`` runs in it, after the batch row. Objects are states at ``retrieved_at``, or now."""
    return land_pieces(connection, source, read_pieces(source), again, progress, also, retrieved_at or datetime.now(UTC))


def land_pieces(
    connection: psycopg.Connection,
    source: SourceFile,
    pieces: Iterator[Piece],
    again: bool = False,
    progress: Progress = silent,
    also: InSameTransaction | None = None,
    retrieved_at: datetime | None = None,
) -> IngestReport:
    """Land pieces that are one event each, in one transaction. ``source`` says where they come from; objects are taken only with ``retrieved_at``."""
    with connection.transaction():
        batch = open_batch(connection, "stripe", None, source, again)
        if isinstance(batch, IngestReport):
            return batch
        connection.execute((HERE / "stripe_seen_before.sql").read_text())
        for some in _at_once(pieces):
            _land(batch, some, retrieved_at)
            progress(f"reading {source.name}", source.bytes_read, batch.identity.digest.size_bytes)
        compared = sql.SQL((HERE / "stripe.sql").read_text()).format(batch_id=sql.Literal(batch.batch_id))
        batch.counts["duplicate"], batch.counts["conflict"] = connection.execute(compared).fetchone()
        report = batch.close()
        if also:
            also(connection, batch.batch_id)
        return report


def _land(batch: OpenBatch, pieces: list[Piece], retrieved_at: datetime | None) -> None:
    """The first event of an id lands while the next is read; one whose id was there before waits beside it, to be compared."""
    first: list[Numbered] = []
    later: list[Numbered] = []
    reading = _first_of_their_id(batch, pieces, retrieved_at, later)
    try:
        with batch.connection.transaction(), batch.connection.cursor().copy(LANDING) as copy:
            copy.set_types(LANDING_TYPES)
            for one in reading:
                first.append(one)
                copy.write_row(_row(batch, one))
    except UniqueViolation:
        # Some landed before: only the others land now.
        first.extend(reading)
        ids = [one.event.event_id for one in first]
        known = {row[0] for row in batch.connection.execute("select event_id from raw.stripe_events where event_id = any(%s)", (ids,))}
        later += [one for one in first if one.event.event_id in known]
        first = [one for one in first if one.event.event_id not in known]
        with batch.connection.cursor().copy(LANDING) as copy:
            copy.set_types(LANDING_TYPES)
            for one in first:
                copy.write_row(_row(batch, one))
    if later:
        with batch.connection.cursor().copy("copy seen_before (event_id, body, content, row_number, line_number) from stdin") as copy:
            for event, piece, row_number in later:
                copy.write_row((event.event_id, event.body, piece.content, row_number, piece.line_number))
    batch.counts["landed"] += len(first)
    batch.rows += len(pieces)
    batch.write_rejected(only_if_many=True)


def _first_of_their_id(batch: OpenBatch, pieces: list[Piece], retrieved_at: datetime | None, later: list[Numbered]) -> Iterator[Numbered]:
    """Those of ``pieces`` that are events whose id none before them has; the rest goes to ``later``, what is no event is set aside."""
    ids: set[str] = set()
    for row_number, piece in enumerate(pieces, start=batch.rows + 1):
        event = _event_or_problem(piece, retrieved_at)
        if isinstance(event, BadRecord):
            batch.reject(row_number, piece.line_number, piece.content, event)
        elif event.event_id in ids:
            later.append(Numbered(event, piece, row_number))
        else:
            ids.add(event.event_id)
            yield Numbered(event, piece, row_number)


def _row(batch: OpenBatch, one: Numbered) -> tuple:
    event, content = one.event, one.piece.content
    return (
        event.event_id, batch.batch_id, event.event_type, event.api_version, event.is_live, event.created_at, event.object_type, event.object_id,
        JSONB_VERSION + event.body.encode(), content, hashlib.sha256(content).digest(),
    )  # fmt: skip


def _at_once(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    some: list[Piece] = []
    size = 0
    for piece in pieces:
        some.append(piece)
        size += len(piece.content)
        if len(some) == EVENTS_AT_ONCE or size > BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _event_or_problem(piece: Piece, retrieved_at: datetime | None) -> Event | BadRecord:
    if piece.is_cut_off:
        return BadRecord("truncated_file", "The compressed file ends in the middle of this record.")
    try:
        return read_event(piece.content, retrieved_at)
    except BadRecord as problem:
        return problem
