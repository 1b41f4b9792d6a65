"""Approve and reject: by another actor than whoever asked, and once."""

from __future__ import annotations

import psycopg

from ingest.actions.refusal import Action, Check, Refused

NEEDING_APPROVAL = (
    "refund_request", "correction", "adjustment", "admin_credit", "write_off", "rerate", "period_reopen", "batch_withdraw", "retention_review",
)  # fmt: skip


def _check_decision(connection: psycopg.Connection, action: Action) -> str:
    reference = action["reference"]
    if not reference:
        raise Refused(f"{action['kind']} needs the id of an action as reference.")
    found = connection.execute("select kind, actor from raw.actions where action_id = %s", (reference,)).fetchone()
    if found is None:
        raise Refused(f"There is no action {reference}.")
    if found[0] not in NEEDING_APPROVAL:
        raise Refused(f"The action {reference} is a {found[0]}, which needs no approval.")
    if found[1].strip() == action["actor"].strip():
        raise Refused("Whoever asked for an action cannot decide on it.")
    decided = connection.execute(
        "select kind, actor from raw.actions where kind in ('approve', 'reject') and reference = %s", (reference,)
    ).fetchone()
    if decided:
        raise Refused(f"The action {reference} was decided on before: {decided[0]} by {decided[1]}.")
    return reference


CHECKS: dict[str, Check] = {"approve": _check_decision, "reject": _check_decision}
