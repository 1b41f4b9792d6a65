"""Reviewing the evidence of a period: its summary stands, and nobody has asked for the review yet."""

from __future__ import annotations

from pathlib import Path

import psycopg

from ingest.actions.periods import find_period
from ingest.actions.refusal import Action, Check, Refused

QUERY = Path(__file__).with_suffix(".sql")


def _check_review(connection: psycopg.Connection, action: Action) -> str:
    reference = find_period(connection, action)["reference"]
    found = connection.execute(QUERY.read_text(), {"account_id": action["account_id"], "reference": reference}).fetchone()
    if found is None:
        raise Refused("The period has no summary that could be reviewed: see operations.retention_candidates for what it waits for.")
    if found[0]:
        raise Refused("A review of the newest summary of this period was asked for before.")
    return reference


CHECKS: dict[str, Check] = {"retention_review": _check_review}
