"""One file of records or provider events on its way into ``raw``: its batch row, its rejected records and its counts, in one transaction.

What does not belong here: what makes a record good (``ingest.records``, ``ingest.stripe``), and usage, which has its own way (``ingest.usage``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from ingest.batches import BatchIdentity, FileDigest, IngestReport, assert_unchanged, digest_file, known_batch, next_batch_id, uuid_key, write_batch
from ingest.reasons import BadRecord
from ingest.source_files import SourceFile

PENDING_ROWS = 2_000
PENDING_BYTES = 8 * 2**20
FATES = ("landed", "duplicate", "conflict", "rejected")
REJECTED_COLUMNS = "rejected_id, batch_id, kind, reason_code, message, line_number, header, content, content_sha256, event_key"
# Called with the connection and the batch, in the transaction of the batch.
InSameTransaction = Callable[[psycopg.Connection, int], None]


@dataclass
class OpenBatch:
    """A batch whose transaction is open. ``counts``: rows by fate; ``rows``: physical records read so far."""

    connection: psycopg.Connection
    identity: BatchIdentity
    source: SourceFile
    batch_id: int
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    rows: int = 0
    _pending: list[tuple] = field(default_factory=list)
    _pending_bytes: int = 0

    def reject(self, row_number: int, line_number: int | None, content: bytes, problem: BadRecord, header: bytes | None = None) -> None:
        """Set one record aside, byte for byte. Its id follows from the batch and ``row_number``, which must be unique in the batch."""
        rejected_id = uuid_key(str(self.batch_id), str(row_number))
        message = problem.message.replace("\0", "\\0")
        digest = hashlib.sha256(content).digest()
        self._pending.append((rejected_id, self.batch_id, self.identity.kind, problem.code, message, line_number, header, content, digest, None))
        self._pending_bytes += len(content)
        self.counts["rejected"] += 1

    def write_rejected(self, only_if_many: bool = False) -> None:
        """Write what was set aside so far. Must not run while a COPY is open on the connection."""
        if only_if_many and len(self._pending) < PENDING_ROWS and self._pending_bytes < PENDING_BYTES:
            return
        if self._pending:
            with self.connection.cursor() as cursor, cursor.copy(f"copy raw.rejected_records ({REJECTED_COLUMNS}) from stdin") as copy:
                for row in self._pending:
                    copy.write_row(row)
        self._pending, self._pending_bytes = [], 0

    def close(self) -> IngestReport:
        """Write the batch row; the caller commits. Raises WrongUse when the file changed while it was read."""
        self.write_rejected()
        if self.source.path is not None:
            assert_unchanged(self.source.path, self.identity.digest)
        return write_batch(self.connection, self.batch_id, self.identity, rows_in_file=self.rows, **self.counts)


def open_batch(connection: psycopg.Connection, kind: str, record_kind: str | None, source: SourceFile, again: bool) -> OpenBatch | IngestReport:
    """Take the turn of this kind and begin a batch; a report instead where these bytes have landed before and ``again`` is false.

    Loads of one kind wait for each other until the transaction ends, so they end as if in turn.
    """
    identity = BatchIdentity(kind, digest_of(source), record_kind)
    take_turn(connection, kind, record_kind)
    known = known_batch(connection, identity, again)
    if known:
        return known
    return OpenBatch(connection, identity, source, next_batch_id(connection))


def take_turn(connection: psycopg.Connection, kind: str, record_kind: str | None = None) -> None:
    """Until the transaction ends, nobody else lands records of this kind."""
    connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"tallyhouse ingest {kind} {record_kind or ''}",))


def digest_of(source: SourceFile) -> FileDigest:
    """Name, sha256 and size of a file, or of content that was made here."""
    if source.path is not None:
        return digest_file(source.path)
    return FileDigest(source.name, hashlib.sha256(source.content).hexdigest(), len(source.content))
