"""Approve and reject: by another actor than whoever asked, and once. What would write off more than is owed by now is not approved."""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from ingest.actions import documents
from ingest.actions.refusal import Action, Check, Refused

NEEDING_APPROVAL = (
    "refund_request", "correction", "adjustment", "admin_credit", "write_off", "rerate", "period_reopen", "batch_withdraw", "retention_review",
)  # fmt: skip
REQUEST = "select action_id, kind, account_id, currency, amount_minor, reference, actor from raw.actions where action_id = %s"
# What somebody says of his own request is no decision, whichever way it came in.
DECIDED = "select kind, actor from raw.actions where kind in ('approve', 'reject') and reference = %s and btrim(actor) <> btrim(%s)"


def _check_decision(connection: psycopg.Connection, action: Action) -> str:
    reference = action["reference"]
    if not reference:
        raise Refused(f"{action['kind']} needs the id of an action as reference.")
    request = connection.cursor(row_factory=dict_row).execute(REQUEST, (reference,)).fetchone()
    if request is None:
        raise Refused(f"There is no action {reference}.")
    if request["kind"] not in NEEDING_APPROVAL:
        raise Refused(f"The action {reference} is a {request['kind']}, which needs no approval.")
    if request["actor"].strip() == action["actor"].strip():
        raise Refused("Whoever asked for an action cannot decide on it.")
    decided = connection.execute(DECIDED, (reference, request["actor"])).fetchone()
    if decided:
        raise Refused(f"The action {reference} was decided on before: {decided[0]} by {decided[1]}.")
    if action["kind"] == "approve" and request["kind"] == "write_off":
        _check_that_it_is_owed(connection, request)
    return reference


def _check_that_it_is_owed(connection: psycopg.Connection, request: Action) -> None:
    """A debt that was paid since somebody asked to write it off would be given away."""
    try:
        documents.CHECKS["write_off"](connection, request)
    except Refused as problem:
        raise Refused(f"Reject the action {request['action_id']}, which is above what is owed by now: {problem}") from problem


CHECKS: dict[str, Check] = {"approve": _check_decision, "reject": _check_decision}
