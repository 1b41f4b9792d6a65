"""What was rejected, to look at and to send in again. The old record stays as it is; raw.redrives points from it to the batch of its successor.

Every rejected record keeps the header line of its CSV file in raw.rejected_records.header (null where there was none), beside the content byte for
byte: header, a line end and the content make a file that can be read again, which is what a redrive does. A usage row that an adapter or a Parquet
file gave is kept as JSON with canonical columns, and is sent in again without the adapter.
What does not belong here: why records are rejected (``ingest.records``, ``ingest.usage``, ``ingest.stripe``).
"""

from __future__ import annotations

import re
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from ingest.batches import IngestReport
from ingest.reasons import BadRecord
from ingest.records.kinds import find_kind
from ingest.records.land import land_records
from ingest.source_files import SourceFile
from ingest.strict_json import decode, parse
from ingest.stripe import land_events
from warehouse.connection import connect
from warehouse.errors import WrongUse

LIST_REJECTED = """
select
    rejected_records.rejected_id,
    rejected_records.batch_id,
    rejected_records.kind,
    ingest_batches.record_kind,
    ingest_batches.file_name,
    rejected_records.line_number,
    rejected_records.reason_code,
    rejected_records.message,
    ingest_batches.received_at,
    redrives.batch_id as redriven_in_batch
from raw.rejected_records
inner join raw.ingest_batches on ingest_batches.batch_id = rejected_records.batch_id
left join raw.redrives on redrives.rejected_id = rejected_records.rejected_id
"""
FIND_REJECTED = """
select
    rejected_records.kind,
    rejected_records.reason_code,
    rejected_records.header,
    rejected_records.content,
    ingest_batches.record_kind,
    ingest_batches.file_name,
    ingest_batches.adapter,
    ingest_batches.parameters,
    ingest_batches.received_at
from raw.rejected_records
inner join raw.ingest_batches on ingest_batches.batch_id = rejected_records.batch_id
where rejected_records.rejected_id = %s
"""


@dataclass(frozen=True)
class Rejected:
    """What a redrive needs to know about a rejected record: where it came from, its bytes, and how its file was read."""

    rejected_id: uuid.UUID
    kind: str
    reason_code: str
    header: bytes | None
    content: bytes
    record_kind: str | None
    file_name: str
    adapter: str | None
    parameters: dict[str, str] | None
    received_at: datetime


def list_rejected(limit: int = 100) -> list[dict[str, Any]]:
    """The newest rejected records first: ids, file, line, reason, and ``redriven_in_batch`` (None: not sent in again)."""
    with connect("ingest") as connection:
        found = connection.cursor(row_factory=dict_row).execute(
            LIST_REJECTED + " order by rejected_records.batch_id desc, rejected_records.line_number, rejected_records.rejected_id limit %s", (limit,)
        )
        return [_printable(row) for row in found]


def show_rejected(rejected_id: str) -> dict[str, Any]:
    """One rejected record as in the list, with ``header`` and ``content``: text, or hex where ``content_is_hex``. Raises WrongUse."""
    wanted = _identifier(rejected_id)
    with connect("ingest") as connection:
        cursor = connection.cursor(row_factory=dict_row)
        row = cursor.execute(LIST_REJECTED + " where rejected_records.rejected_id = %s", (wanted,)).fetchone()
        found = _find(connection, wanted)
    text = _as_text(found.content)
    header = _as_text(found.header) if found.header is not None else None
    content = {"header": header, "content": found.content.hex() if text is None else text, "content_is_hex": text is None}
    return _printable(row or {}) | content | {"content_bytes": len(found.content)}


def redrive(rejected_id: str, with_file: Path | None = None, parameters: Mapping[str, str] | None = None) -> IngestReport:
    """Send a rejected record in again, as it is or as ``with_file`` has it; the report of the new batch.

    ``with_file``: the record in the form of its file, for CSV with or without the header. ``parameters``: of the adapter, over those of its file; a
    secret one must be given again, since the warehouse does not know it. An object of the provider's API stays the state of the day on which its
    file came. A record that was redriven before changes nothing and gives a report with ``already_known``. A record that is rejected again leaves a
    new rejected record. Raises WrongUse.
    """
    wanted = _identifier(rejected_id)
    with connect("ingest", autocommit=True, application="tallyhouse redrive") as connection:
        # Two redrives of one record take turns; the lock goes with the connection.
        connection.execute("select pg_advisory_lock(hashtextextended(%s, 0))", (f"tallyhouse redrive {wanted}",))
        found = _find(connection, wanted)
        before = connection.execute("select batch_id from raw.redrives where rejected_id = %s", (wanted,)).fetchone()
        if before:
            message = f"{wanted} was redriven before, in batch {before[0]}: nothing was written."
            return IngestReport(before[0], f"redrive-{wanted}", 0, 0, 0, 0, 0, 0, True, message)
        _refuse_hopeless(found, with_file)
        suffix, content = _as_file(found, with_file)
        name = f"redrive-{wanted}{suffix}"
        if found.kind == "usage":
            return _redrive_usage(connection, found, name, content, parameters or {})
        if parameters:
            raise WrongUse("Parameters are for adapters, and this record was read without one: leave --param out.")

        def point(inner: psycopg.Connection, batch_id: int) -> None:
            _point(inner, found, batch_id)

        source = SourceFile(name, content=content)
        if found.kind == "stripe":
            return land_events(connection, source, again=True, also=point, retrieved_at=found.received_at)
        return land_records(connection, find_kind(found.record_kind or ""), source, again=True, also=point)


def _redrive_usage(connection: psycopg.Connection, found: Rejected, name: str, content: bytes, parameters: Mapping[str, str]) -> IngestReport:
    from ingest.usage import ingest_usage
    from ingest.usage.adapters import secrets_of

    adapter = None if found.header is None and _is_canonical_usage(content) else found.adapter
    if adapter and adapter.endswith(".sql"):
        raise WrongUse(f"This record was read with the adapter file {adapter}: land it with `tallyhouse ingest usage FILE --adapter` and that file.")
    # Of a secret the batch has the hash only, and a hash in its place would be a secret that everybody can read.
    known = {name: value for name, value in (found.parameters or {}).items() if name not in secrets_of(adapter)} if adapter else {}
    with tempfile.TemporaryDirectory(prefix="tallyhouse-redrive-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        report = ingest_usage([path], adapter=adapter, parameters=known | dict(parameters), again=True)[0]
    # After a crash between the two, the next redrive finds its usage landed, as duplicates, and points there.
    _point(connection, found, report.batch_id)
    return report


def _is_canonical_usage(content: bytes) -> bool:
    """Whether the first line is a JSON object of canonical columns."""
    from ingest.usage.events import COLUMNS

    value = _parsed(content.strip().split(b"\n")[0])
    return isinstance(value, dict) and set(value) <= set(COLUMNS)


def _parsed(text: bytes) -> Any:
    try:
        return parse(decode(text))
    except BadRecord:
        return None


def _point(connection: psycopg.Connection, found: Rejected, batch_id: int) -> None:
    connection.execute("insert into raw.redrives (rejected_id, batch_id) values (%s, %s)", (found.rejected_id, batch_id))


def _refuse_hopeless(found: Rejected, with_file: Path | None) -> None:
    from ingest.usage.adapters import secrets_of

    if found.reason_code == "action_refused":
        raise WrongUse("A refused action is not redriven: ask for it again with `tallyhouse action`.")
    if with_file is None and found.reason_code == "truncated_file":
        raise WrongUse("The rest of this record never arrived: land the complete file, or give the record with --with.")
    if with_file is None and b'"withheld_bytes"' in found.content and secrets_of(found.adapter or ""):
        raise WrongUse("The bytes of this record were not kept, since they may hold personal data: give the corrected record with --with.")
    if with_file is None and found.record_kind == "price_tiers":
        raise WrongUse("The tiers of a price are landed together: give a file with all tiers of the price with --with.")


def _as_file(found: Rejected, with_file: Path | None) -> tuple[str, bytes]:
    """The suffix and the bytes of a file that holds the record."""
    content = found.content
    if with_file is not None:
        source = SourceFile(with_file.name, with_file)
        content = source.read_all(64 * 2**20).removeprefix(b"\xef\xbb\xbf")
        if not content.strip() or source.is_damaged:
            raise WrongUse(f"{with_file.name} has no whole record in it: write the corrected record there.")
    if found.header is None or (with_file is not None and _is_json(content)):
        return ".json" if found.kind == "stripe" else ".jsonl", content
    if with_file is not None and _begins_with_header(content, found.header):
        return ".csv", content
    return ".csv", found.header + b"\n" + content + (b"" if content.endswith(b"\n") else b"\n")


def _is_json(content: bytes) -> bool:
    """Whether the content, or its first line, is a JSON object: a field of a CSV record may begin with a brace too."""
    return any(isinstance(_parsed(text), dict) for text in (content, content.strip().split(b"\n")[0]))


def _begins_with_header(content: bytes, header: bytes) -> bool:
    """Whether the first of several lines names columns, those of the old header or others."""
    first, _, rest = content.partition(b"\n")
    names = first.strip().split(b",")
    if not rest.strip():
        return False
    return first.strip() == header.strip() or (
        all(re.fullmatch(rb"[a-z][a-z0-9_]*", name) for name in names) and bool(set(names) & set(header.strip().split(b",")))
    )


def _find(connection: psycopg.Connection, rejected_id: uuid.UUID) -> Rejected:
    row = connection.cursor(row_factory=dict_row).execute(FIND_REJECTED, (rejected_id,)).fetchone()
    if row is None:
        raise WrongUse(f"There is no rejected record {rejected_id}: look it up with `tallyhouse quarantine list`.")
    return Rejected(rejected_id, **row)


def _identifier(rejected_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(rejected_id))
    except ValueError as problem:
        raise WrongUse("That is not the id of a rejected record: copy one from `tallyhouse quarantine list`.") from problem


def _as_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if any(ord(character) < 32 and character not in "\t\r\n" for character in text) else text


def _printable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, uuid.UUID) else value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
