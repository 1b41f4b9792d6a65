"""Land one file of a month, through the same functions as the command line. What does not belong here: which files there are (``generate``)."""

from __future__ import annotations

from ingest.batches import IngestReport
from ingest.records import ingest_records
from ingest.sample_month.generate import SampleFile
from ingest.stripe import ingest_stripe
from ingest.usage import ingest_usage
from warehouse.progress import Progress, silent


def land(file: SampleFile, progress: Progress = silent) -> IngestReport:
    """Land it in the warehouse of this process; raises what the ingest raises."""
    if file.source == "records":
        return ingest_records(str(file.record_kind), [file.path], progress=progress)[0]
    return {"usage": ingest_usage, "stripe": ingest_stripe}[file.source]([file.path], progress=progress)[0]
