"""What tests of business records share: a CSV file that is written, landed and counted, and what was rejected of it."""

from __future__ import annotations

from pathlib import Path

from ingest.records import ingest_records
from tests.temporary_warehouse import TemporaryWarehouse


def land(kind: str, path: Path, **options: bool) -> tuple[int, int, int, int]:
    report = ingest_records(kind, [path], **options)[0]
    assert report.rows_read == report.landed + report.duplicate + report.conflict + report.rejected
    return report.landed, report.duplicate, report.conflict, report.rejected


def rejected(warehouse: TemporaryWarehouse, batch_file: str) -> list[tuple[str, int, bytes]]:
    return warehouse.rows(
        "select reason_code, line_number, content from raw.rejected_records inner join raw.ingest_batches using (batch_id)"
        " where file_name = %s order by line_number",
        (batch_file,),
    )


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path
