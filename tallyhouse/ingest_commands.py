"""`tallyhouse ingest usage`, `records` and `stripe`: what comes in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallyhouse.options import INPUTS, AgainOption, JsonOption, argument, option, parse_parameters, parse_time
from tallyhouse.output import answer, progress_shown
from warehouse.errors import WrongUse

if TYPE_CHECKING:
    from ingest.batches import IngestReport

COUNTS = ("rows_in_file", "rows_read", "landed", "duplicate", "conflict", "rejected")
Paths = Annotated[list[Path], argument("PATH", "Files to land, each in a transaction of its own.")]
OptionalPaths = Annotated[list[Path] | None, argument("[PATH]...", "Files to land, each in a transaction of its own.")]
FromApi = Annotated[bool, option("--from-api", "Land what the API has and the warehouse lacks.")]
Since = Annotated[str | None, option("--since", "Events made since then; without it the 30 days that the API keeps.", "T")]
RetrievedAt = Annotated[str | None, option("--retrieved-at", "When objects in the files were retrieved; without it, now.", "T")]
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


def stripe(
    paths: OptionalPaths = None,
    from_api: FromApi = False,
    since: Since = None,
    retrieved_at: RetrievedAt = None,
    again: AgainOption = False,
    json_output: JsonOption = False,
) -> None:
    """Land Stripe events and objects of its API: JSON or JSON lines files, or events from the API (key: TALLYHOUSE_STRIPE_API_KEY)."""
    moment = parse_time(since, "--since") if since is not None else None
    retrieved = parse_time(retrieved_at, "--retrieved-at") if retrieved_at is not None else None
    if from_api == bool(paths):
        raise WrongUse("Name the files to land, or use --from-api: one of the two.")
    if (moment and not from_api) or (retrieved and from_api):
        raise WrongUse("--since belongs to --from-api, --retrieved-at to files of objects.")
    from ingest.stripe import ingest_stripe
    from ingest.stripe_api import ingest_from_api

    with progress_shown() as progress:
        if from_api:
            reports = ingest_from_api(moment, progress)
        else:
            reports = ingest_stripe(paths or [], again=again, progress=progress, retrieved_at=retrieved)
    answer(batches_together(reports), json_output, show_batches)


def batches_together(reports: list[IngestReport]) -> dict[str, Any]:
    """One object for any number of files: the sums of their counts, the last batch's id, and each of them under ``batches``."""
    batches = [report.to_dict() for report in reports]
    return {
        "batch_id": batches[-1]["batch_id"] if batches else None,
        **{count: sum(batch[count] for batch in batches) for count in COUNTS},
        "already_known": all(batch["already_known"] for batch in batches),
        "batches": batches,
    }


def show_batches(together: dict[str, Any]) -> None:
    """What each batch has to say, and where the rejected rows are."""
    for batch in together["batches"]:
        print(batch["message"])
    if not together["batches"]:
        print("Nothing is missing, and nothing was written.")
    if together["rejected"] or together["conflict"]:
        print("What was turned away is kept as it came: see `tallyhouse quarantine list`.")
