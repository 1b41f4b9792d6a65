"""`tallyhouse relay`: what stands in the outbox goes to the contacts."""

from __future__ import annotations

from typing import Any

import typer

from tallyhouse.options import OUTPUTS, JsonOption
from tallyhouse.output import answer, progress_shown


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(rich_help_panel=OUTPUTS)(relay)


def relay(json_output: JsonOption = False) -> None:
    """Tell the contacts what is due in the outbox: webhooks, files, and e-mail where TALLYHOUSE_SMTP_URL and TALLYHOUSE_SMTP_FROM are set."""
    from reports.relay import deliver

    with progress_shown() as progress:
        report = deliver(progress=progress)
    answer(report, json_output, _show)


def _show(report: dict[str, Any]) -> None:
    print(f"{report['delivered']} delivered, {report['failed']} failed and tried again later, {report['dead']} given up.")
    if report["not_configured"]:
        print(f"{report['not_configured']} e-mails wait: set TALLYHOUSE_SMTP_URL and TALLYHOUSE_SMTP_FROM.")
