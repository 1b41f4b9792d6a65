"""The ASGI application: takes deliveries of Stripe, checks their signature, and answers 200 only after the commit.

Nothing of a body, a header or a secret stands in an answer or a log. What does not belong here: what an event means for money (``models``).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from ingest.stripe_events import LONGEST_EVENT
from ingest.webhook.landing import Landing
from ingest.webhook.signature import WrongSignature, check_signature

PATH = "/webhooks/stripe"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
log = logging.getLogger("tallyhouse.webhook")


class Receiver:
    """POST /webhooks/stripe takes a delivery; GET /health says that the server runs.

    200: the body is kept, durably (an event, a repeated one, or what is rightly signed and no event, then in quarantine). 400: the signature is not
    right, and nothing is kept. 413: the body is longer than an event can be. 503: the warehouse does not answer, deliver again.
    """

    def __init__(self, secrets: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._clock = clock
        self._landing = Landing()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One connection of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            status, text = await self._answer(scope, receive)
            body = text.encode()
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: dict[str, Any], receive: Receive) -> tuple[int, str]:
        if scope["path"] == "/health":
            return 200, "The receiver runs."
        if scope["path"] != PATH:
            return 404, "There is nothing here."
        if scope["method"] != "POST":
            return 405, "Deliveries are sent with POST."
        body = await _read(receive)
        if body is None:
            return 413, "The body is longer than an event can be."
        given = [value for name, value in scope["headers"] if name == b"stripe-signature"]
        try:
            check_signature(body, given[0] if len(given) == 1 else None, self._secrets, self._clock())
        except WrongSignature as problem:
            log.warning("a delivery was refused: %s", problem)
            return 400, str(problem)
        try:
            await asyncio.wrap_future(self._landing.submit(body))
        except Exception as problem:
            # The class alone: the text of an error of the database can hold the row.
            log.error("a delivery could not be kept: %s", type(problem).__name__)
            return 503, "The delivery could not be kept: deliver it again."
        return 200, "Kept."

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    self._landing.start()
                except Exception as problem:
                    await send({"type": "lifespan.startup.failed", "message": str(problem)})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await asyncio.to_thread(self._landing.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _read(receive: Receive) -> bytes | None:
    """The raw body; None when it is too long, or the other side went away before its end."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LONGEST_EVENT:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
