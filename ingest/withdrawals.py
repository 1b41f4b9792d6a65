"""What must hold before the withdrawal of a usage batch is asked for. What does not belong here: what it does to usage and money (``models``)."""

from __future__ import annotations

import re

import psycopg


def problem_of_withdrawal(connection: psycopg.Connection, reference: str | None) -> str | None:
    """Why the batch that ``reference`` names cannot be withdrawn, in one sentence; None when it can."""
    if not reference or not re.fullmatch(r"[1-9][0-9]{0,17}", reference):
        return "batch_withdraw needs the number of a batch as reference: see operations.batches."
    found = connection.execute("select kind from raw.ingest_batches where batch_id = %s", (int(reference),)).fetchone()
    if found is None:
        return f"There is no batch {reference}."
    if found[0] != "usage":
        return f"The batch {reference} holds {found[0]}, and only usage can be withdrawn: a record is taken back by a new version of it."
    earlier = connection.execute(
        "select requests.action_id, decisions.kind from raw.actions as requests"
        " left join raw.actions as decisions on decisions.reference = requests.action_id and decisions.kind in ('approve', 'reject')"
        " where requests.kind = 'batch_withdraw' and requests.reference = %s and decisions.kind is distinct from 'reject'",
        (reference,),
    ).fetchone()
    if earlier is None:
        return None
    done = "was withdrawn before" if earlier[1] == "approve" else "is to be withdrawn already, and waits for a decision"
    return f"The batch {reference} {done}: see the action {earlier[0]}."
