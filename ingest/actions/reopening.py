"""What somebody else must approve for a closed period: opening it again (the last closed one, if no document of it stands), or rating it again."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from ingest.actions.links import require_not_parked
from ingest.actions.periods import find_period
from ingest.actions.refusal import Action, Check, Refused

HERE = Path(__file__).parent


def _check_reopening(connection: psycopg.Connection, action: Action) -> str:
    reference = find_period(connection, action)["reference"]
    asked = {"account_id": action["account_id"], "reference": reference}
    period = connection.cursor(row_factory=dict_row).execute((HERE / "reopening.sql").read_text(), asked).fetchone()
    if not period["is_closed"]:
        raise Refused("The period is not closed.")
    if period["has_closed_after"]:
        raise Refused("A later period of the account is closed: only the last closed one can be opened again.")
    if period["invoice_number"]:
        raise Refused(f"The period was issued as {period['invoice_number']}: cancel that, or correct it in the open period.")
    return reference


def _check_rerate(connection: psycopg.Connection, action: Action) -> str:
    period = find_period(connection, action)
    if not period["is_closed"]:
        raise Refused("The period is not closed: the next build rates it with the records that are known now, and no request is needed.")
    require_not_parked(connection, action["account_id"])
    return period["reference"]


CHECKS: dict[str, Check] = {"period_reopen": _check_reopening, "rerate": _check_rerate}
