"""The golden files: CSV exports of the built sample month, one for each query in ``exports/``, kept in ``expected/``.

``python -m tests.golden.exported`` makes them anew. Do that when a billing rule changed, and read the difference line by line: it is
what customers would see.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in (HERE / "exports").glob("*.sql")))


def exported(warehouse: TemporaryWarehouse, name: str) -> str:
    """The CSV text of one export, read as the finance role: numbers as the database writes them, times in UTC."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    with warehouse.connect("finance") as connection:
        cursor = connection.execute((HERE / "exports" / f"{name}.sql").read_text())
        writer.writerow([column.name for column in cursor.description or []])
        writer.writerows([_text(value) for value in row] for row in cursor)
    return target.getvalue()


def expected(name: str) -> str:
    """The golden file."""
    return (HERE / "expected" / f"{name}.csv").read_text()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)


def remake() -> None:
    """Build the month in a warehouse of its own and write every golden file."""
    from tests.built_sample_month import built_month_in

    with brought_up_template() as template, built_month_in(template) as built:
        texts = {name: exported(built.warehouse, name) for name in NAMES}
    for name, text in texts.items():
        (HERE / "expected" / f"{name}.csv").write_text(text)


if __name__ == "__main__":
    remake()
