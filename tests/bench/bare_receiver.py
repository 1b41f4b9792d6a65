"""The yardstick of the receiver: a handler that only inserts the body and commits, on the same server program. Takes a libpq URL and a port."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import psycopg
import uvicorn


class BareReceiver:
    """Insert, commit, answer 200; one connection, no signature, no quarantine, no group of deliveries."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._turn = asyncio.Lock()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        parts, is_whole = [], False
        while not is_whole:
            message = await receive()
            parts.append(message.get("body", b""))
            is_whole = not message.get("more_body", False)
        body = b"".join(parts)
        async with self._turn:
            await asyncio.to_thread(self._insert, body)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def _insert(self, body: bytes) -> None:
        self._connection.execute(
            "insert into raw.deliveries (event_id, content, body) values (%s, %s, %s) on conflict do nothing",
            (json.loads(body)["id"], body, body.decode()),
        )


if __name__ == "__main__":
    uvicorn.run(BareReceiver(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False, lifespan="off")
