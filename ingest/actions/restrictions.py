"""Restricting an account by hand, taking away what a policy restricts, and leaving it to the policy again; and taking up a parked account.

The newest of the first three holds. A parked account is planned again, and stays parked while what parked it is there.
What does not belong here: what a policy restricts (``models/surfaces/controls``), and who carries it out.
"""

from __future__ import annotations

import psycopg

from ingest.actions.links import require_account
from ingest.actions.refusal import Action, Check, Refused

# Batches that no build has taken are counted: they hold with the next build, before this one.
NEWEST = """
select actions.kind
from raw.actions
where actions.account_id = %s and actions.kind in ('restrict', 'unrestrict', 'restriction_override')
order by actions.batch_id desc, actions.row_number desc
limit 1
"""


def _check_restrict(connection: psycopg.Connection, action: Action) -> str | None:
    if _standing(connection, action) == "restrict":
        raise Refused(f"The account {action['account_id']} is restricted by an action already.")
    return action["reference"]


def _check_override(connection: psycopg.Connection, action: Action) -> str | None:
    if _standing(connection, action) == "restriction_override":
        raise Refused(f"The restriction of the account {action['account_id']} is overridden already.")
    return action["reference"]


def _check_unrestrict(connection: psycopg.Connection, action: Action) -> str | None:
    if _standing(connection, action) in (None, "unrestrict"):
        raise Refused(
            f"No action restricts the account {action['account_id']} or overrides its policy; restriction_override lifts what a policy restricts."
        )
    return action["reference"]


def _check_unpark(connection: psycopg.Connection, action: Action) -> str | None:
    require_account(connection, action)
    if not connection.execute("select from current.parked_accounts where account_id = %s limit 1", (action["account_id"],)).rowcount:
        raise Refused(f"The account {action['account_id']} is not parked.")
    return action["reference"]


def _standing(connection: psycopg.Connection, action: Action) -> str | None:
    """What was asked for last about restricting the account. Raises Refused for an account that is not known."""
    require_account(connection, action)
    found = connection.execute(NEWEST, (action["account_id"],)).fetchone()
    return found[0] if found else None


CHECKS: dict[str, Check] = {
    "restrict": _check_restrict,
    "unrestrict": _check_unrestrict,
    "restriction_override": _check_override,
    "account_unpark": _check_unpark,
}
