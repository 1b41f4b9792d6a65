"""Linking a payment or a customer of the provider to an account: takes effect alone, and stays in the book of actions with who did it and why."""

from __future__ import annotations

import psycopg

from ingest.actions.refusal import Action, Check, Refused

LONGEST_REFERENCE = 255


def _check_link(connection: psycopg.Connection, action: Action) -> str:
    what = "customer of the provider, like cus_..." if action["kind"] == "link_customer" else "payment, like pi_..."
    reference = (action["reference"] or "").strip()
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise Refused(f"{action['kind']} needs the {what}, as reference.")
    require_account(connection, action)
    if action["kind"] == "link_payment":
        known = connection.execute("select state from current.payments where payment_id = %s", (reference,)).fetchone()
        if known is None:
            raise Refused(f"No build has seen a payment {reference}: land its events and run a build first.")
    return reference


def require_account(connection: psycopg.Connection, action: Action) -> None:
    """Raise Refused unless the action names an account that has landed."""
    if not action["account_id"]:
        raise Refused(f"{action['kind']} needs an account.")
    if not connection.execute("select from raw.accounts where account_id = %s limit 1", (action["account_id"],)).rowcount:
        raise Refused(f"There is no account {action['account_id']}.")


def require_not_parked(connection: psycopg.Connection, account_id: str) -> None:
    """Raise Refused while the newest publication holds back what the account owes."""
    parked = connection.execute("select reason from current.parked_accounts where account_id = %s limit 1", (account_id,)).fetchone()
    if parked:
        raise Refused(f"The account {account_id} is parked: {parked[0]}")


CHECKS: dict[str, Check] = {"link_customer": _check_link, "link_payment": _check_link}
