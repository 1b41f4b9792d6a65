"""The month of every kind, April 2024: small input files by hand (`release/months`), landed in one go or in shuffled parts.

What does not belong here: what it must come to (``expected``, by hand; the arithmetic is in DECISIONS.md).
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from ingest.records import ingest_records
from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.settings import PROJECT_ROOT

HERE = Path(__file__).parent
INPUTS = PROJECT_ROOT / "release" / "months" / "every_kind"
AS_OF = "2024-05-01T06:00:00Z"
USAGE = INPUTS / "usage" / "usage.csv"
EXPORTS = tuple(sorted(path.stem for path in (HERE / "exports").glob("*.sql")))


def land_records() -> None:
    """Every record file, in this process."""
    for path in sorted((INPUTS / "records").glob("*.csv")):
        ingest_records(path.stem, [path])


def land_usage() -> None:
    """The usage file as it is."""
    ingest_usage([USAGE])


def usage_parts(folder: Path, count: int, seed: int) -> list[Path]:
    """The rows of the usage file, shuffled and dealt to ``count`` files."""
    header, *rows = USAGE.read_text().splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    paths = [folder / f"part-{number}.csv" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(header + "".join(rows[number::count]))
    return paths


def build(as_of: str = AS_OF) -> str:
    """One build; its status. Asserts that no gate failed."""
    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    return report.status


def differences(warehouse: TemporaryWarehouse, name: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """(rows that are missing, rows that should not be) of one export beside its expected file, as text; the order does not matter."""
    with warehouse.connect("finance") as connection:
        cursor = connection.execute((HERE / "exports" / f"{name}.sql").read_text())
        columns = [column.name for column in cursor.description or []]
        found = Counter(tuple(map(_text, row)) for row in cursor)
    with (HERE / "expected" / f"{name}.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == columns
    expected = Counter(map(tuple, rows))
    return sorted((expected - found).elements()), sorted((found - expected).elements())


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)
