"""Business records (accounts, prices, plans, ...) from CSV or JSON lines into ``raw``: validated, versioned, one transaction per file.

What does not belong here: usage (``ingest.usage``), provider events (``ingest.stripe``), and what a record means for money (``models``).
"""

from __future__ import annotations

from pathlib import Path

from ingest.batches import IngestReport, printable_name
from ingest.records.kinds import find_kind, kinds
from ingest.records.land import land_records
from ingest.source_files import SourceFile
from warehouse.connection import connect
from warehouse.progress import Progress, silent

__all__ = ["find_kind", "ingest_records", "kinds"]


def ingest_records(kind: str, paths: list[Path], again: bool = False, progress: Progress = silent) -> list[IngestReport]:
    """Land files of one kind, one transaction each, in the order given; one report per file.

    ``again`` lands bytes that landed before. Raises WrongUse for an unknown kind, or a file that cannot be read or has other columns;
    the files before that one stay landed.
    """
    found = find_kind(kind)
    with connect("ingest", autocommit=True, application="tallyhouse ingest records") as connection:
        return [land_records(connection, found, SourceFile(printable_name(path), path), again, progress) for path in map(Path, paths)]
