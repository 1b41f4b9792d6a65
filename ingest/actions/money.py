"""Requests for money that somebody else must approve: refunds, corrections, adjustments, credits and write-offs.

What is checked here is checked again by the build that books it. What does not belong here: the decision (``decisions``), and the entry (``models``).
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from ingest.actions.links import require_account
from ingest.actions.refusal import Action, Check, Refused

HERE = Path(__file__).parent
ISSUED = "select from book.invoices where invoice_id::text = %(reference)s or invoice_number = %(reference)s limit 1"


def _check_refund(connection: psycopg.Connection, action: Action) -> str:
    _require_money(connection, action)
    if not action["mode"]:
        raise Refused("refund_request needs a mode: internal_credit, provider_charge or provider_balance.")
    if not action["reference"]:
        raise Refused("refund_request needs the payment or the invoice that is given back, as reference.")
    asked = {name: action[name] for name in ("account_id", "currency", "reference")}
    found = connection.execute((HERE / "refund_room.sql").read_text(), asked).fetchone()
    if found is None and connection.execute(ISSUED, {"reference": action["reference"]}).rowcount:
        raise Refused(f"{action['reference']} is an issued document, which a credit_note gives back; for cash name the payment.")
    if found is None:
        raise Refused(f"The account {action['account_id']} has no payment and no invoice {action['reference']} in {action['currency']}.")
    what, left, smallest = found
    if what != "payment" and action["mode"] != "internal_credit":
        raise Refused(f"The provider gives back payments: name the payment for {action['mode']}, or ask for an internal_credit.")
    if action["mode"] != "internal_credit" and int(action["amount_minor"]) % smallest:
        raise Refused(f"The provider gives back {action['currency']} only in multiples of {smallest} minor units.")
    if int(action["amount_minor"]) > left:
        raise Refused(f"Only {left} minor units of the {what} {action['reference']} are left to give back.")
    return action["reference"]


def _check_correction(connection: psycopg.Connection, action: Action) -> str:
    _require_money(connection, action, may_be_negative=True)
    _require_entry(connection, action)
    return action["reference"]


def _check_adjustment(connection: psycopg.Connection, action: Action) -> str | None:
    _require_money(connection, action, may_be_negative=True)
    return action["reference"]


def _check_credit(connection: psycopg.Connection, action: Action) -> str | None:
    _require_money(connection, action)
    return action["reference"]


def _check_write_off(connection: psycopg.Connection, action: Action) -> str | None:
    _require_money(connection, action)
    asked = {name: action[name] for name in ("account_id", "currency", "action_id")}
    balance = connection.execute((HERE / "write_off_room.sql").read_text(), asked).fetchone()[0]
    if balance + int(action["amount_minor"]) > 0:
        raise Refused(f"The account owes {max(-balance, 0)} minor units of {action['currency']}, less than would be written off.")
    return action["reference"]


def _require_money(connection: psycopg.Connection, action: Action, may_be_negative: bool = False) -> None:
    require_account(connection, action)
    if action["amount_minor"] is None or not action["currency"]:
        raise Refused(f"{action['kind']} needs an amount in minor units and a currency.")
    try:
        amount = int(action["amount_minor"])
    except ValueError as problem:
        raise Refused("The amount must be a whole number of minor units.") from problem
    if amount == 0 or (amount < 0 and not may_be_negative):
        raise Refused(f"The amount of a {action['kind']} must be {'other than 0' if may_be_negative else 'above 0'}.")


def _require_entry(connection: psycopg.Connection, action: Action) -> None:
    found = connection.execute(
        "select from book.journal_legs where ledger_entry_id::text = %s and ledger_account = 'customer' and account_id = %s and currency = %s",
        (action["reference"], action["account_id"], action["currency"]),
    )
    if not action["reference"] or not found.rowcount:
        raise Refused("correction needs the ledger entry of the account that it corrects, in the same currency, as reference.")


CHECKS: dict[str, Check] = {
    "refund_request": _check_refund,
    "correction": _check_correction,
    "adjustment": _check_adjustment,
    "admin_credit": _check_credit,
    "write_off": _check_write_off,
}
