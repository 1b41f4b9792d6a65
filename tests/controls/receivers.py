"""Who is told, on loopback: a webhook that answers as it is told to, and a mail server that speaks enough SMTP to take a message.

What does not belong here: what is expected of them (the stories).
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Webhook:
    """``status``: what it answers. ``heard``: (idempotency key, authorization, body) of each request."""

    def __init__(self) -> None:
        self.status, self.port = 200, 0
        self.heard: list[tuple[str, str, bytes]] = []


class Mailbox:
    """``mails``: (sender, recipient, message) of each that was taken. ``refuses``: recipients are not known."""

    def __init__(self) -> None:
        self.port, self.refuses = 0, False
        self.mails: list[tuple[str, str, str]] = []


@contextmanager
def a_webhook() -> Iterator[Webhook]:
    """Within it the webhook listens on its port."""
    webhook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            webhook.heard.append((self.headers["Idempotency-Key"], self.headers.get("Authorization", ""), body))
            self.send_response(webhook.status)
            if webhook.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    webhook.port = server.server_address[1]
    with _listening(server):
        yield webhook


@contextmanager
def a_mailbox() -> Iterator[Mailbox]:
    """Within it the mail server listens on its port."""
    mailbox = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sender = recipient = ""
            self._say("220 double ESMTP")
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "MAIL":
                    sender = line.partition(":")[2].strip(" <>").partition(">")[0]
                if verb == "RCPT":
                    recipient = line.partition(":")[2].strip(" <>")
                    if mailbox.refuses:
                        self._say("550 no such user")
                        continue
                if verb == "DATA":
                    self._say("354 go on")
                    mailbox.mails.append((sender, recipient, self._message()))
                self._say("221 bye" if verb == "QUIT" else "250 ok")
                if verb == "QUIT":
                    return

        def _message(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            return "\n".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    mailbox.port = server.server_address[1]
    with _listening(server):
        yield mailbox


@contextmanager
def _listening(server: socketserver.BaseServer) -> Iterator[None]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
