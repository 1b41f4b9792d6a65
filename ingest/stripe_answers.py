"""What the provider answers to a request of ours, into ``raw``: the object as it was when it was told, or the refusal with its reason.

What does not belong here: asking (``reports.relay``), and what an answer means for money (``models``).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ingest.records.kinds import find_kind
from ingest.records.land import land_records
from ingest.source_files import SourceFile
from ingest.stripe import land_events
from ingest.stripe_events import read_event, read_pieces
from warehouse.connection import connect


def land_answer(content: bytes, told_at: datetime, action_id: str, session: dict[str, Any] | None = None) -> str:
    """Land an object of the API as it was at ``told_at``, with the payment session that it opened; the id of its event.

    The session is recorded in the same transaction, so nobody is sent to a session that is not. The same answer twice changes nothing.
    Raises BadRecord for what is no object of the API.
    """
    source = SourceFile(f"stripe-answer-{action_id[:100]}.json", content=content)
    event_id = read_event(next(read_pieces(source)).content, told_at).event_id
    with connect("ingest", autocommit=True, application="tallyhouse relay") as connection, connection.transaction():
        if session is not None:
            record = SourceFile(f"payment-session-{action_id[:100]}.jsonl", content=json.dumps(session, ensure_ascii=False).encode())
            land_records(connection, find_kind("payment_sessions"), record, again=True)
        land_events(connection, SourceFile(source.name, content=content), again=True, retrieved_at=told_at)
    return event_id


def land_refusal(action_id: str, request: str, problem: dict[str, Any], told_at: datetime) -> str:
    """Land a definite no of the provider, ``problem`` being its status and codes; the id of its event."""
    refusal = {"object": "refusal", "id": action_id, "request": request, "status": "refused"} | problem
    return land_answer(json.dumps(refusal, ensure_ascii=False).encode(), told_at, action_id)
