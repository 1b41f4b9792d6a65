"""One round of the relay: every event that is due goes to each of its contacts once, and each attempt is written down at once.

At least once: a process that dies between a delivery and its row delivers again, with the same idempotency key. What does not belong here: what is
told and to whom (``control.outbox``, ``control.outbox_recipients``), and how a channel carries it (``channels``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from reports.relay.channels import Channel, NotConfigured, Refused, Undeliverable, channels_of, outbox_folder
from reports.relay.provider import provider_of
from warehouse.connection import connect
from warehouse.errors import TallyhouseError, WrongUse
from warehouse.lock import lock_held
from warehouse.progress import Progress, silent

DUE = (Path(__file__).parent / "due.sql").read_text()
RELAY_LOCK = 7_255_017
ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
WRITE_DOWN = """
insert into control.outbox_deliveries
(outbox_event_id, contact_id, attempt_number, channel, outcome, error, answer_event_id, attempted_at, next_attempt_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def deliver(
    clock: Callable[[], datetime] | None = None, attempts: int = ATTEMPTS, progress: Progress = silent, again: Sequence[str] = ()
) -> dict[str, Any]:
    """Deliver what is due: {"delivered", "failed", "dead", "refused", "not_configured"}, counted per event and contact.

    A failed delivery, whatever broke it, is tried again after a minute, then after twice as long each time up to six hours; the last of
    ``attempts`` that fails is dead. What a provider refuses for good is not tried again. What goes to a channel that is not configured stays
    as it is.
    ``again``: what was given up and is tried once more under its old key, each by its event or by the action that asks a provider.
    Raises WarehouseUnreachable while another relay is at work, WrongUse for something to try again that was not given up.
    """
    clock = clock or (lambda: datetime.now(UTC))
    counts = {"delivered": 0, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0}
    with (
        connect("runner", autocommit=True, application="tallyhouse relay") as connection,
        lock_held(connection, RELAY_LOCK, "Another relay is delivering: wait until it has ended."),
    ):
        due = _due(connection, clock(), again)
        for name in again:
            if not any(name in (str(notice["outbox_event_id"]), notice["subject_id"]) for notice in due):
                raise WrongUse(
                    f"Nothing was given up that goes by {name}: name a request of finance.provider_requests or an event of operations.outbox."
                )
        with channels_of() as of_contacts:
            channels = of_contacts | {"provider": provider_of(outbox_folder(), clock)}
            for number, notice in enumerate(due, 1):
                progress("delivering", number, len(due))
                counts[_attempt(connection, channels, notice, clock, attempts)] += 1
    return counts


def due_count(now: datetime | None = None) -> int:
    """How many deliveries are due, without making one."""
    with connect("runner", autocommit=True, application="tallyhouse relay") as connection:
        return len(_due(connection, now or datetime.now(UTC)))


def wait_after(attempt_number: int) -> timedelta:
    """How long to wait after the failed attempt of this number, from 1."""
    return min(FIRST_WAIT * 2 ** min(attempt_number - 1, 20), LONGEST_WAIT)


def _due(connection: psycopg.Connection, now: datetime, again: Sequence[str] = ()) -> list[dict[str, Any]]:
    return connection.cursor(row_factory=dict_row).execute(DUE, {"now": now, "again": list(again)}).fetchall()


def _attempt(
    connection: psycopg.Connection, channels: dict[str, Channel | None], notice: dict[str, Any], clock: Callable[[], datetime], attempts: int
) -> str:
    """The outcome of one attempt, which is written down unless its channel is not configured."""
    channel = channels[notice["channel"]]
    if channel is None:
        return "not_configured"
    outcome, error, answer = "delivered", None, None
    try:
        answer = channel(str(notice["address"] or "").strip(), notice)
    except NotConfigured:
        return "not_configured"
    except Refused as problem:
        outcome, error, answer = "refused", str(problem), problem.answer_event_id
    except TallyhouseError:
        raise
    except Exception as problem:
        # What a channel did not foresee keeps nobody else waiting. Only its name is told: its text may repeat an address or a secret.
        outcome = "failed" if notice["attempt_number"] < attempts else "dead"
        error = str(problem) if isinstance(problem, Undeliverable) else f"The channel broke ({type(problem).__name__})."
    now = clock()
    next_attempt_at = now + wait_after(notice["attempt_number"]) if outcome == "failed" else None
    key = (notice["outbox_event_id"], notice["contact_id"], notice["attempt_number"])
    connection.execute(WRITE_DOWN, (*key, notice["channel"], outcome, error, answer, now, next_attempt_at))
    return outcome
