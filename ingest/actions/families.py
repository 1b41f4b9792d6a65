"""Which actions are carried out, and what checks each of them. A family of actions is one module beside this one, with a table ``CHECKS``.

What does not belong here: the checks themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from ingest.actions import decisions, documents, links, money, periods, provider, reopening, restrictions, retention, withdrawals_and_charges
from ingest.actions.decisions import NEEDING_APPROVAL
from ingest.actions.refusal import Action, Check

__all__ = ["CHECKS", "NEEDING_APPROVAL", "REFERENCES"]

# `documents` comes after `money`: it takes over the write-off of a document, and leaves one of a balance to `money`.
CHECKS: dict[str, Check] = {
    **decisions.CHECKS,
    **links.CHECKS,
    **money.CHECKS,
    **documents.CHECKS,
    **periods.CHECKS,
    **provider.CHECKS,
    **reopening.CHECKS,
    **restrictions.CHECKS,
    **retention.CHECKS,
    **withdrawals_and_charges.CHECKS,
}


def _period(connection: psycopg.Connection, action: Action) -> str:
    return periods.find_period(connection, action)["reference"]


# Kinds whose reference has a canonical form, in which the accepted action keeps it.
REFERENCES: dict[str, Callable[[psycopg.Connection, Action], str | None]] = {
    "period_close": _period,
    "period_reopen": _period,
    "rerate": _period,
    "retention_review": _period,
    **dict.fromkeys((*documents.CHECKS, "invoice_payment"), documents.reference_of_document),
}
