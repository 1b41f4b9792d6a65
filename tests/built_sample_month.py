"""The sample month, landed and built step by step with the real command line, once for all tests that only look at it.

What does not belong here: what it must come to (``tests/golden``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from ingest.sample_month.generate import SampleMonth, SampleStep, write_sample_month
from tests.temporary_warehouse import Template, TemporaryWarehouse

_shared: dict[str, BuiltMonth] = {}


@dataclass
class BuiltMonth:
    """``batches``: what each ingest said, by step and file name; ``builds``: what each build said. Look, and change nothing."""

    warehouse: TemporaryWarehouse
    month: SampleMonth
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    builds: list[dict[str, Any]] = field(default_factory=list)


def run_step(warehouse: TemporaryWarehouse, step: SampleStep) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Land the files of one step and build: ({step/file name: what the ingest said}, what the build said). Asserts that every command worked."""
    batches = {}
    for (source, record_kind), files in groupby(step.files, key=lambda file: (file.source, file.record_kind)):
        paths = [file.path for file in files]
        finished = warehouse.run("ingest", source, *([record_kind] if record_kind else []), *paths, "--json")
        assert finished.exit_code == 0, (paths, finished)
        batches |= {f"{step.name}/{path.name}": batch for path, batch in zip(paths, finished.output["batches"], strict=True)}
    built = warehouse.run("build", "--as-of", step.as_of.isoformat().replace("+00:00", "Z"), "--json")
    assert built.exit_code == 0, built
    return batches, built.output


@contextmanager
def built_month_in(template: Template, is_compiled: bool = False) -> Iterator[BuiltMonth]:
    """A warehouse of its own with the whole month in it, planned by dbt or by the statements that dbt compiled."""
    with template.copy(is_lasting=True, is_compiled=is_compiled) as warehouse, tempfile.TemporaryDirectory(prefix="tallyhouse-sample-") as folder:
        built = BuiltMonth(warehouse, write_sample_month(Path(folder)))
        for step in built.month.steps:
            batches, build = run_step(warehouse, step)
            built.batches |= batches
            built.builds.append(build)
        yield built


@pytest.fixture(scope="session")
def built_month(template: Template) -> Iterator[BuiltMonth]:
    """The month for those who only look at it, built once, whatever the number of folders that ask for it."""
    with ExitStack() as stack:
        if template.database not in _shared:
            _shared[template.database] = stack.enter_context(built_month_in(template, is_compiled=True))
        yield _shared[template.database]


@pytest.fixture(scope="session")
def month_built_by_dbt(template: Template) -> Iterator[BuiltMonth]:
    """The month as every user builds it."""
    with built_month_in(template) as built:
        yield built
