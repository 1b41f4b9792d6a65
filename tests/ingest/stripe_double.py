"""A server on loopback that speaks what listing events takes of Stripe's API: bearer key, `limit`, `starting_after`, `created[gte]`, `has_more`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class StripeDouble:
    """``events``: newest first. ``requests``: what was asked. ``broken_after``: pages that are answered before the connection breaks off."""

    def __init__(self, key: str) -> None:
        self.key, self.events, self.requests = key, [], []
        self.broken_after: int | None = None
        self.page_size = 3
        self.url = ""

    def answer(self, path: str, authorization: str) -> tuple[int, dict[str, Any]]:
        """Status and body."""
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.requests.append(asked)
        if authorization != f"Bearer {self.key}":
            return 401, {"error": {"type": "invalid_request_error", "message": f"Invalid API Key provided: {authorization}"}}
        if parts.path != "/v1/events":
            return 404, {"error": {"type": "invalid_request_error", "message": "Unrecognized request URL"}}
        if self.broken_after is not None and len(self.requests) > self.broken_after:
            return 500, {"error": {"type": "api_error", "message": "Sorry"}}
        found = [one for one in self.events if one["created"] >= int(asked.get("created[gte]", 0))]
        if "starting_after" in asked:
            position = [one["id"] for one in found].index(asked["starting_after"]) + 1
            found = found[position:]
        size = min(int(asked.get("limit", 10)), self.page_size)
        return 200, {"object": "list", "url": "/v1/events", "has_more": len(found) > size, "data": found[:size]}


@contextmanager
def served(double: StripeDouble) -> Iterator[StripeDouble]:
    """Within it the double answers at ``double.url``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = double.answer(self.path, self.headers.get("Authorization", ""))
            content = json.dumps(body, indent=2).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    double.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
