"""Taking a batch back, and a one-off charge: what each must name."""

from __future__ import annotations

import psycopg

from ingest.actions.refusal import Action, Check, Refused
from ingest.one_off_charges import problem_of_one_off_charge
from ingest.withdrawals import problem_of_withdrawal


def _check_charge(connection: psycopg.Connection, action: Action) -> str | None:
    if problem := problem_of_one_off_charge(connection, action):
        raise Refused(problem)
    return action["reference"]


def _check_withdrawal(connection: psycopg.Connection, action: Action) -> str | None:
    if problem := problem_of_withdrawal(connection, action["reference"]):
        raise Refused(problem)
    return action["reference"]


CHECKS: dict[str, Check] = {"one_off_charge": _check_charge, "batch_withdraw": _check_withdrawal}
