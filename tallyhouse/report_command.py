"""`tallyhouse report`: the finance report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import OUTPUTS, JsonOption, option
from tallyhouse.output import answer, progress_shown
from warehouse.settings import load_settings

Out = Annotated[Path | None, option("--out", "Folder to write; `report` in TALLYHOUSE_HOME by default.", "DIR")]


SIGN_OFF = {"yes": "Yes.", "not_yet": "Not yet: its first table says what is open.", "no": "No: its first table says why."}


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=OUTPUTS)(report)


def report(out: Out = None, json_output: JsonOption = False) -> None:
    """Write the finance report: static HTML that opens without a network, with CSV downloads."""
    from reports.finance_report import write_report

    with progress_shown() as progress:
        written = write_report(out or load_settings().home / "report", progress=progress)
    answer(written, json_output, _tell)


def _tell(written: dict[str, Any]) -> None:
    print(f"The report on build {written['build_number']} is {written['path']}")
    print(f"May it be signed? {SIGN_OFF[written['sign_off']]} It is kept in {written['kept']}")
