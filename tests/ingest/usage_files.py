"""Small usage files for the tests of ingest, and what the warehouse then holds.

What does not belong here: expectations.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.batches import IngestReport
from tests.temporary_warehouse import TemporaryWarehouse

COLUMNS = (
    "event_id",
    "source",
    "event_kind",
    "meter",
    "account_id",
    "resource_id",
    "resource_type",
    "quantity",
    "occurred_at",
    "ended_at",
    "attributes",
)


def event(event_id: str | None = "event-1", **changes: Any) -> dict[str, Any]:
    """A good event: 100 input tokens at noon, with the changes applied."""
    given = {
        "event_id": event_id, "source": "test", "event_kind": "quantity", "meter": "token_input", "account_id": "acme", "resource_id": "model-1",
        "resource_type": "gpt-4o", "quantity": "100", "occurred_at": "2024-03-01T12:00:00Z", "ended_at": None, "attributes": None,
    }  # fmt: skip
    return given | changes


def csv_bytes(events: Iterable[Mapping[str, Any]], columns: Iterable[str] = COLUMNS) -> bytes:
    """Events as CSV with a header."""
    columns = tuple(columns)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([given.get(column) for column in columns] for given in events)
    return stream.getvalue().encode()


def json_lines(events: Iterable[Mapping[str, Any]]) -> bytes:
    """Events as JSON lines, without the members that are null."""
    return b"".join(json.dumps({name: value for name, value in given.items() if value is not None}).encode() + b"\n" for given in events)


def write(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path


def landed_ids(warehouse: TemporaryWarehouse) -> list[str]:
    """Ids of the events in the warehouse, in order."""
    return [row[0] for row in warehouse.rows('select event_id from raw.usage_events order by event_id collate "C"')]


def rejected(warehouse: TemporaryWarehouse) -> list[tuple[str, int | None, bytes]]:
    """Reason code, line number and content of what is in quarantine, in file order."""
    return [(code, line, bytes(content)) for code, line, content in warehouse.rows(
        "select reason_code, line_number, content from raw.rejected_records order by batch_id, line_number, content"
    )]  # fmt: skip


def counts(report: IngestReport) -> dict[str, int]:
    """The counts of a report that are not zero, and a check that they add up."""
    assert report.rows_read == report.landed + report.duplicate + report.conflict + report.rejected
    named = {"landed": report.landed, "duplicate": report.duplicate, "conflict": report.conflict, "rejected": report.rejected}
    return {name: count for name, count in named.items() if count}
