"""Closing months and issuing their documents: the actions of the command line for everything that is due, then a build that carries them out.

What is due up to the end of the last month asked for is done, earlier months with it: accounts close in order. So months asked for in any order,
twice or at the same time come to the same book. What does not belong here: whether a period may be closed (``ingest.actions``, the models).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ingest.actions import submit_action
from warehouse.build import run_build
from warehouse.build.report import BuildReport
from warehouse.connection import connect
from warehouse.errors import GateFailed
from warehouse.progress import Progress, silent

HERE = Path(__file__).parent
NEWEST = "select max(as_of) from control.publications"
# Every month before a day has ended in every time zone a day later.
LAST_TIME_ZONE = timedelta(days=1)


@dataclass
class MonthsDone:
    """What was asked for: ``accepted`` and ``refused`` as sentences, ``builds`` by number, the last one last."""

    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    builds: list[int] = field(default_factory=list)


def close_months(until: date, actor: str, as_of: datetime | None = None, progress: Progress = silent) -> MonthsDone:
    """Close every period that began before ``until`` in its account's time zone, has ended and was never closed.

    ``as_of``: of the builds, now by default. Raises GateFailed when a build fails, WrongUse and WarehouseUnreachable as a build does.
    """
    done = MonthsDone()
    with connect("runner", application="tallyhouse months") as connection:
        newest = connection.execute(NEWEST).fetchone()[0]
    if newest is None or newest < datetime.combine(until, time.min, UTC) + LAST_TIME_ZONE:
        _build(done, as_of, progress)
    before: list[tuple[str, str]] = []
    # The next period of an account can be asked for when the one before is closed: a build for each month that was left open.
    while (due := _due("due_periods.sql", until)) and due != before:
        _ask("period_close", due, actor, done, progress)
        _build(done, as_of, progress)
        before = due
    return done


def issue_months(until: date, actor: str, as_of: datetime | None = None, progress: Progress = silent) -> MonthsDone:
    """Issue the draft of every closed period that began before ``until`` in its account's time zone, as it was published. Raises as above."""
    done = MonthsDone()
    due = _due("due_drafts.sql", until)
    if due:
        _ask("invoice_issue", due, actor, done, progress)
        _build(done, as_of, progress)
    return done


def _due(query: str, until: date) -> list[tuple[str, str]]:
    with connect("runner", application="tallyhouse months") as connection:
        return connection.execute((HERE / query).read_text(), {"until": until}).fetchall()


def _ask(kind: str, due: list[tuple[str, str]], actor: str, done: MonthsDone, progress: Progress) -> None:
    for number, (account, reference) in enumerate(due, 1):
        progress(f"asking for {kind}", number, len(due))
        # The same id for the same thing: who asks twice or at the same time asks once.
        asked = {"actor": actor, "reason": "the month is due", "account_id": account, "reference": reference}
        answer = submit_action(kind, action_id=f"{kind}:{account}:{reference}", **asked)
        said = done.accepted if answer["status"] == "accepted" else done.refused
        said.append(f"{account}, {reference}: {answer['reason']}")


def _build(done: MonthsDone, as_of: datetime | None, progress: Callable[..., None]) -> None:
    report: BuildReport = run_build(as_of=as_of, progress=progress)
    if report.status == "failed":
        raise GateFailed(report.reason or "The build failed and nothing was posted.")
    done.builds.append(report.build_number)
