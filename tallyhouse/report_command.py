"""`tallyhouse report`: the finance report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallyhouse.options import OUTPUTS, JsonOption, option
from tallyhouse.output import answer, progress_shown
from warehouse.settings import load_settings

Out = Annotated[Path | None, option("--out", "Folder to write; `report` in TALLYHOUSE_HOME by default.", "DIR")]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=OUTPUTS)(report)


def report(out: Out = None, json_output: JsonOption = False) -> None:
    """Write the finance report: static HTML that opens without a network, with CSV downloads."""
    from reports.finance_report import write_report

    with progress_shown() as progress:
        written = write_report(out or load_settings().home / "report", progress=progress)
    answer(written, json_output, lambda _: print(f"The report on build {written['build_number']} is {written['path']}"))
