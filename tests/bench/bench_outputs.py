"""What leaves the house, at size: a million rows of FOCUS against a bare COPY of them, and the finance report of 2,000 accounts.

``python -m tests.bench.bench_outputs`` prints the ratio, the seconds and the size of the report's page.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import BinaryIO

import psycopg

from ingest.records import ingest_records
from reports.exports.focus import write_focus
from reports.finance_report import write_report
from tests.bench.bench_scale import AS_OF, RECORDS, land, write_events
from tests.bench.measured import Cost, built, cheapest, cost_of
from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template, warehouse_in_environment

ROUNDS = 2


def copy_bare(warehouse: TemporaryWarehouse, target: Path) -> Cost:
    """What a bare COPY of the surface costs, as the role that exports it."""
    with warehouse.connect("finance") as connection, connection.cursor() as cursor, target.open("wb", buffering=1 << 20) as file:
        return cost_of(warehouse, lambda: _copy(cursor, file))


def _copy(cursor: psycopg.Cursor, file: BinaryIO) -> None:
    with cursor.copy("copy (select * from analytics.focus_cost_and_usage) to stdout") as blocks:
        for block in blocks:
            file.write(block)


def measure(events: int) -> dict[str, float]:
    """Seconds, rows, the ratio, and the size of the page in MB."""
    with (
        tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as name,
        brought_up_template() as template,
        template.copy() as warehouse,
        warehouse_in_environment(warehouse.settings),
    ):
        folder = Path(name)
        for kind, text in RECORDS.items():
            (folder / f"{kind}.csv").write_text(text)
            ingest_records(kind, [folder / f"{kind}.csv"])
        land(warehouse, write_events(folder / "events.csv", "january", "2024-01", events))
        built(warehouse, AS_OF)
        with warehouse.connect(autocommit=True) as connection:
            connection.execute("vacuum analyze")
        found: dict[str, float] = {"outputs_report": cost_of(warehouse, lambda: write_report(folder / "report")).seconds}
        found["outputs_page_mb"] = (folder / "report" / "index.html").stat().st_size / 1e6
        bare, exported = [], []
        for _ in range(ROUNDS):
            bare.append(copy_bare(warehouse, folder / "bare.copy"))
            exported.append(cost_of(warehouse, lambda: found.update(outputs_rows=write_focus(folder / "focus.csv")["rows"])))
    bare, exported = cheapest(bare), cheapest(exported)
    return found | {
        "outputs_bare_copy": bare.seconds,
        "outputs_focus": exported.seconds,
        "outputs_focus_to_bare": exported.seconds / bare.seconds,
        "outputs_focus_to_bare_busy": exported.busy / bare.busy,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_500_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.events)
    print(json.dumps(found) if arguments.json else "\n".join(f"{name}: {value:,.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
