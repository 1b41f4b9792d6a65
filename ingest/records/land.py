"""Land one file of a kind: read, compare with what is there, insert what is new; one transaction per file.

What does not belong here: what a good record is (``reading``, ``rules``, ``kinds.yml``).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ingest.batches import IngestReport
from ingest.landing import InSameTransaction, OpenBatch, open_batch
from ingest.reasons import BadRecord
from ingest.records.kinds import Kind, Reference
from ingest.records.physical import RecordFile
from ingest.records.reading import Row, read_rows
from ingest.source_files import SourceFile
from warehouse.errors import WarehouseUnreachable
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
ROWS_AT_ONCE = 5_000


def land_records(
    connection: psycopg.Connection,
    kind: Kind,
    source: SourceFile,
    again: bool = False,
    progress: Progress = silent,
    also: InSameTransaction | None = None,
) -> IngestReport:
    """Land one file in one transaction. ``also`` runs in it, after the batch row. Raises WrongUse for a file that is not of the kind."""
    with connection.transaction():
        batch = open_batch(connection, "records", kind.name, source, again)
        if isinstance(batch, IngestReport):
            return batch
        file = RecordFile(source)
        connection.execute(template("incoming.sql", kind))
        apart = _stage(batch, kind, file, read_rows(kind, file, read_reference(connection, kind)), progress)
        _judge(batch, kind, file.header, apart)
        report = batch.close()
        if also:
            also(connection, batch.batch_id)
        return report


def read_reference(connection: psycopg.Connection, kind: Kind) -> Reference:
    """The currencies with a minor unit and, where the kind has a time zone, the names of all of them."""
    try:
        with connection.transaction():
            currencies = connection.execute("select currency_code from reference.currencies where minor_unit_exponent is not null").fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as problem:
        raise WarehouseUnreachable("The warehouse has no currency table yet: run `tallyhouse up` first.") from problem
    zones: list[tuple[Any, ...]] = []
    if any(column.type == "time_zone" for column in kind.columns):
        zones = connection.execute("select name from pg_timezone_names where name !~ '^posix' and name not in ('localtime', 'Factory')").fetchall()
    return Reference(frozenset(row[0] for row in currencies), frozenset(row[0] for row in zones) | {"UTC"})


def _stage(batch: OpenBatch, kind: Kind, file: RecordFile, rows: Iterator[Row], progress: Progress) -> set[str | None]:
    """Good rows into the temporary table, bad ones aside; what bad ones belong to where a batch replaces rows together, None for any."""
    columns = ["record_key", "row_number", *kind.column_names, "line_number", "content"]
    statement = sql.SQL("copy incoming ({}) from stdin").format(sql.SQL(", ").join(map(sql.Identifier, columns)))
    apart: set[str | None] = set()
    while some := list(islice(rows, ROWS_AT_ONCE)):
        with batch.connection.cursor().copy(statement) as copy:
            for row in some:
                if row.values is not None:
                    copy.write_row((row.record_key, row.row_number, *row.values, row.line_number, row.content))
        for row in some:
            if row.values is None:
                batch.reject(row.row_number, row.line_number, row.content, row.problem or BadRecord("malformed_csv", ""), file.header)
                apart.add(row.whole_by)
        batch.write_rejected(only_if_many=True)
        batch.rows += len(some)
        progress(f"reading {batch.source.name}", batch.source.bytes_read, batch.identity.digest.size_bytes)
    return apart


def _judge(batch: OpenBatch, kind: Kind, header: bytes | None, apart: set[str | None]) -> None:
    connection = batch.connection
    connection.execute("analyze incoming")
    if kind.whole_by:
        connection.execute(template("incomplete.sql", kind), {"with_rejected_rows": list(apart - {None}), "any_may_miss_a_row": None in apart})
    connection.execute(template(f"{kind.versions}.sql", kind))
    connection.execute(template("landed.sql", kind, batch.batch_id))
    connection.execute(template("set_aside.sql", kind), {"batch_id": batch.batch_id, "header": header})
    for fate, count in connection.execute("select fate, count(*) from incoming group by fate").fetchall():
        batch.counts[fate if fate in batch.counts else "rejected"] += count


def template(name: str, kind: Kind, batch_id: int = 0) -> sql.Composed:
    """A statement with the table and columns of the kind, which are data of this project, never of a user."""

    def listed(prefix: str) -> sql.Composed:
        names = [sql.Identifier(prefix, column) if prefix else sql.Identifier(column) for column in kind.column_names]
        return sql.SQL(", ").join(names)

    return sql.SQL((HERE / name).read_text()).format(
        table=sql.Identifier(kind.name),
        whole_by=sql.Identifier(kind.whole_by or kind.key[0]),
        batch_id=sql.Literal(batch_id),
        columns=listed(""),
        incoming_columns=listed("incoming"),
        previous_columns=listed("previous"),
        target_columns=listed("target"),
        newest_columns=listed("newest_versions"),
        current_columns=listed("current_rows"),
    )
