"""What an operator or a customer has a payment provider do: evidence for a dispute, a session to pay in or to pay a document, the portal.

The next build puts it into the outbox and checks again; the relay carries it out. What does not belong here: refunds, which need an approval
(``money``), and the provider's API (``reports.relay``).
"""

from __future__ import annotations

import psycopg

from ingest.actions import documents
from ingest.actions.links import require_account
from ingest.actions.refusal import Action, Check, Refused

# The provider takes no more for the text of its evidence.
LONGEST_EVIDENCE = 20_000
# An account is known at the provider through its customers there: those of the records, and those an operator linked.
CUSTOMER = """
select from raw.provider_customers where account_id = %(account_id)s and provider = 'stripe'
union all
select from raw.actions where account_id = %(account_id)s and kind = 'link_customer'
limit 1
"""


def _check_evidence(connection: psycopg.Connection, action: Action) -> str:
    if not action["reference"]:
        raise Refused("dispute_evidence needs the dispute, like dp_..., as reference, and the evidence as reason.")
    found = connection.execute("select account_id, lifecycle from current.disputes where dispute_id = %s", (action["reference"],)).fetchone()
    if found is None:
        raise Refused(f"No build has seen a dispute {action['reference']}: land its events and run a build first.")
    if action["account_id"] not in (None, found[0]):
        raise Refused(f"The dispute {action['reference']} is not one of the account {action['account_id']}.")
    if found[1] == "test_mode":
        raise Refused(f"The dispute {action['reference']} is of test money beside live money: no bank decides it.")
    if found[1] in ("won", "lost", "closed"):
        raise Refused(f"The dispute {action['reference']} is {found[1]}: the bank takes no more evidence.")
    if len(action["reason"]) > LONGEST_EVIDENCE:
        raise Refused(f"The evidence has {len(action['reason'])} characters, and the provider takes {LONGEST_EVIDENCE}.")
    return action["reference"]


def _check_checkout(connection: psycopg.Connection, action: Action) -> str | None:
    require_account(connection, action)
    if action["amount_minor"] is None or not action["currency"]:
        raise Refused("checkout_session needs an amount in minor units and a currency.")
    if int(action["amount_minor"]) <= 0:
        raise Refused("The amount of a checkout_session must be above 0.")
    return action["reference"]


def _check_invoice_payment(connection: psycopg.Connection, action: Action) -> str:
    return documents.check_amount_due(connection, action)


def _check_portal(connection: psycopg.Connection, action: Action) -> str | None:
    require_account(connection, action)
    if not connection.execute(CUSTOMER, action).rowcount:
        raise Refused(f"The account {action['account_id']} has no customer at the provider: land provider_customers, or link one.")
    return action["reference"]


CHECKS: dict[str, Check] = {
    "dispute_evidence": _check_evidence,
    "checkout_session": _check_checkout,
    "invoice_payment": _check_invoice_payment,
    "portal_session": _check_portal,
}
