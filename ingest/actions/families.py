"""Which actions are carried out, and what checks each of them. A family of actions is one module beside this one, with a table ``CHECKS``.

What does not belong here: the checks themselves.
"""

from __future__ import annotations

from ingest.actions import decisions, links, money, periods, withdrawals_and_charges
from ingest.actions.decisions import NEEDING_APPROVAL
from ingest.actions.refusal import Check

__all__ = ["CHECKS", "NEEDING_APPROVAL"]

CHECKS: dict[str, Check] = {
    **decisions.CHECKS,
    **links.CHECKS,
    **money.CHECKS,
    **periods.CHECKS,
    **withdrawals_and_charges.CHECKS,
}
