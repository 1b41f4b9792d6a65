"""`tallyhouse ingest usage`, `records` and `stripe`: what comes in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallyhouse.options import INPUTS, AgainOption, JsonOption, argument, option, parse_parameters
from tallyhouse.output import answer, progress_shown

if TYPE_CHECKING:
    from ingest.batches import IngestReport

COUNTS = ("rows_in_file", "rows_read", "landed", "duplicate", "conflict", "rejected")
Paths = Annotated[list[Path], argument("PATH", "Files to land, each in a transaction of its own.")]
Kind = Annotated[str, argument("KIND", "accounts, plans, prices, price_tiers, subscriptions, ...: a kind of record.")]
Adapter = Annotated[str | None, option("--adapter", "The DuckDB select that gives the canonical columns.", "NAME|FILE.sql")]
Parameters = Annotated[list[str] | None, option("--param", "A value that the adapter reads as getvariable('K').", "K=V")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    ingest = typer.Typer(help="Land usage, business records and Stripe events.")
    for command in (usage, records, stripe):
        ingest.command()(command)
    app.add_typer(ingest, name="ingest", rich_help_panel=INPUTS)


def usage(paths: Paths, adapter: Adapter = None, param: Parameters = None, again: AgainOption = False, json_output: JsonOption = False) -> None:
    """Land usage files: CSV, JSON lines or Parquet, gzip or not. Without an adapter they have the canonical columns."""
    parameters = parse_parameters(param or [])
    from ingest.usage import ingest_usage

    with progress_shown() as progress:
        reports = ingest_usage(paths, adapter=adapter, parameters=parameters, again=again, progress=progress)
    answer(batches_together(reports), json_output, show_batches)


def records(kind: Kind, paths: Paths, again: AgainOption = False, json_output: JsonOption = False) -> None:
    """Land business records: CSV with a header, or JSON lines. The same key with other content is a new version."""
    from ingest.records import ingest_records

    with progress_shown() as progress:
        reports = ingest_records(kind, paths, again=again, progress=progress)
    answer(batches_together(reports), json_output, show_batches)


def stripe(paths: Paths, again: AgainOption = False, json_output: JsonOption = False) -> None:
    """Land Stripe events: JSON or JSON lines files."""
    from ingest.stripe import ingest_stripe

    with progress_shown() as progress:
        reports = ingest_stripe(paths, again=again, progress=progress)
    answer(batches_together(reports), json_output, show_batches)


def batches_together(reports: list[IngestReport]) -> dict[str, Any]:
    """One object for any number of files: the sums of their counts, the last batch's id, and each of them under ``batches``."""
    batches = [report.to_dict() for report in reports]
    return {
        "batch_id": batches[-1]["batch_id"],
        **{count: sum(batch[count] for batch in batches) for count in COUNTS},
        "already_known": all(batch["already_known"] for batch in batches),
        "batches": batches,
    }


def show_batches(together: dict[str, Any]) -> None:
    """What each batch has to say, and where the rejected rows are."""
    for batch in together["batches"]:
        print(batch["message"])
    if together["rejected"] or together["conflict"]:
        print("What was turned away is kept as it came: see `tallyhouse quarantine list`.")
