"""`tallyhouse quarantine list`, `show` and `redrive`: what was turned away, and its second try."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.ingest_commands import Parameters, batches_together, show_batches
from tallyhouse.options import INPUTS, JsonOption, argument, option, parse_parameters
from tallyhouse.output import answer, print_table

WithFile = Annotated[Path | None, option("--with", "The corrected record; the record as it was kept by default.", "FILE")]
RejectedId = Annotated[str, argument("ID", "The id that `quarantine list` shows.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many, newest first.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    quarantine = typer.Typer(help="Look at what was rejected, and send it in again after a fix.")
    quarantine.command("list")(list_rejected_records)
    quarantine.command("show")(show_rejected_record)
    quarantine.command("redrive")(redrive_record)
    app.add_typer(quarantine, name="quarantine", rich_help_panel=INPUTS)


def list_rejected_records(limit: Limit = 50, json_output: JsonOption = False) -> None:
    """List rejected and conflicting records, newest first."""
    from ingest.quarantine import list_rejected

    answer({"rejected": list_rejected(limit)}, json_output, _show_list)


def show_rejected_record(rejected_id: RejectedId, json_output: JsonOption = False) -> None:
    """Show one rejected record as it was received, and why it was turned away."""
    from ingest.quarantine import show_rejected

    answer(show_rejected(rejected_id), json_output, _show_one)


def redrive_record(rejected_id: RejectedId, with_file: WithFile = None, param: Parameters = None, json_output: JsonOption = False) -> None:
    """Send a rejected record in again; the old record points to the batch that took it."""
    parameters = parse_parameters(param or [])
    from ingest.quarantine import redrive

    answer(batches_together([redrive(rejected_id, with_file, parameters)]), json_output, show_batches)


def _show_list(found: dict[str, Any]) -> None:
    if not found["rejected"]:
        print("Nothing is in quarantine.")
        return
    rows = [(row["rejected_id"], row["batch_id"], row["line_number"], row["reason_code"], row["message"]) for row in found["rejected"]]
    print_table("", ("id", "batch", "line", "reason", "what is wrong"), rows, right=("batch", "line"))
    print("See one with `tallyhouse quarantine show ID`; send it in again with `tallyhouse quarantine redrive ID --with FILE`.")


def _show_one(record: dict[str, Any]) -> None:
    print_table("", ("what", "value"), [(name.replace("_", " "), value) for name, value in record.items()])
