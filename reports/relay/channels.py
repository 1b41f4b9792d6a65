"""How an event reaches a contact: a webhook, a file, an e-mail. A channel raises Undeliverable with a reason that names no address and no secret.

What does not belong here: when something is sent and how often (``deliver``), and payment providers (``provider``).
"""

from __future__ import annotations

import base64
import fcntl
import http.client
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from reports.amounts import exact_time
from warehouse.errors import WrongUse
from warehouse.settings import load_settings

SECONDS = 10.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Notice = dict[str, Any]
# Takes the address and the event; gives the id under which an answer landed, where there is one.
Channel = Callable[[str, Notice], str | None]


class Undeliverable(Exception):
    """Why an attempt failed, in a few words without addresses."""


class NotConfigured(Exception):
    """Something in the environment is missing that this event needs: it waits."""


class Refused(Exception):
    """A definite no, with the id under which it landed: the same again would be refused again."""

    def __init__(self, reason: str, answer_event_id: str) -> None:
        super().__init__(reason)
        self.answer_event_id = answer_event_id


@contextmanager
def channels_of() -> Iterator[dict[str, Channel | None]]:
    """The channels by name, None for one that is not configured. Raises WrongUse for a server that cannot be understood.

    TALLYHOUSE_OUTBOX_FOLDER: where files are (default: ``outbox`` in TALLYHOUSE_HOME). TALLYHOUSE_SMTP_URL: smtp:// or smtps:// with user and
    password where it asks for them; TALLYHOUSE_SMTP_FROM: the sender.
    """
    folder = outbox_folder()
    server, sender = os.environ.get("TALLYHOUSE_SMTP_URL"), os.environ.get("TALLYHOUSE_SMTP_FROM")
    email = _mailer(server, sender) if server and sender else None
    yield {"webhook": post, "file": lambda name, notice: append(folder, name, notice), "email": email}


def outbox_folder() -> Path:
    """Where events to files are written."""
    return Path(os.environ.get("TALLYHOUSE_OUTBOX_FOLDER") or load_settings().home / "outbox")


def body_of(notice: Notice) -> bytes:
    """The event as JSON in UTF-8, the same bytes at every attempt."""
    told = {name: notice[name] for name in ("account_id", "project_id", "subject_type", "subject_id", "build_number", "payload")}
    event = {"id": str(notice["outbox_event_id"]), "type": notice["event_type"], "occurred_at": exact_time(notice["occurred_at"])} | told
    return json.dumps(event, ensure_ascii=False, sort_keys=True).encode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What was meant for one address goes to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


def post(address: str, notice: Notice) -> None:
    """POST the event to a webhook; any 2xx is a delivery. Raises Undeliverable."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(notice["outbox_event_id"]), "User-Agent": "tallyhouse-relay"}
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError
        if parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        target = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        request = urllib.request.Request(target, data=body_of(notice), headers=headers, method="POST")
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            answer.read(1024)
    except urllib.error.HTTPError as problem:
        problem.close()
        raise Undeliverable(f"The receiver answered {problem.code}.") from None
    except (OSError, http.client.HTTPException) as problem:
        raise Undeliverable(_no_answer(problem)) from None
    except ValueError:
        raise Undeliverable("The address is no http or https URL.") from None


def append(folder: Path, name: str, notice: Notice) -> None:
    """Add the event as one line to a file of the folder. Raises Undeliverable, also for a name that would lead out of the folder."""
    if not name or name != Path(name).name or name in (".", ".."):
        raise Undeliverable("The address is no plain name of a file: files lie in the folder of the outbox.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o640)
        with open(descriptor, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(body_of(notice) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise Undeliverable(f"The file cannot be written ({type(problem).__name__}).") from None


def message_of(address: str, notice: Notice, sender: str) -> EmailMessage:
    """The event as an e-mail that says what happened, with the JSON below. Raises ValueError for what is not exactly one address."""
    local, _, domain = address.rpartition("@")
    if not (local and domain) or address.split() != [address] or getaddresses([address]) != [("", address)]:
        raise ValueError
    message = EmailMessage()
    subject = notice["account_id"] or notice["subject_id"]
    message["Subject"] = f"[Tallyhouse] {notice['event_type'].replace('_', ' ')}: {' '.join(str(subject).split())}"
    message["From"], message["To"], message["Date"] = sender, address, format_datetime(notice["occurred_at"])
    message["Message-ID"] = f"<{notice['outbox_event_id']}@tallyhouse>"
    message["Idempotency-Key"] = str(notice["outbox_event_id"])
    message.set_content(json.dumps(json.loads(body_of(notice)), ensure_ascii=False, indent=2))
    return message


def _mailer(server: str, sender: str) -> Channel:
    try:
        parts = urlsplit(server)
        host, port, is_tls = parts.hostname, parts.port, parts.scheme == "smtps"
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("smtp", "smtps"):
        raise WrongUse("TALLYHOUSE_SMTP_URL cannot be understood: write smtp://user:password@host:port, or smtps://.")

    def mail(address: str, notice: Notice) -> None:
        try:
            message = message_of(address, notice, sender)
        except ValueError:
            raise Undeliverable("The address is no e-mail address.") from None
        try:
            with smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS) if is_tls else smtplib.SMTP(host, port or 25, timeout=SECONDS) as session:
                session.ehlo()
                if not is_tls and session.has_extn("starttls"):
                    session.starttls(context=ssl.create_default_context())
                    session.ehlo()
                elif not is_tls and parts.username and host not in LOOPBACK:
                    raise Undeliverable("The server offers no TLS, and a password is not sent without it.")
                if parts.username:
                    session.login(unquote(parts.username), unquote(parts.password or ""))
                session.send_message(message)
        except smtplib.SMTPResponseException as problem:
            raise Undeliverable(f"The server answered {problem.smtp_code}.") from None
        except smtplib.SMTPRecipientsRefused as problem:
            code = next(iter(problem.recipients.values()))[0]
            raise Undeliverable(f"The server refused the recipient with {code}.") from None
        except (OSError, ValueError, smtplib.SMTPException) as problem:
            raise Undeliverable(_no_answer(problem)) from None

    return mail


def _no_answer(problem: Exception) -> str:
    """Names of errors only: their texts may repeat an address."""
    reason = getattr(problem, "reason", problem)
    return f"No answer ({type(reason if isinstance(reason, Exception) else problem).__name__})."
