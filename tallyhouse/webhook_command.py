"""`tallyhouse webhook`: the receiver of Stripe's webhooks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tallyhouse.options import INPUTS, JsonOption
from tallyhouse.output import answer

Host = Annotated[str, typer.Option("--host", help="Address to listen on; a proxy in front of it ends TLS.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0: one that is free.")]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(rich_help_panel=INPUTS)(webhook)


def webhook(host: Host = "127.0.0.1", port: Port = 8787, json_output: JsonOption = False) -> None:
    """Receive Stripe's webhooks at /webhooks/stripe. Signing secrets: TALLYHOUSE_STRIPE_WEBHOOK_SECRETS, several with commas."""
    from ingest.webhook.serve import serve_webhooks

    serve_webhooks(host, port, lambda listening: answer(listening, json_output, _show))


def _show(listening: dict[str, Any]) -> None:
    trusted = "1 signing secret" if listening["secrets"] == 1 else f"{listening['secrets']} signing secrets"
    print(f"Listening for Stripe's webhooks at {listening['url']}, {trusted}: Ctrl-C ends it.", flush=True)
