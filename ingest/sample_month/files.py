"""How the sample files are written: CSV, JSON lines and gzip, byte for byte the same everywhere.

What does not belong here: which rows there are.
"""

from __future__ import annotations

import csv
import io
import json
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COLUMNS = (
    "event_id", "replaces_event_id", "source", "event_kind", "meter", "account_id", "resource_id", "resource_type", "quantity", "occurred_at",
    "ended_at", "project_id", "submitter_id", "route_id", "region", "correlation_id", "pricing_mode", "parent_resource_id", "pricing_snapshot",
    "attributes",
)  # fmt: skip

Event = dict[str, Any]


def csv_text(events: Iterable[Event]) -> str:
    """Canonical CSV with only the columns that some event fills; JSON values as JSON text."""
    rows = list(events)
    used = [column for column in COLUMNS if any(row.get(column) is not None for row in rows)]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(used)
    for row in rows:
        writer.writerow(["" if row.get(column) is None else _cell(row[column]) for column in used])
    return target.getvalue()


def json_lines(events: Iterable[Event]) -> str:
    """One JSON object per line, absent values left out."""
    return "".join(
        json.dumps({column: event[column] for column in COLUMNS if event.get(column) is not None}, ensure_ascii=False) + "\n" for event in events
    )


def gzip_bytes(content: bytes) -> bytes:
    """A gzip file of stored blocks: compressed bytes differ between builds of zlib, stored ones do not."""
    blocks = [content[start : start + 65_535] for start in range(0, len(content), 65_535)] or [b""]
    body = b"".join(
        struct.pack("<BHH", int(number == len(blocks) - 1), len(block), len(block) ^ 0xFFFF) + block for number, block in enumerate(blocks)
    )
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def write_file(path: Path, text: str) -> Path:
    """Write ``text`` as UTF-8, as gzip where the name ends in ``.gz``; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip_bytes(content) if path.suffix == ".gz" else content)
    return path


def _cell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
