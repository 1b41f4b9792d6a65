"""`tallyhouse quality`: what arrived and what was booked, against what is usual."""

from __future__ import annotations

from typing import Any

import typer

from tallyhouse.options import BOOK, JsonOption
from tallyhouse.output import answer, print_table, progress_shown

OPEN = ("missed", "error")


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=BOOK)(quality)


def quality(json_output: JsonOption = False) -> None:
    """Compare what waits for a build, or the newest delivery, with the earlier ones. Exit code 1 when money is at stake."""
    from warehouse.quality import check_quality

    with progress_shown() as progress:
        report = check_quality(progress=progress)
    answer(report.to_dict(), json_output, _show)
    if report.holding:
        raise typer.Exit(1)


def _show(report: dict[str, Any]) -> None:
    columns = ("suite", "expectation", "status", "severity", "found", "of rows", "what is expected")
    rows = [
        (result["suite"], result["expectation"], result["status"], result["severity"], _found(result), result["element_count"], result["says"])
        for result in report["results"]
    ]
    print_table("What is expected, and what was found", columns, rows, right=("found", "of rows"))
    unmet = [row for row in report["results"] if row["status"] in OPEN]
    judged = sum(row["status"] in ("met", *OPEN) for row in report["results"])
    print(
        f"{judged - len(unmet)} of {judged} expectations are met; {len(report['results']) - judged} have nothing to look at or to compare with yet."
    )
    if report["holding"]:
        print(f"Look before you build: {', '.join(report['holding'])}.")


def _found(result: dict[str, Any]) -> str:
    if result["unexpected_count"] is not None:
        return f"{result['unexpected_count']:,} not as expected"
    return "" if result["observed"] is None else f"{result['observed'].normalize():f}"
