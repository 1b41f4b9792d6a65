"""`tallyhouse export`: files for other programs."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tallyhouse.options import OUTPUTS, JsonOption, option
from tallyhouse.output import answer, progress_shown
from warehouse.errors import WrongUse
from warehouse.settings import load_settings


class FocusView(StrEnum):
    """Which of the FOCUS surfaces is written."""

    cost_and_usage = "cost_and_usage"
    provider = "provider"
    reseller = "reseller"
    billing_period = "billing_period"
    invoice_detail = "invoice_detail"


class JournalFormat(StrEnum):
    """How the journal is written."""

    hledger = "hledger"
    csv = "csv"


def register(app: typer.Typer) -> None:
    """Add the group of these commands to the program."""
    group = typer.Typer(help="Write a file for other programs.", no_args_is_help=True)
    for command in (focus, journal, tax, anchor):
        group.command()(command)
    app.add_typer(group, name="export", rich_help_panel=OUTPUTS)


def focus(
    out: Annotated[
        Path | None, option("--out", "File to write, .csv or .parquet; `export/focus_<view>.csv` in TALLYHOUSE_HOME by default.", "FILE")
    ] = None,
    view: Annotated[
        FocusView, typer.Option("--view", help="What is billed; what resellers are charged; what their customers pay; or 1.4 details.")
    ] = (FocusView.cost_and_usage),
    json_output: JsonOption = False,
) -> None:
    """Write cost and usage in the columns of FOCUS 1.2 and 1.3."""
    from reports.exports.focus import write_focus

    with progress_shown() as progress:
        written = write_focus(_file(out, f"focus_{view}.csv"), view, progress)
    answer(written, json_output, lambda _: print(f"{written['rows']:,} rows are in {written['path']}"))


def journal(
    out: Annotated[Path | None, option("--out", "File to write; `export/journal.hledger` or `.csv` in TALLYHOUSE_HOME by default.", "FILE")] = None,
    form: Annotated[JournalFormat, typer.Option("--format", help="For hledger, with balance assertions that it checks; or all legs as CSV.")] = (
        JournalFormat.hledger
    ),
    json_output: JsonOption = False,
) -> None:
    """Write the whole published journal, in the order in which it was booked."""
    from reports.exports.journal import write_journal

    with progress_shown() as progress:
        written = write_journal(_file(out, f"journal.{form}"), form, progress)
    answer(written, json_output, lambda _: print(f"{written['entries']:,} entries of {written['legs']:,} legs are in {written['path']}"))


def tax(
    out: Annotated[Path | None, option("--out", "File to write; `export/tax.csv` in TALLYHOUSE_HOME by default.", "FILE")] = None,
    json_output: JsonOption = False,
) -> None:
    """Write what tax offices are told, by jurisdiction, month, category and rate, as CSV."""
    from reports.exports.tax import write_tax_filing

    written = write_tax_filing(_file(out, "tax.csv"))
    answer(written, json_output, lambda _: print(f"{written['rows']:,} rows are in {written['path']}"))


def anchor(
    out: Annotated[Path | None, option("--out", "File to write; `export/anchor.json` in TALLYHOUSE_HOME by default.", "FILE")] = None,
    json_output: JsonOption = False,
) -> None:
    """Write the head of the hash chain, to be kept where nobody who can write to the database can write."""
    from warehouse.anchor import newest_anchor

    path, newest = _file(out, "anchor.json"), newest_anchor()
    newest.write(path)
    answer(
        {"path": str(path), **asdict(newest)},
        json_output,
        lambda _: print(f"The anchor of build {newest.build_number} is {path}: keep it elsewhere, and check it with `tallyhouse verify --anchor`"),
    )


def _file(out: Path | None, name: str) -> Path:
    """Where to write. Raises WrongUse when it is a folder, or its folder cannot be made."""
    path = out or load_settings().home / "export" / name
    if path.is_dir():
        raise WrongUse(f"--out {path} is a folder: name a file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise WrongUse(f"--out {path} cannot be written ({problem.strerror}): name a file in a folder that can be.") from problem
    return path
