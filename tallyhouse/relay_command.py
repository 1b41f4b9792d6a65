"""`tallyhouse relay`: what stands in the outbox goes to the contacts and to the payment provider."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tallyhouse.options import OUTPUTS, JsonOption, option
from tallyhouse.output import answer, progress_shown


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(rich_help_panel=OUTPUTS)(relay)


def relay(
    again: Annotated[
        list[str] | None,
        option("--again", "Try once more what was given up: a request of finance.provider_requests, an event of operations.outbox.", "ID"),
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Tell the contacts what is due in the outbox, and ask the payment provider for what it is to do.

    Webhooks, files, and e-mail where TALLYHOUSE_SMTP_URL and TALLYHOUSE_SMTP_FROM are set. Refunds, evidence and sessions go to Stripe where
    TALLYHOUSE_STRIPE_WRITE_KEY is set (sessions come back to TALLYHOUSE_RETURN_URL), else into the file stripe.jsonl. What was tried for long enough
    is given up, until --again names it: it goes out under its old key, so nothing is done twice.
    """
    from reports.relay import deliver

    with progress_shown() as progress:
        report = deliver(progress=progress, again=again or ())
    answer(report, json_output, _show)


def _show(report: dict[str, Any]) -> None:
    print(f"{report['delivered']} delivered, {report['failed']} failed and tried again later, {report['dead']} given up.")
    if report["dead"]:
        print("operations.outbox and finance.provider_requests say what was given up; tallyhouse relay --again ID tries it once more.")
    if report["not_configured"]:
        print(f"{report['not_configured']} wait for settings: TALLYHOUSE_SMTP_URL and TALLYHOUSE_SMTP_FROM, or TALLYHOUSE_RETURN_URL.")
    if report["refused"]:
        print(f"{report['refused']} refused by the provider: finance.provider_requests says why, and the next build makes it a finding.")
