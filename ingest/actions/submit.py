"""Audited operator actions: each is checked at once against the book, then refused with one sentence or accepted into ``raw.actions``.

An accepted action takes effect in the next build, which checks again. A refused one is kept in quarantine. What does not belong here: what a
kind of action is checked for (the modules beside this one), and its effect on money (``models``).
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import psycopg
from psycopg.rows import dict_row

from ingest.actions.families import CHECKS, NEEDING_APPROVAL, REFERENCES
from ingest.actions.refusal import Action, Refused
from ingest.batches import IngestReport
from ingest.landing import open_batch, take_turn
from ingest.reasons import BadRecord
from ingest.records.kinds import find_kind
from ingest.records.land import land_records
from ingest.source_files import SourceFile
from ingest.strict_json import check_text
from warehouse.connection import connect
from warehouse.errors import WrongUse

ACTION_COLUMNS = ("kind", "account_id", "currency", "amount_minor", "reference", "mode", "actor", "reason", "correlation_id")


def submit_action(
    kind: str,
    *,
    actor: str,
    reason: str,
    action_id: str | None = None,
    account_id: str | None = None,
    currency: str | None = None,
    amount_minor: int | None = None,
    reference: str | None = None,
    mode: str | None = None,
    correlation_id: str | None = None,
) -> dict[str, str]:
    """Ask for an action: {"action_id", "status" (accepted or refused), "reason"}.

    ``amount_minor``: minor units of ``currency``. ``reference``: what the action is about; the action's id for approve and reject, the start of
    the period (RFC 3339, or the day in the time zone of the period) for period_close, period_reopen, rerate and retention_review, the number of
    the batch for batch_withdraw, the document (its id or number; a draft also by its period) for what is done with documents, the dispute for
    evidence. The same ``action_id`` with the same content again changes nothing. Raises WrongUse for an unknown kind, or without actor or reason.
    """
    # Nothing is what an empty option says, as an empty cell of a file does.
    account_id, currency, mode, correlation_id, action_id = (value or None for value in (account_id, currency, mode, correlation_id, action_id))
    reference = (reference or "").strip() or None
    allowed = next(column.allowed for column in find_kind("actions").columns if column.name == "kind")
    if kind not in allowed:
        raise WrongUse(f"There is no action called {kind!r}: use one of {', '.join(allowed)}.")
    for name, value in (("--actor", actor), ("--reason", reason)):
        if not value or not value.strip():
            raise WrongUse(f"An action needs {name}: say who asks for it and why.")
    asked = dict(zip(ACTION_COLUMNS, (kind, account_id, currency, amount_minor, reference, mode, actor, reason, correlation_id), strict=True))
    for name, value in ({"action_id": action_id} | asked).items():
        try:
            check_text(str(value or ""))
        except BadRecord as problem:
            raise WrongUse(f"{name} holds a character that cannot be kept: correct it.") from problem
    action = {"action_id": action_id or str(uuid.uuid4())} | asked | {"requested_at": datetime.now(UTC).isoformat()}
    with connect("ingest", autocommit=True, application="tallyhouse action") as connection, connection.transaction():
        take_turn(connection, "records", "actions")
        try:
            if _is_known(connection, action):
                return _answer(action, "accepted", "This action was accepted before, and nothing was written.")
            action["reference"] = _check(connection, action)
        except Refused as refusal:
            _record_refusal(connection, action, str(refusal))
            return _answer(action, "refused", str(refusal))
        report = land_records(connection, find_kind("actions"), _source(action), again=True)
        if report.landed != 1:
            return _answer(action, "refused", _reason_of(connection, report))
    if kind in NEEDING_APPROVAL:
        return _answer(action, "accepted", "It takes effect in the next build after somebody else has approved it.")
    return _answer(action, "accepted", "It takes effect in the next build.")


def _is_known(connection: psycopg.Connection, action: Action) -> bool:
    columns = ", ".join(ACTION_COLUMNS)
    found = (
        connection.cursor(row_factory=dict_row).execute(f"select {columns} from raw.actions where action_id = %s", (action["action_id"],)).fetchone()
    )
    if found is None:
        return False
    if action["kind"] == found["kind"] and action["kind"] in REFERENCES:
        # The reference was brought into canonical form when it was accepted.
        action = action | {"reference": REFERENCES[action["kind"]](connection, action)}
    if any(found[column] != action[column] for column in ACTION_COLUMNS):
        raise Refused(f"The action id {action['action_id']} belongs to another action: leave it out, or choose a new one.")
    return True


def _check(connection: psycopg.Connection, action: Action) -> str | None:
    """The reference in canonical form. Raises Refused."""
    check = CHECKS.get(action["kind"])
    if check is None:
        raise Refused(f"This version does not carry out {action['kind']}.")
    return check(connection, action)


def _record_refusal(connection: psycopg.Connection, action: Action, reason: str) -> None:
    source = _source(action)
    batch = open_batch(connection, "records", "actions", source, again=True)
    if not isinstance(batch, IngestReport):
        batch.rows = 1
        batch.reject(1, 1, source.content, BadRecord("action_refused", reason))
        batch.close()


def _reason_of(connection: psycopg.Connection, report: IngestReport) -> str:
    found = connection.execute("select message from raw.rejected_records where batch_id = %s", (report.batch_id,)).fetchone()
    return found[0] if found else "It was not taken."


def _source(action: Action) -> SourceFile:
    given = {name: value for name, value in action.items() if value is not None}
    return SourceFile(f"action-{action['action_id'][:100]}.jsonl", content=json.dumps(given).encode())


def _answer(action: Action, status: str, reason: str) -> dict[str, str]:
    return {"action_id": action["action_id"], "status": status, "reason": reason}
