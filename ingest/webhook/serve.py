"""Runs the receiver on a port. Secrets come from the environment, and go nowhere else.

What does not belong here: TLS, which a proxy in front of it ends.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

from ingest.webhook.receiver import PATH, Receiver
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


def serve_webhooks(host: str, port: int, say: Callable[[dict[str, object]], None]) -> None:
    """Serve until it is interrupted; ``say`` gets ``{"url", "secrets"}`` once deliveries are taken. With port 0 the system chooses one.

    Raises WrongUse without a secret or where the address cannot be listened on, WarehouseUnreachable without a warehouse.
    """
    import uvicorn

    secrets = read_secrets()
    connect("ingest", application="tallyhouse webhook").close()
    with _listening(host, port) as listener:
        say({"url": f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}{PATH}", "secrets": len(secrets)})
        # No access log: it would be a line for each delivery, and no server header.
        config = uvicorn.Config(Receiver(secrets), log_level="warning", access_log=False, server_header=False, lifespan="on")
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
    except OSError as problem:
        raise WrongUse(f"{host}, port {port} cannot be listened on ({problem.strerror or problem}): give another --host or --port.") from problem
