"""Runs the receiver on a port. Secrets come from the environment, and go nowhere else.

What does not belong here: TLS, which a proxy in front of it ends.
"""

from __future__ import annotations

import os

from ingest.webhook.receiver import Receiver
from warehouse.connection import connect
from warehouse.errors import WrongUse

SECRETS = "TALLYHOUSE_STRIPE_WEBHOOK_SECRETS"


def read_secrets() -> list[str]:
    """Signing secrets, separated by commas in the environment. Raises WrongUse when there is none."""
    secrets = [secret.strip() for secret in os.environ.get(SECRETS, "").split(",")]
    secrets = [secret for secret in secrets if secret]
    if not secrets:
        raise WrongUse(f"Without a signing secret nothing can be trusted: put the endpoint's secret (whsec_...) into {SECRETS}, several with commas.")
    return secrets


def serve_webhooks(host: str, port: int) -> None:
    """Serve until it is interrupted. Raises WrongUse without a secret, WarehouseUnreachable without a warehouse."""
    import uvicorn

    secrets = read_secrets()
    connect("ingest", application="tallyhouse webhook").close()
    # No access log: it would be a line for each delivery, and no server header.
    uvicorn.run(Receiver(secrets), host=host, port=port, log_level="warning", access_log=False, server_header=False, lifespan="on")
