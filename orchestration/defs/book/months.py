"""Closing and issuing by month: partitions that somebody materialises, one or many at once, all of them in one run.

What does not belong here: what is due, and doing it (``orchestration.months``).
"""

from datetime import date, datetime
from typing import Any

import dagster as dg

from orchestration.failures import RETRIES, failure_of
from orchestration.log import progress_into
from orchestration.months import MonthsDone, close_months, issue_months
from orchestration.translator import OWNERS, PUBLICATION
from warehouse.errors import TallyhouseError, WrongUse

MONTHS = dg.MonthlyPartitionsDefinition(start_date="2020-01-01")
CLOSED, ISSUED = dg.AssetKey(["book", "months_closed"]), dg.AssetKey(["book", "months_issued"])
OF_A_MONTH: dict[str, Any] = {
    "partitions_def": MONTHS,
    "backfill_policy": dg.BackfillPolicy.single_run(),
    "group_name": "book",
    "owners": OWNERS["book"],
    "kinds": {"python", "postgres"},
    "pool": "build",
    "retry_policy": RETRIES,
}


class BuildTime(dg.Config):
    """What the builds of the run are as of: RFC 3339 with its offset, or nothing for now."""

    as_of: str | None = None

    def moment(self) -> datetime | None:
        """The time. Raises WrongUse for one that is none or lacks its offset."""
        if self.as_of is None:
            return None
        try:
            found = datetime.fromisoformat(self.as_of)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise WrongUse(f"as_of {self.as_of!r} is no time with its offset: write one like 2026-10-01T00:00:00Z, or leave it out for now.")
        return found


@dg.asset(key=CLOSED, deps=[PUBLICATION], **OF_A_MONTH)
def months_closed(context: dg.AssetExecutionContext, config: BuildTime) -> dg.MaterializeResult:
    """Close what is due up to the end of the month: `tallyhouse action period_close` for each account, in order, then a build.

    Months before it that are still open are closed with it. Accounts that are parked, and periods that somebody opened again, stay as they are.
    """
    try:
        return _shown(context, close_months(_until(context), _actor(context), config.moment(), progress_into(context.log)))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem


@dg.asset(key=ISSUED, deps=[CLOSED], **OF_A_MONTH)
def months_issued(context: dg.AssetExecutionContext, config: BuildTime) -> dg.MaterializeResult:
    """Issue the drafts of closed periods up to the end of the month: `tallyhouse action invoice_issue` for each, then a build.

    A document is the draft as it was published. What lacks a tax profile or a rate waits for it, alone.
    """
    try:
        return _shown(context, issue_months(_until(context), _actor(context), config.moment(), progress_into(context.log)))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem


month_job = dg.define_asset_job(
    "close_and_issue",
    selection=dg.AssetSelection.assets(CLOSED, ISSUED),
    description="Close months, then issue their documents. Choose the months; they run in one run, and any order comes to the same book.",
)


def _until(context: dg.AssetExecutionContext) -> date:
    return context.partition_time_window.end.date()


def _actor(context: dg.AssetExecutionContext) -> str:
    """Who asks: the run's tag `user`, where whoever started it set one; Dagster itself has no login."""
    return context.run.tags.get("user") or "dagster"


def _shown(context: dg.AssetExecutionContext, done: MonthsDone) -> dg.MaterializeResult:
    for sentence in done.refused:
        context.log.warning(f"Refused: {sentence}")
    lines = "\n".join(f"* {sentence}" for sentence in [*done.accepted, *(f"**refused** {sentence}" for sentence in done.refused)])
    return dg.MaterializeResult(
        metadata={
            "actions_accepted": len(done.accepted),
            "actions_refused": len(done.refused),
            "builds": dg.MetadataValue.json(done.builds),
            "actions": dg.MetadataValue.md(lines or "Nothing was due."),
        }
    )
