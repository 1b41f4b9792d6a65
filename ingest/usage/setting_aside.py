"""What did not land of a usage file goes to quarantine: physical records as the bytes they came as, rows of Parquet files and adapters as JSON.

What does not belong here: deciding what is rejected (``events``, ``lines``) or in conflict (``landing``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.batches import RejectedRecord
from ingest.reasons import BadRecord, shortened
from ingest.usage.events import BatchContext, canonical_event
from ingest.usage.inputs import UsageFile
from ingest.usage.ordinals import Ordinals


class SplitDisagrees(Exception):
    """DuckDB and the physical records count the file's rows in another way: it must be split outside DuckDB."""


def physical_records(file: UsageFile, batch: BatchContext, row_count: int, rejected: Ordinals, conflicting: Ordinals) -> Iterator[RejectedRecord]:
    """Everything of a canonical CSV or JSON lines file that did not land, in file order.

    Ordinals count the readable records, of which DuckDB saw ``row_count``. Raises SplitDisagrees when that is not what stands in the file.
    """
    header = file.record_file().header
    ordinal = 0
    for record, values, problem in file.records():
        key = None
        if values is not None:
            ordinal += 1
            if ordinal in conflicting:
                key = _event_key(values, batch)
                problem = BadRecord("conflict", conflict_message(values.get("event_id")))
            elif ordinal in rejected:
                problem = _problem_of(values, batch)
            else:
                continue
        if problem is not None:
            yield RejectedRecord(problem.code, problem.message, record.content, record.line_number, header, key)
    if ordinal != row_count:
        raise SplitDisagrees(f"it has {row_count} rows in one reading and {ordinal} in another")


def unreadable_records(file: UsageFile, is_withheld: bool = False) -> Iterator[RejectedRecord]:
    """The physical records of a CSV or JSON lines file that an adapter could not be given.

    ``is_withheld``: the bytes may hold what must not land, so the quarantine says only where they stand.
    """
    records = file.record_file()
    for record in records:
        if record.problem is None:
            continue
        if not is_withheld:
            yield RejectedRecord(record.problem.code, record.problem.message, record.content, record.line_number, records.header)
            continue
        message = f"Line {record.line_number} of the file cannot be read; its bytes may hold personal data and are not kept."
        content = json.dumps({"line_number": record.line_number, "withheld_bytes": len(record.content)}).encode()
        yield RejectedRecord(record.problem.code, message, content, record.line_number, None)


def spool_row(spool: Path, code: str, message: str, content: str, event_key: str | None = None) -> None:
    """Keep a rejected row of a Parquet file or an adapter, as JSON text, until the warehouse can take it."""
    with spool.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps([code, message, content, event_key]) + "\n")


def spooled_rows(spool: Path) -> Iterator[RejectedRecord]:
    """The rows that were kept, in that order."""
    if not spool.exists():
        return
    with spool.open(encoding="utf-8") as stream:
        for line in stream:
            code, message, content, event_key = json.loads(line)
            yield RejectedRecord(code, message, content.encode(), event_key=event_key)


def conflict_message(event_id: str | None) -> str:
    """What is wrong with a record whose id is taken."""
    return f"The event {shortened(event_id or '')} is here already with other content, and stands."


def _event_key(values: Mapping[str, str | None], batch: BatchContext) -> str:
    try:
        return canonical_event(values, batch).event_key
    except BadRecord as problem:
        raise SplitDisagrees("a record reads in two ways") from problem


def _problem_of(values: Mapping[str, str | None], batch: BatchContext) -> BadRecord:
    try:
        canonical_event(values, batch)
    except BadRecord as problem:
        return problem
    raise SplitDisagrees("a record reads in two ways")
