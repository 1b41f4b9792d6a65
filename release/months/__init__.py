"""The golden months of a release, as steps of files that land before builds: the sample month, and a month of every kind worked out by hand.

What does not belong here: what they come to (``release/released``, ``tests/golden``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.sample_month.generate import SampleFile, SampleMonth, SampleStep, write_sample_month
from ingest.sample_month.landing import land
from release.judgement import Refused
from warehouse.build import BuildReport, run_build
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
EVERY_KIND_ENDED = datetime(2024, 5, 1, 6, tzinfo=UTC)


@dataclass(frozen=True)
class GoldenMonth:
    """``write`` puts the files under a folder and returns the steps."""

    name: str
    write: Callable[[Path], SampleMonth]


def every_kind(folder: Path) -> SampleMonth:
    """April 2024: every kind of event, aggregation, price and charge, in one build. The files stay where they are."""
    records = [SampleFile("records", path.stem, path) for path in sorted((HERE / "every_kind" / "records").glob("*.csv"))]
    usage = [SampleFile("usage", None, path) for path in sorted((HERE / "every_kind" / "usage").glob("*.csv"))]
    return SampleMonth(folder, (SampleStep("the month", EVERY_KIND_ENDED, (*records, *usage)),))


GOLDEN_MONTHS = (GoldenMonth("every_kind", every_kind), GoldenMonth("sample_month", write_sample_month))


def build_month(month: SampleMonth, name: str, progress: Progress = silent) -> list[BuildReport]:
    """Land and build step by step in the warehouse of this process. Raises Refused for the first build with a red gate."""
    reports = []
    for step in month.steps:
        for file in step.files:
            land(file, progress)
        reports.append(run_build(as_of=step.as_of, progress=progress))
        if reports[-1].status == "failed":
            raise Refused(f"{name}, {step.name}: {reports[-1].reason}")
    return reports
