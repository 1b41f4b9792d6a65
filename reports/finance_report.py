"""The finance report: static pages that open without a network, a CSV file for each table, and every report that was written before.

What does not belong here: what the pages say (``pages``), the tables (``contents``) and any sum. Reads the surfaces as the finance role in one
snapshot, so no page mixes two builds. Nothing in it depends on when it was made: the same build gives the same bytes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from reports import amounts, past_reports
from reports.contents import TABLES
from reports.layout import MAIN, PAST
from reports.pages import Report
from reports.sign_off import verdict
from reports.tables import Row, Table
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
READERS = 2  # of one snapshot, each with its own connection


def write_report(out: Path, progress: Progress = silent) -> dict[str, Any]:
    """Write the report under the folder ``out``: {"path", "build_number", "verdict", "sign_off", "kept", "tables"}.

    ``index.html`` is the newest report, with its other pages and ``tables/*.csv`` beside it; ``builds/build-N/`` keeps every report, and
    ``past-reports.html`` lists them. ``verdict`` is ``agrees`` when every control total does, ``sign_off`` is ``yes``, ``not_yet`` or ``no``.
    Raises WrongUse when no build was published yet.
    """
    progress("reading the surfaces")
    publication, rows = _read_surfaces()
    progress("drawing")
    out = Path(out)
    tables = {f"{table.name}.csv": table.csv_bytes(rows[table.name]) for table in TABLES}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()}
    report = Report(publication, rows, hashes)
    about = {
        "build_number": publication["build_number"],
        "as_of": amounts.readable_time(publication["as_of"]),
        "published_at": amounts.readable_time(publication["published_at"]),
        "sign_off": report.sign_off,
        "verdict": verdict(rows),
        "findings": len(rows["findings"]),
    }
    files = _files(report, tables)
    kept = past_reports.keep(out, about, files)
    _write(out, files | {PAST: report.past(past_reports.kept(out)).encode()})
    told = {name: about[name] for name in ("build_number", "verdict", "sign_off")}
    return {"path": str(out / MAIN), "kept": str(kept / MAIN), "tables": hashes} | told


def _files(report: Report, tables: dict[str, bytes]) -> dict[str, bytes]:
    """Every file by its name. ``SHA256SUMS`` is what ``sha256sum --check`` reads."""
    sums = "".join(f"{digest}  {name}\n" for name, digest in report.files.items())
    files = {f"tables/{name}": content for name, content in tables.items()} | {"tables/SHA256SUMS": sums.encode()}
    return files | {name: page.encode() for name, page in report.beside().items()} | {MAIN: report.main().encode()}


def _write(out: Path, files: dict[str, bytes]) -> None:
    """The main page last: while it is not there, nothing points at half a report."""
    for name in sorted(files, key=lambda name: name == MAIN):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(files[name])


def _read_surfaces() -> tuple[Row, dict[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    with _reading() as connection:
        publication = connection.execute(_query("publication")).fetchone()
        if publication is None:
            raise WrongUse("No build has been published yet: run `tallyhouse build` first, then `tallyhouse report`.")
        (snapshot,) = connection.execute("select pg_export_snapshot() as name").fetchone().values()
        names = iter(dict.fromkeys(table.query or table.name for table in TABLES))

        def read_what_is_left() -> None:
            with _reading(snapshot) as reader:
                for name in names:
                    found[name] = reader.execute(_query(name)).fetchall()

        # The library of the charts loads while the warehouse answers.
        threading.Thread(target=import_module, args=("altair",)).start()
        with ThreadPoolExecutor(READERS) as pool:
            for reading in [pool.submit(read_what_is_left) for _ in range(READERS)]:
                reading.result()
    return publication, {table.name: _rows_of(table, found) for table in TABLES}


@contextmanager
def _reading(snapshot: str | None = None) -> Iterator[psycopg.Connection[Row]]:
    """A connection of the finance role that sees one state of the warehouse: its own, or the snapshot of another."""
    with connect("finance") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.row_factory = dict_row
        if snapshot is not None:
            connection.execute(sql.SQL("set transaction snapshot {}").format(snapshot))
        yield connection


def _rows_of(table: Table, found: dict[str, list[Row]]) -> list[Row]:
    return [row for row in found[table.query] if row["part"] == table.name] if table.query else found[table.name]


def _query(name: str) -> str:
    return (HERE / "queries" / f"{name}.sql").read_text("utf-8")
