"""What every kind of ingest shares: a file's identity, whether it is known already, its batch row, and the quarantine.

A batch row commits in the same transaction as its rows. What does not belong here: reading or validating what is inside a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import psycopg

from warehouse.errors import WrongUse

BLOCK_BYTES = 1 << 20


class Progress(Protocol):
    """Called with a sentence, and with rows or bytes done so far and in total where they are known."""

    def __call__(self, message: str, done: int | None = None, total: int | None = None) -> None: ...


def no_progress(message: str, done: int | None = None, total: int | None = None) -> None:
    """The default: says nothing."""


@dataclass(frozen=True)
class IngestReport:
    """What one file came to, in rows. For a file that is known already every count but ``rows_in_file`` is 0."""

    batch_id: int
    file_name: str
    rows_in_file: int
    rows_read: int
    landed: int
    duplicate: int
    conflict: int
    rejected: int
    already_known: bool
    message: str

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class FileDigest:
    """A file's base name, the sha256 of its bytes (64 hex digits) and its size in bytes."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class BatchIdentity:
    """What a batch was made from: the file, and how it was read."""

    kind: str
    digest: FileDigest
    record_kind: str | None = None
    adapter: str | None = None
    adapter_sha256: str | None = None
    parameters: Mapping[str, str] | None = None
    adapter_is_shipped: bool = True


@dataclass(frozen=True)
class RejectedRecord:
    """One record for the quarantine: ``content`` byte for byte as received, ``header`` the CSV header it stood under."""

    reason_code: str
    message: str
    content: bytes
    line_number: int | None = None
    header: bytes | None = None
    event_key: str | None = None


def printable_name(path: Path) -> str:
    """The base name as text that Postgres takes: bytes that are no UTF-8 are written as ``\\xNN``."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def digest_file(path: Path) -> FileDigest:
    """Hash a file. Raises WrongUse when it is missing, no regular file, or unreadable."""
    name = printable_name(path)
    if not path.exists():
        raise WrongUse(f"There is no file {name!r} at the path you gave: check the path.")
    if not path.is_file():
        raise WrongUse(f"{name!r} is not a file: name the files to land one by one.")
    hashed, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                hashed.update(block)
                size += len(block)
    except OSError as problem:
        raise WrongUse(f"The file {name!r} cannot be read ({problem.strerror}): check its permissions.") from problem
    return FileDigest(name, hashed.hexdigest(), size)


def assert_unchanged(path: Path, digest: FileDigest) -> None:
    """Refuse a file whose bytes are no longer those that were hashed before it was read."""
    if digest_file(path) != digest:
        raise WrongUse(f"The file {digest.name!r} changed while it was read, and nothing was landed: wait until it is complete, and run again.")


def lock_file(connection: psycopg.Connection, digest: FileDigest) -> None:
    """Until the transaction ends, nobody else lands the same bytes: two runs of one file end as if in turn."""
    connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", ["tallyhouse file " + digest.sha256])


def known_batch(connection: psycopg.Connection, identity: BatchIdentity, again: bool = False) -> IngestReport | None:
    """The report of a file that is landed already, or None when it is new.

    The same bytes under the same name, read in the same way, are a no-op. The same bytes under another name, or read in another way, raise
    WrongUse with a sentence that names the first batch. ``again`` lands them in any case.
    """
    if again:
        return None
    found = connection.execute(
        "select batch_id, file_name, adapter, adapter_sha256, coalesce(parameters, '{}'), rows_in_file, rows_read from raw.ingest_batches"
        " where file_sha256 = %s and kind = %s and record_kind is not distinct from %s order by batch_id",
        [identity.digest.sha256, identity.kind, identity.record_kind],
    ).fetchall()
    for batch_id, name, adapter, adapter_sha256, parameters, rows_in_file, _ in found:
        same_adapter = adapter == identity.adapter and (identity.adapter_is_shipped or adapter_sha256 == identity.adapter_sha256)
        if name == identity.digest.name and same_adapter and parameters == dict(identity.parameters or {}):
            message = f"{name}: already landed as batch {batch_id}, nothing was written."
            if identity.kind == "records":
                message = message.removesuffix(".") + "; with --again its records are the newest versions."
            return IngestReport(batch_id, name, rows_in_file, 0, 0, 0, 0, 0, True, message)
    for batch_id, name, _, _, _, _, rows_read in found:
        if rows_read and name != identity.digest.name:
            raise WrongUse(
                f"{identity.digest.name!r} has the same bytes as {name!r}, landed as batch {batch_id}: use --again to land it all the same."
            )
        if rows_read:
            raise WrongUse(f"{name!r} was landed as batch {batch_id} with another adapter or other parameters: use --again to land it all the same.")
    return None


def next_batch_id(connection: psycopg.Connection) -> int:
    """A new batch number; numbers may have gaps."""
    return connection.execute("select nextval('raw.batch_ids')").fetchone()[0]


def write_batch(
    connection: psycopg.Connection,
    batch_id: int,
    identity: BatchIdentity,
    *,
    rows_in_file: int,
    landed: int,
    duplicate: int = 0,
    conflict: int = 0,
    rejected: int = 0,
) -> IngestReport:
    """Write the batch row that makes the rows of this transaction visible to builds. Counts are in rows."""
    rows_read = landed + duplicate + conflict + rejected
    digest = identity.digest
    connection.execute(
        "insert into raw.ingest_batches (batch_id, kind, record_kind, adapter, adapter_sha256, parameters, file_name, file_sha256, file_bytes,"
        " rows_in_file, rows_read, landed_count, duplicate_count, conflict_count, rejected_count)"
        " values (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [batch_id, identity.kind, identity.record_kind, identity.adapter, identity.adapter_sha256, json.dumps(dict(identity.parameters or {})),
         digest.name, digest.sha256, digest.size_bytes, rows_in_file, rows_read, landed, duplicate, conflict, rejected],
    )  # fmt: skip
    counts = {"landed": landed, "duplicate": duplicate, "conflict": conflict, "rejected": rejected}
    parts = [f"{count:,} {word}" for word, count in counts.items() if count]
    message = f"{digest.name}: batch {batch_id}, {rows_read:,} rows read, " + (", ".join(parts) or "nothing to land") + "."
    return IngestReport(batch_id, digest.name, rows_in_file, rows_read, landed, duplicate, conflict, rejected, False, message)


def write_rejected(connection: psycopg.Connection, batch_id: int, kind: str, records: Iterable[RejectedRecord]) -> int:
    """Stream records into the quarantine; how many there were. Memory holds one record at a time."""
    count = 0
    columns = "rejected_id, batch_id, kind, reason_code, message, line_number, header, content, content_sha256, event_key"
    with connection.cursor() as cursor, cursor.copy(f"copy raw.rejected_records ({columns}) from stdin (format binary)") as copy:
        copy.set_types(["uuid", "int8", "text", "text", "text", "int8", "bytea", "bytea", "bytea", "uuid"])
        for record in records:
            content_sha256 = hashlib.sha256(record.content).digest()
            message = record.message.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
            copy.write_row((UUID(uuid_key(str(batch_id), str(count))), batch_id, kind, record.reason_code, message, record.line_number,
                            record.header, record.content, content_sha256, record.event_key and UUID(record.event_key)))  # fmt: skip
            count += 1
    return count


def length_prefixed(*fields: str | None) -> str:
    """Fields joined so that no two lists collide: ``('ab', None)`` is ``2:ab-``; lengths in characters."""
    return "".join("-" if field is None else f"{len(field)}:{field}" for field in fields)


def uuid_key(*fields: str | None) -> str:
    """First 16 bytes of sha256 over the length-prefixed fields, 32 hex digits: every uuid key of the warehouse."""
    return hashlib.sha256(length_prefixed(*fields).encode()).hexdigest()[:32]


def first_line(problem: BaseException) -> str:
    """The first line of a database's or DuckDB's error, without its class, for the end of a sentence."""
    text = str(problem).strip().splitlines()
    return re.sub(r"^[A-Z]\w+( \w+)* Error: ", "", text[0]) if text else type(problem).__name__
