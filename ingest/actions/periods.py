"""Closing a period: it has ended, no earlier period of the account is open, and nothing of the account is held back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from ingest.actions.links import require_not_parked
from ingest.actions.refusal import Action, Check, Refused
from ingest.reasons import BadRecord
from ingest.records import values

HERE = Path(__file__).parent


def _check_period_close(connection: psycopg.Connection, action: Action) -> str:
    period = find_period(connection, action)
    if period["is_closed"]:
        raise Refused("The period is closed already.")
    if not period["has_ended"]:
        raise Refused("The period has not ended by the time of the newest build: run a build after its end first.")
    if period["first_open_before"]:
        raise Refused(f"An earlier period of the account is still open: close the one of {period['first_open_before']} first, they close in order.")
    if period["is_asked_for"]:
        raise Refused("The close of this period was asked for before and takes effect in the next build.")
    require_not_parked(connection, action["account_id"])
    return period["reference"]


def find_period(connection: psycopg.Connection, action: Action) -> dict[str, Any]:
    """The period that an action names, and what stands in the way of closing it. Raises Refused."""
    if not action["account_id"]:
        raise Refused(f"{action['kind']} needs an account.")
    if not action["reference"]:
        raise Refused(f"{action['kind']} needs the start of the period as reference, like 2024-01-01.")
    parameters = {"account_id": action["account_id"], "local_date": None, "period_start": None}
    try:
        if len(action["reference"]) == 10:
            parameters["local_date"] = values.as_date(action["reference"])
        else:
            parameters["period_start"] = values.as_time(action["reference"])
    except BadRecord as problem:
        raise Refused(f"The reference must be the start of the period: {problem.message}.") from problem
    found = connection.cursor(row_factory=dict_row).execute((HERE / "period_close.sql").read_text(), parameters).fetchone()
    if found is None:
        raise Refused(f"The account {action['account_id']} has no period that starts at {action['reference']}.")
    return found


CHECKS: dict[str, Check] = {"period_close": _check_period_close}
