"""The page of a release check: its evidence as a person reads it. One static file that opens without a network; every text in it is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2

from reports.amounts import grouped, major_amount
from warehouse.settings import PROJECT_ROOT

HERE = Path(__file__).parent
STYLE = PROJECT_ROOT / "reports" / "templates" / "report.css"
MOST_ROWS = 500


def write_page(path: Path, evidence: dict[str, Any]) -> None:
    """Write the page of this evidence."""
    path.write_text(render(evidence), "utf-8")


def render(evidence: dict[str, Any]) -> str:
    """The page as text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"count": lambda value: grouped(str(value)), "money": _money}
    style = STYLE.read_text("utf-8")
    return environment.get_template("page.html").render(
        evidence=evidence,
        most_rows=MOST_ROWS,
        gates={month: _gates(book) for month, book in evidence["books"].items()},
        style=jinja2.utils.markupsafe.Markup(style),
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _money(minor: str | None, currency: str) -> str:
    return "" if minor is None else grouped(major_amount(Decimal(minor), currency))


def _gates(book: dict[str, Any]) -> list[dict[str, Any]]:
    """Each build with how many of its gates came out how."""
    return [
        {"build_number": build["build_number"], "as_of": build["as_of"], "status": build["status"], "seal_head": build["seal_head"] or ""}
        | {"gates": len(build["gates"]), "red": sum(gate["status"] != "pass" for gate in build["gates"])}
        | {"findings": Counter(row["status"] for row in build["reconciliation"])["unmatched"]}
        for build in book["builds"]
    ]
