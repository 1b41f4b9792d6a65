"""`tallyhouse export`: files for other programs."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import OUTPUTS, JsonOption, argument, option
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


class DocumentForm(StrEnum):
    """What a document is written as."""

    json = "json"
    html = "html"
    pdf = "pdf"
    xml = "xml"


def register(app: typer.Typer) -> None:
    """Add the group of these commands to the program."""
    group = typer.Typer(help="Write a file for other programs.", no_args_is_help=True)
    for command in (focus, journal, invoice, tax, evidence, anchor):
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
    """Write what tax offices are told, by jurisdiction, month, category and rate, as CSV, and the documents behind it beside it."""
    from reports.exports.tax import write_tax_filing

    written = write_tax_filing(_file(out, "tax.csv"))
    told = f"{written['rows']:,} rows are in {written['path']}, the {written['records']:,} records behind them in {written['records_path']}"
    answer(written, json_output, lambda _: print(told))


def invoice(
    document: Annotated[str | None, argument("DOCUMENT", "Number or id of an issued document; without one, all of --account or --all.")] = None,
    account: Annotated[str | None, option("--account", "Documents of this account, or that it pays.", "ACCOUNT")] = None,
    period: Annotated[str | None, option("--period", "Only those of the period that begins on this day.", "YYYY-MM-DD")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every issued document.")] = False,
    form: Annotated[list[DocumentForm] | None, typer.Option("--form", help="Only this form; may be repeated. All four by default.")] = None,
    out: Annotated[
        Path | None,
        option("--out", "Folder, or for one document a file that ends on a form; `export/documents` in TALLYHOUSE_HOME by default.", "PATH"),
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Write issued documents: evidence as JSON, the paper as HTML and PDF, and the e-invoice (EN 16931, UBL) as XML."""
    from reports.documents.export import FORMS, write_documents

    if not (document or account or period or every):
        raise WrongUse("Name a document, or say which: --account, --period or --all.")
    path = out or load_settings().home / "export" / "documents"
    is_file = path.suffix.removeprefix(".").lower() in FORMS and not path.is_dir()
    _made(path.parent if is_file else path, path)
    with progress_shown() as progress:
        written = write_documents(path, form or FORMS, name=document, account=account, period=period, progress=progress)
    answer(written, json_output, lambda _: _show_documents(written))


def evidence(
    out: Annotated[Path | None, option("--out", "File to write; `export/evidence.json` in TALLYHOUSE_HOME by default.", "FILE")] = None,
    json_output: JsonOption = False,
) -> None:
    """Write the release evidence: every build, what each gate said in it, what was published, and the seals."""
    from reports.exports.release_evidence import write_evidence

    written = write_evidence(_file(out, "evidence.json"))
    answer(written, json_output, lambda _: print(f"{written['builds']:,} builds with {written['gates']:,} gate results are in {written['path']}"))


def _show_documents(written: dict[str, Any]) -> None:
    for told in written["documents"]:
        print(f"{told['invoice_number']}: {', '.join(told['files'].values())}")
    for missing in written["without"]:
        print(f"{missing['invoice_number']} is not written as {missing['form']}: {missing['reason']}.")


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
    _made(path.parent, path)
    return path


def _made(folder: Path, path: Path) -> None:
    """Make the folder that is written to. Raises WrongUse when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise WrongUse(f"--out {path} cannot be written ({problem.strerror}): name a file in a folder that can be.") from problem
