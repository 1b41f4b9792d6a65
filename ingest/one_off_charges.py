"""What stands in the way of a one-off charge that an operator asks for. What does not belong here: its effect on money (``models``)."""

from __future__ import annotations

from typing import Any

import psycopg

NEWEST_CURRENCY = "select currency from raw.accounts where account_id = %s order by batch_id desc, row_number desc limit 1"


def problem_of_one_off_charge(connection: psycopg.Connection, action: dict[str, Any]) -> str | None:
    """Why the charge is refused, in one sentence; None when it is not. ``action["amount_minor"]``: minor units of its currency."""
    for name in ("account_id", "currency", "amount_minor"):
        if action[name] in (None, ""):
            return f"one_off_charge needs {name}."
    if action["amount_minor"] <= 0:
        return "The amount of a charge must be above zero: what is given back is a credit."
    found = connection.execute(NEWEST_CURRENCY, (action["account_id"],)).fetchone()
    if found is None:
        return f"The account {action['account_id']} is not known."
    if found[0] != action["currency"]:
        return f"The account {action['account_id']} is billed in {found[0]}, not in {action['currency']}."
    return None
