"""The release evidence as one JSON file: every build, how it ended, what each gate said in it, what was published, checked and sealed.

A file of the same published book is the same, byte for byte. What does not belong here: verifying anything (``tallyhouse verify`` does).
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

from reports.amounts import exact_time
from reports.whole_file import whole_file
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT

FORMAT, FORMAT_VERSION = "tallyhouse release evidence", 1
QUERIES = PROJECT_ROOT / "reports" / "queries"

Row = dict[str, Any]


def write_evidence(out: Path) -> dict[str, Any]:
    """Write the evidence to the file ``out``: {"path", "builds", "gates", "newest_publication", "seal_head"}.

    Raises WrongUse when no build was run yet.
    """
    evidence = read_evidence()
    with whole_file(out) as unfinished:
        unfinished.write_text(json.dumps(evidence, indent=1, ensure_ascii=False) + "\n", "utf-8")
    told = {name: evidence[name] for name in ("newest_publication", "seal_head")}
    return {"path": str(out), "builds": len(evidence["builds"]), "gates": sum(len(build["gates"]) for build in evidence["builds"]), **told}


def read_evidence() -> dict[str, Any]:
    """The evidence itself, of the warehouse of this process. Raises WrongUse when no build was run yet."""
    with connect("finance", application="tallyhouse export") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        with connection.cursor(row_factory=dict_row) as cursor:
            builds, gates, checks = (
                cursor.execute((QUERIES / f"evidence_{name}.sql").read_text("utf-8")).fetchall() for name in ("builds", "gates", "checks")
            )
    if not builds:
        raise WrongUse("No build was run yet, so there is no evidence: run `tallyhouse build` first.")
    published = [build for build in builds if build["seal_head"]]
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "newest_publication": published[-1]["build_number"] if published else None,
        "seal_head": published[-1]["seal_head"] if published else None,
        "builds": _builds(builds, gates, checks),
    }


def _builds(builds: list[Row], gates: list[Row], checks: list[Row]) -> list[Row]:
    of_build: dict[int, dict[str, list[Row]]] = defaultdict(lambda: {"gates": [], "reconciliation": []})
    for name, found in (("gates", gates), ("reconciliation", checks)):
        for row in found:
            of_build[row["build_number"]][name].append({column: value for column, value in row.items() if column != "build_number"})
    return [
        {name: exact_time(value) if isinstance(value, datetime) else value for name, value in build.items()} | of_build[build["build_number"]]
        for build in builds
    ]
