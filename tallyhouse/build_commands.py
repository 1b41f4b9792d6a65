"""`tallyhouse build`, `verify` and `action`: what changes the book, and what proves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import BOOK, JsonOption, argument, option, parse_time
from tallyhouse.output import answer, print_table, progress_shown

AsOf = Annotated[str | None, option("--as-of", "Build as of this time, RFC 3339 with offset; the start of the run by default.", "T")]
DryRun = Annotated[bool, option("--dry-run", "Stop after the audit and print what would be posted.")]
OUTCOMES = {
    "published": "is published",
    "nothing_new": "found nothing new and wrote nothing",
    "failed": "failed, and nothing was posted",
    "planned": "was a dry run, and nothing was posted",
}


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (build, verify, action):
        app.command(rich_help_panel=BOOK)(command)


def build(as_of: AsOf = None, dry_run: DryRun = False, json_output: JsonOption = False) -> None:
    """Take in, plan, audit, post and publish. Exit code 1 when a gate failed: then nothing was posted."""
    moment = parse_time(as_of, "--as-of") if as_of is not None else None
    from warehouse.build import run_build

    with progress_shown() as progress:
        report = run_build(as_of=moment, dry_run=dry_run, progress=progress).to_dict()
    answer(report, json_output, _show_build)
    if report["status"] == "failed":
        raise typer.Exit(1)


def verify(
    anchor: Annotated[Path | None, option("--anchor", "An anchor that `export anchor` wrote earlier: the book must still hold it.", "FILE")] = None,
    json_output: JsonOption = False,
) -> None:
    """Recompute every invariant of the book and name the first thing that is wrong."""
    from warehouse.anchor import read_anchor
    from warehouse.verify import verify_book

    kept_outside = read_anchor(anchor) if anchor else None
    with progress_shown() as progress:
        report = verify_book(progress=progress, anchor=kept_outside).to_dict()
    sentence = "The book is coherent." if report["ok"] else f"The book is not coherent: {report['first_problem']}"
    answer(report, json_output, lambda _: print(sentence))
    if not report["ok"]:
        raise typer.Exit(1)


def action(
    kind: Annotated[str, argument("KIND", "period_close, admin_credit, batch_withdraw, approve, ...")],
    actor: Annotated[str, option("--actor", "Who decides.", "WHO")],
    reason: Annotated[str, option("--reason", "Why, for whoever reads the book later.", "WHY")],
    account: Annotated[str | None, option("--account", "The account it is about.", "ID")] = None,
    currency: Annotated[str | None, option("--currency", "ISO 4217.", "CODE")] = None,
    amount_minor: Annotated[int | None, option("--amount-minor", "Amount in minor units of the currency.", "N")] = None,
    reference: Annotated[str | None, option("--reference", "What it is about: the action to approve, a batch, ...", "ID")] = None,
    mode: Annotated[str | None, option("--mode", "Of a refund: internal_credit, provider_charge, provider_balance.")] = None,
    correlation_id: Annotated[str | None, option("--correlation-id", "Ties together what belongs together.", "ID")] = None,
    action_id: Annotated[str | None, option("--action-id", "Your own id: given twice, it takes effect once.", "ID")] = None,
    json_output: JsonOption = False,
) -> None:
    """Record an audited operator action. It takes effect in the next build, or is refused with one sentence."""
    from ingest.actions import submit_action

    result = submit_action(
        kind,
        actor=actor,
        reason=reason,
        action_id=action_id,
        account_id=account,
        currency=currency,
        amount_minor=amount_minor,
        reference=reference,
        mode=mode,
        correlation_id=correlation_id,
    )
    why = f": {result['reason']}" if result.get("reason") else "."
    answer(result, json_output, lambda _: print(f"Action {result['action_id']} is {result['status']}{why}"))
    if result["status"] == "refused":
        raise typer.Exit(2)


def _show_build(report: dict[str, Any]) -> None:
    verb = "to post" if report["status"] == "planned" else "posted"
    posted = "" if report["status"] == "nothing_new" else f" Rows {verb}: {report['rows_posted']:,}."
    print(f"Build {report['build_number']} as of {report['as_of']} {OUTCOMES.get(report['status'], report['status'])}.{posted}")
    if report.get("reason"):
        print(report["reason"])
    red = [gate for gate in report["gates"] if gate["status"] != "pass"]
    if red:
        rows = [(gate["gate"], gate["status"], gate.get("failure_count"), gate.get("message")) for gate in red]
        print_table("Gates that are not green", ("gate", "status", "failures", "message"), rows, right=("failures",))
    elif report["gates"]:
        print(f"All {len(report['gates'])} gates are green.")
    if report["parked"]:
        parked = [(row["account_id"], row["reason"]) for row in report["parked"]]
        print_table("Parked accounts: their groups stay as the book has them", ("account", "reason"), parked)
