"""Stripe events from files into ``raw.stripe_events``: each kept byte for byte, once per event id. Unknown types and versions are kept.

What does not belong here: the Stripe API and webhooks, and what an event means for money (``models``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import psycopg
from psycopg import sql

from ingest.batches import IngestReport, printable_name
from ingest.landing import InSameTransaction, OpenBatch, open_batch
from ingest.reasons import BadRecord
from ingest.source_files import SourceFile
from ingest.stripe_events import Event, Piece, read_event, read_pieces
from warehouse.connection import connect
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
EVENTS_AT_ONCE = 500
COLUMNS = "event_id, event_type, api_version, is_live, created_at, object_type, object_id, body, content, row_number, line_number"


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
        connection.execute((HERE / "stripe_incoming.sql").read_text())
        _stage(batch, pieces, progress, retrieved_at)
        connection.execute(sql.SQL((HERE / "stripe.sql").read_text()).format(batch_id=sql.Literal(batch.batch_id)))
        for fate, count in connection.execute("select fate, count(*) from incoming_fates group by fate").fetchall():
            batch.counts[fate] += count
        report = batch.close()
        if also:
            also(connection, batch.batch_id)
        return report


def _stage(batch: OpenBatch, pieces: Iterator[Piece], progress: Progress, retrieved_at: datetime | None) -> None:
    while some := list(islice(pieces, EVENTS_AT_ONCE)):
        with batch.connection.cursor().copy(f"copy incoming_events ({COLUMNS}) from stdin") as copy:
            for row_number, piece in enumerate(some, start=batch.rows + 1):
                event = _event_or_problem(piece, retrieved_at)
                if isinstance(event, BadRecord):
                    batch.reject(row_number, piece.line_number, piece.content, event)
                    continue
                copy.write_row((
                    event.event_id, event.event_type, event.api_version, event.is_live, event.created_at, event.object_type, event.object_id,
                    event.body, piece.content, row_number, piece.line_number,
                ))  # fmt: skip
        batch.rows += len(some)
        batch.write_rejected(only_if_many=True)
        progress(f"reading {batch.source.name}", batch.source.bytes_read, batch.identity.digest.size_bytes)


def _event_or_problem(piece: Piece, retrieved_at: datetime | None) -> Event | BadRecord:
    if piece.is_cut_off:
        return BadRecord("truncated_file", "The compressed file ends in the middle of this record.")
    try:
        return read_event(piece.content, retrieved_at)
    except BadRecord as problem:
        return problem
