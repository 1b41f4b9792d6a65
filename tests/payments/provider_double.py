"""A provider on loopback that speaks what money out takes of Stripe's API: forms, bearer key, idempotency keys that replay, refusals, its own clock.

What does not belong here: what is expected of it (the stories), and listing events (``tests.ingest.stripe_double``).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LOST = 0


class ProviderDouble:
    """``now``: its clock in Unix seconds. ``mishaps``: idempotency key -> what becomes of the next requests with it: a status without effect, or
    LOST for one that is carried out and whose answer is lost. ``posts``: (path, key, form) of each POST. ``objects``: what it made, by id."""

    def __init__(self, key: str, now: int) -> None:
        self.key, self.now, self.url = key, now, ""
        self.mishaps: dict[str, list[int]] = {}
        self.posts: list[tuple[str, str, dict[str, str]]] = []
        self.objects: dict[str, dict[str, Any]] = {}
        self.kept: dict[str, dict[str, Any]] = {}

    def get(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/v1/refunds":
            found = [one for one in self.objects.values() if one["object"] == "refund" and one["payment_intent"] == asked["payment_intent"]]
            return 200, {"object": "list", "url": path, "has_more": False, "data": found}
        known = self.objects.get(path.rpartition("/")[2])
        return (200, known) if known else (404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}})

    def post(self, path: str, key: str, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any], bool]:
        """Status, body, whether it is what was answered before; status LOST for no answer."""
        self.posts.append((path, key, form))
        mishap = self.mishaps[key].pop(0) if self.mishaps.get(key) else None
        if mishap is not None and mishap != LOST:
            error = {"type": "card_error" if mishap == 402 else "invalid_request_error", "code": "charge_already_refunded", "param": "charge"}
            return mishap, {"error": error | {"message": f"Refused for {authorization}"}}, False
        if key in self.kept:
            return 200, self.kept[key], True
        self.kept[key] = dict(self._made(path, form))
        return LOST if mishap == LOST else 200, self.kept[key], False

    def _made(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        number = len(self.objects) + 1
        match path.split("/")[2:]:
            case ["refunds"]:
                made = {
                    "id": f"re_{number}", "object": "refund", "amount": int(form["amount"]), "payment_intent": form["payment_intent"],
                    "charge": form["payment_intent"].replace("pi_", "ch_"), "currency": "usd", "status": "pending",
                    "metadata": {"action_id": form["metadata[action_id]"]},
                }  # fmt: skip
            case ["checkout", "sessions"]:
                made = {
                    "id": f"cs_{number}", "object": "checkout.session", "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
                    "client_reference_id": form["client_reference_id"], "currency": form["line_items[0][price_data][currency]"],
                    "customer": form.get("customer"), "mode": "payment", "payment_intent": None, "payment_status": "unpaid", "status": "open",
                    "url": f"https://pay.example/cs_{number}", "metadata": {"session_id": form["metadata[session_id]"]},
                }  # fmt: skip
            case ["billing_portal", "sessions"]:
                made = {
                    "id": f"bps_{number}",
                    "object": "billing_portal.session",
                    "customer": form["customer"],
                    "url": f"https://portal.example/{number}",
                }
            case ["disputes", dispute_id]:
                known = self.objects[dispute_id]
                details = known["evidence_details"] | {"has_evidence": True, "submission_count": 1}
                self.objects[dispute_id] = known | {"status": "under_review", "evidence_details": details}
                return self.objects[dispute_id]
            case other:
                raise AssertionError(other)
        made |= {"created": self.now, "livemode": True}
        self.objects[made["id"]] = made
        return made


@contextmanager
def served(double: ProviderDouble) -> Iterator[ProviderDouble]:
    """Within it the double answers at ``double.url``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(*double.get(parts.path, dict(parse_qsl(parts.query))))

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
            authorization = self.headers.get("Authorization", "")
            status, body, is_replay = double.post(self.path, self.headers["Idempotency-Key"], form, authorization)
            if status != LOST:
                self._answer(status, body, is_replay)

        def _answer(self, status: int, body: dict[str, Any], is_replay: bool = False) -> None:
            if self.headers.get("Authorization") != f"Bearer {double.key}":
                status, body = 401, {"error": {"type": "invalid_request_error", "message": f"Invalid API Key: {self.headers['Authorization']}"}}
            content = json.dumps(body, indent=2).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if is_replay:
                self.send_header("Idempotent-Replayed", "true")
            self.end_headers()
            self.wfile.write(content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return formatdate(double.now, usegmt=True)

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
