"""Usage files into ``raw.usage_events``: canonical CSV, JSON lines and Parquet, or any file through an adapter.

``reader`` and ``emit_lines.sql`` are the fast way for rows that are plainly good; ``events`` is the authority on every other row; ``landing`` is the
transaction. What does not belong here: business records and provider events (``ingest.records``, ``ingest.stripe``), windows and prices (``models``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.batches import BatchIdentity, FileDigest, IngestReport, Progress, digest_file, known_batch, no_progress
from ingest.usage.adapters import Adapter, load_adapter
from ingest.usage.inputs import find_format, refuse_empty
from ingest.usage.landing import Way, land
from warehouse.connection import connect
from warehouse.errors import WrongUse

__all__ = ["Way", "ingest_usage"]


def ingest_usage(
    paths: Sequence[Path],
    adapter: str | None = None,
    parameters: Mapping[str, str] | None = None,
    again: bool = False,
    progress: Progress = no_progress,
    way: Way | None = None,
) -> list[IngestReport]:
    """Land usage files, each in a transaction of its own; one report per file, in order.

    ``adapter``: a shipped adapter's name or the path of a .sql file; None where the files have the canonical columns. ``parameters``: what the
    adapter reads by ``getvariable``. ``again``: land bytes that were landed before. ``way`` overrides how, for tests and benchmarks.
    Raises WrongUse for a file or adapter that cannot be used, WarehouseUnreachable when the database does not answer.
    """
    if parameters and not adapter:
        raise WrongUse("Parameters are for adapters: add --adapter, or leave --param out.")
    loaded = load_adapter(adapter, parameters or {}) if adapter else None
    digests = [digest_file(Path(path)) for path in paths]
    for digest in digests:
        refuse_empty(digest)
    reports = []
    for path, digest in zip(paths, digests, strict=True):
        identity = _identity(digest, loaded)
        with connect("ingest") as connection:
            known = known_batch(connection, identity, again)
        reports.append(known or land(find_format(Path(path), digest, loaded is not None), loaded, identity, again, progress, way))
    return reports


def _identity(digest: FileDigest, adapter: Adapter | None) -> BatchIdentity:
    if adapter is None:
        return BatchIdentity("usage", digest)
    return BatchIdentity(
        "usage",
        digest,
        adapter=adapter.name,
        adapter_sha256=adapter.sha256,
        parameters=adapter.given_parameters,
        adapter_is_shipped=adapter.is_shipped,
    )
