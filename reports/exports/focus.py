"""Cost and usage in FOCUS columns as a file: CSV as FOCUS writes dates and numbers, or Parquet with exact decimals, which DuckDB makes.

Rows are streamed in the order in which the warehouse finds them, which means nothing. What does not belong here: what a column means and how much
a charge is (``analytics.focus_cost_and_usage`` and its siblings).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from psycopg import Connection, sql

from reports.tables import FORMULA_STARTS
from reports.whole_file import whole_file
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent
from warehouse.settings import PROJECT_ROOT

PUBLICATION = (PROJECT_ROOT / "reports" / "queries" / "publication.sql").read_text("utf-8")
VIEWS = ("cost_and_usage", "provider", "reseller", "billing_period", "invoice_detail")
FORMATS = (".csv", ".parquet")
ROWS_AT_A_TIME = 20_000
# The type of a column in Postgres -> in Parquet; everything else is text.
PARQUET_TYPES = {"numeric": "decimal(38, 18)", "timestamptz": "timestamptz", "bool": "boolean"}
IN_ISO_8601 = """to_char({0} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as {0}"""
# Nearly every text starts with a letter: only the others are looked at closely.
NO_FORMULA = (
    "case when {0} collate \"C\" >= 'A' and {0} collate \"C\" < '~' then {0}"
    " when left(ltrim({0}, E' \\u00a0'), 1) = any({1}) or left({0}, 1) = any({1}) then '''' || {0} else {0} end as {0}"
)


def write_focus(out: Path, view: str = "cost_and_usage", progress: Progress = silent) -> dict[str, Any]:
    """Write the published charges to the file ``out``, CSV or Parquet by its ending: {"path", "view", "build_number", "rows"}.

    ``view`` is one of VIEWS. Raises WrongUse for another ending, and when nothing is published yet.
    """
    if out.suffix.lower() not in FORMATS:
        raise WrongUse(f"--out {out} is neither .csv nor .parquet: name a file that ends in one of them.")
    is_csv = out.suffix.lower() == ".csv"
    with whole_file(out) as unfinished, TemporaryDirectory(dir=out.parent) as folder:
        rows_as_csv = unfinished if is_csv else Path(folder) / "rows.csv"
        with connect("finance", application="tallyhouse export") as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            published = connection.execute(PUBLICATION).fetchone()
            if published is None:
                raise WrongUse("Nothing is published yet, so there is no cost and usage: run `tallyhouse build` first.")
            columns = _columns(connection, view)
            count = _copy(connection, _select(view, columns, is_csv), rows_as_csv, progress)
        if not is_csv:
            progress("writing Parquet", count)
            _write_parquet(rows_as_csv, unfinished, columns)
    return {"path": str(out), "view": view, "build_number": published[0], "rows": count}


def _columns(connection: Connection, view: str) -> dict[str, str]:
    """Type of each column of the view, in order."""
    return dict(
        connection.execute(
            "select attname, typname from pg_attribute inner join pg_type on pg_type.oid = atttypid"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
            (f"analytics.focus_{view}",),
        ).fetchall()
    )


def _select(view: str, columns: dict[str, str], is_csv: bool) -> sql.Composed:
    """What is copied: for CSV no text that a spreadsheet would run as a formula, for Parquet every text as it is."""
    shown = {"timestamptz": sql.SQL(IN_ISO_8601)} | ({"text": sql.SQL(NO_FORMULA)} if is_csv else {})
    starts = sql.SQL("array[{}]").format(sql.SQL(", ").join(map(sql.Literal, FORMULA_STARTS)))
    return sql.SQL("copy (select {} from analytics.{}) to stdout (format csv, header)").format(
        sql.SQL(", ").join(shown.get(kind, sql.SQL("{0}")).format(sql.Identifier(name), starts) for name, kind in columns.items()),
        sql.Identifier(f"focus_{view}"),
    )


def _copy(connection: Connection, statement: sql.Composed, path: Path, progress: Progress) -> int:
    """Rows written to ``path``, below the header."""
    count = -1
    with path.open("wb", buffering=1 << 20) as file, connection.cursor() as cursor, cursor.copy(statement) as rows:
        for row in rows:
            file.write(row)
            count += 1
            if count % ROWS_AT_A_TIME == 0:
                progress("writing cost and usage", count)
    return count


def _write_parquet(rows_as_csv: Path, out: Path, columns: dict[str, str]) -> None:
    """DuckDB reads everything as text and casts it: a decimal never passes through a float."""
    casts = ", ".join(f'cast("{name}" as {PARQUET_TYPES.get(kind, "varchar")}) as "{name}"' for name, kind in columns.items())
    names = dict.fromkeys(columns, "varchar")
    with duckdb.connect() as memory:
        memory.execute("set timezone = 'UTC'")
        rows = memory.read_csv(str(rows_as_csv), header=True, columns=names, sep=",", quotechar='"', escapechar='"', auto_detect=False)
        rows.project(casts).write_parquet(str(out), compression="zstd")
