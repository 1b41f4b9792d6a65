"""Documents: issuing a draft of a closed period, cancelling a document, giving a part of it back, and giving up what is due on it.

What is checked here is checked again by the build that carries it out. What does not belong here: numbers, lines and entries (``models``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from ingest.actions import money
from ingest.actions.links import require_not_parked
from ingest.actions.refusal import Action, Check, Refused
from warehouse.connection import connect

HERE = Path(__file__).parent


def reference_of_document(connection: psycopg.Connection, action: Action) -> str | None:
    """The id of the draft or the document that an action names by its id, its number or its period. Raises Refused."""
    if action["kind"] == "write_off" and not action["reference"]:
        return None
    return _find(connection, action)["reference"]


def _check_issue(connection: psycopg.Connection, action: Action) -> str:
    draft = _find(connection, action)
    if not draft["is_draft"]:
        raise Refused(f"The document was issued before: it is {draft['invoice_number']}.")
    if not draft["is_closed"]:
        raise Refused("The period of the draft is not closed: only a closed period is issued.")
    if draft["is_asked_for"]:
        raise Refused("This draft was to be issued before and is with the next build.")
    require_not_parked(connection, draft["account_id"])
    return draft["reference"]


def _check_void(connection: psycopg.Connection, action: Action) -> str:
    document = _find_issued(connection, action)
    if document["left_minor"] != document["total_minor"]:
        raise Refused(f"A part of {document['invoice_number']} was given back or given up: credit the rest instead of cancelling it.")
    return document["reference"]


def _check_credit_note(connection: psycopg.Connection, action: Action) -> str:
    document = _find_issued(connection, action)
    _check_amount(action, document)
    return document["reference"]


def _check_write_off(connection: psycopg.Connection, action: Action) -> str | None:
    if not action["reference"]:
        return money.CHECKS["write_off"](connection, action)
    return check_amount_due(connection, action)


def check_amount_due(connection: psycopg.Connection, action: Action) -> str:
    """The id of an issued document whose payer, currency and amount due the action names rightly. Raises Refused."""
    document = _find_issued(connection, action)
    if action["account_id"] != document["bill_to_account_id"]:
        raise Refused(f"{document['invoice_number']} is paid by the account {document['bill_to_account_id']}: name that account.")
    _check_amount(action, document)
    with connect("finance", autocommit=True, application="tallyhouse action") as reader:
        due = reader.execute("select amount_due_minor from billing.invoices where invoice_id::text = %s", (document["reference"],)).fetchone()
    # What was asked for and is not booked yet is still due by the book.
    left = max(due[0] - document["on_its_way_minor"], 0) if due else 0
    if int(action["amount_minor"]) > left:
        raise Refused(f"Only {left} minor units are due on {document['invoice_number']}.")
    return document["reference"]


def _check_amount(action: Action, document: dict[str, Any]) -> None:
    if action["amount_minor"] is None or not action["currency"]:
        raise Refused(f"{action['kind']} needs an amount in minor units and a currency.")
    if action["currency"] != document["currency"]:
        raise Refused(f"{document['invoice_number']} is in {document['currency']}, not in {action['currency']}.")
    if int(action["amount_minor"]) <= 0:
        raise Refused(f"The amount of a {action['kind']} must be above 0.")
    if int(action["amount_minor"]) > document["left_minor"]:
        raise Refused(f"Only {max(document['left_minor'], 0)} minor units of {document['invoice_number']} are left.")


def _find_issued(connection: psycopg.Connection, action: Action) -> dict[str, Any]:
    document = _find(connection, action)
    if document["is_draft"]:
        raise Refused("This is a draft: only an issued document can be cancelled, credited or written off.")
    if document["is_credit"]:
        raise Refused(f"{document['invoice_number']} is a credit note that an action made, and stays.")
    if document["is_void"]:
        raise Refused(f"{document['invoice_number']} was cancelled before.")
    return document


def _find(connection: psycopg.Connection, action: Action) -> dict[str, Any]:
    if not action["reference"]:
        raise Refused(
            f"{action['kind']} needs the document as reference: its id, its number, or for a draft the start of its period with the account."
        )
    asked = {name: action[name] for name in ("reference", "account_id", "action_id", "kind")}
    found = connection.cursor(row_factory=dict_row).execute((HERE / "documents.sql").read_text(), asked).fetchall()
    found = [document for document in found if document["is_draft"]] or found
    if not found:
        of_account = f" of the account {action['account_id']}" if action["account_id"] else ""
        raise Refused(f"There is no document {action['reference']}{of_account}.")
    if len(found) > 1:
        raise Refused(f"More than one document goes by {action['reference']}: name it by its id.")
    return found[0]


CHECKS: dict[str, Check] = {
    "invoice_issue": _check_issue,
    "invoice_void": _check_void,
    "credit_note": _check_credit_note,
    "write_off": _check_write_off,
}
