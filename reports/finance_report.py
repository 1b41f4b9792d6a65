"""The finance report: one static page that opens without a network, and a CSV file for each of its tables.

What does not belong here: the look (``templates/``), the tables (``contents``) and any sum. Reads the surfaces as the finance role in one
snapshot, so the page never mixes two builds. Nothing in it depends on when it was made: the same build gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import jinja2
import psycopg
from psycopg.rows import dict_row

from reports import amounts
from reports.charts import revenue_chart
from reports.contents import DRAFT_LINES, DRAFTS, RECONCILIATION, REVENUE_BY_DAY, TABLES, TOTALS
from reports.tables import Row
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
MOST_ROWS_IN_PAGE = 500
MOST_DRAFTS_IN_PAGE = 100


def write_report(out: Path, progress: Progress = silent) -> dict[str, Any]:
    """Write ``index.html`` and ``tables/*.csv`` under the folder ``out``: {"path", "build_number", "verdict", "tables"}.

    ``verdict`` is ``agrees`` when every control total does. Raises WrongUse when no build was published yet.
    """
    progress("reading the surfaces")
    publication, rows = _read_surfaces()
    progress("drawing")
    out = Path(out)
    contents = {f"{table.name}.csv": table.csv_bytes(rows[table.name]) for table in TABLES}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    _write(out, render(publication, rows, hashes), contents, hashes)
    return {"path": str(out / "index.html"), "build_number": publication["build_number"], "verdict": verdict(rows), "tables": hashes}


def render(publication: Row, rows: dict[str, list[Row]], files: dict[str, str]) -> str:
    """The page as text. ``rows`` by table name, ``files``: sha256 by CSV file name. Names and reasons are data: all of it is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"time": amounts.readable_time, "count": lambda value: amounts.grouped(str(value))}
    environment.filters["money"] = lambda minor, currency: amounts.grouped(amounts.major_amount(minor, currency))
    style = (HERE / "templates" / "report.css").read_text("utf-8")
    lines_by_draft: dict[Any, list[Row]] = {}
    for line in rows[DRAFT_LINES.name]:
        lines_by_draft.setdefault(line["invoice_id"], []).append(line)
    return environment.get_template("report.html").render(
        publication=publication,
        tables={table.name: table for table in TABLES},
        rows=rows,
        verdict=verdict(rows),
        unmatched=sum(row["verdict"] == "unmatched" for row in rows[RECONCILIATION.name]),
        lines_by_draft=lines_by_draft,
        drafts_shown=rows[DRAFTS.name][:MOST_DRAFTS_IN_PAGE],
        most_rows=MOST_ROWS_IN_PAGE,
        chart=jinja2.utils.markupsafe.Markup(revenue_chart(rows[REVENUE_BY_DAY.name])),
        files=files,
        style=jinja2.utils.markupsafe.Markup(style),
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def verdict(rows: dict[str, list[Row]]) -> str:
    """``agrees`` or ``differs``: the worst of the control totals. What the checks found stands beside it."""
    differs = any(row["verdict"] == "differs" for table in TOTALS for row in rows[table.name])
    return "differs" if differs else "agrees"


def _read_surfaces() -> tuple[Row, dict[str, list[Row]]]:
    with connect("finance") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.cursor(row_factory=dict_row) as cursor:
            publication = cursor.execute(_query("publication")).fetchone()
            if publication is None:
                raise WrongUse("No build has been published yet: run `tallyhouse build` first, then `tallyhouse report`.")
            return publication, {table.name: cursor.execute(_query(table.name)).fetchall() for table in TABLES}


def _query(name: str) -> str:
    return (HERE / "queries" / f"{name}.sql").read_text("utf-8")


def _write(out: Path, page: str, contents: dict[str, bytes], hashes: dict[str, str]) -> None:
    """The page last: while it is not there, nothing points at half a report. ``SHA256SUMS`` is what ``sha256sum --check`` reads."""
    folder = out / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in hashes.items()))
    (out / "index.html").write_bytes(page.encode())
