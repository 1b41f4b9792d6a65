"""May I sign this? The questions that somebody who signs has, each with its answer from the rows of the report, and the answer to all of them.

What does not belong here: sums (they are columns of the queries) and how it looks (``templates/``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports import amounts
from reports.contents import CONTROL_TOTALS, PAYMENT_TOTALS, ROW_TOTALS, TOTALS, USAGE_TOTALS
from reports.tables import Row

Rows = dict[str, list[Row]]
# States in which a record has come and is not billed though somebody may have to do something; a duplicate or a replaced one has had its turn.
NOT_BILLED = {"waiting": "waiting", "rejected": "rejected", "conflict": "in conflict"}
RESOLVES_BY_ITSELF = ("window_not_ended", "event_in_future", "batch_withdrawn")
# The check whose money may be on its way: without a finding nobody has anything to do about it.
PAID_OUT_LATER = "clearing_to_payouts"
WAITS_FOR_EVIDENCE = ("opened", "needs_response", "evidence_due")
WORDS = {"good": "Yes", "open": "Not yet", "bad": "No", "note": "Know this"}
# The answer to all questions: its state, its word, and what it means.
OVERALL = {
    "yes": ("good", "Yes", "Nothing in this build stands against it."),
    "not_yet": ("open", "Not yet", "The totals agree, but somebody has to look at what is open first."),
    "no": ("bad", "No", "Something below makes an amount in this report unreliable, or leaves part of the data out."),
}


@dataclass(frozen=True)
class Answer:
    """``state``: good, bad (nothing may be signed), open (somebody has to look first), or note, which stands against nothing."""

    question: str
    state: str
    text: str
    anchor: str = ""

    @property
    def word(self) -> str:
        """The state in a word."""
        return WORDS[self.state]


def verdict(rows: Rows) -> str:
    """``agrees`` or ``differs``: the worst of the control totals. What the checks found stands beside it."""
    return "differs" if any(_differing(rows[table.name]) for table in TOTALS) else "agrees"


def sign_off(answers: Iterable[Answer]) -> str:
    """``yes``, ``not_yet`` or ``no``: the worst answer."""
    states = {answer.state for answer in answers}
    return "no" if "bad" in states else "not_yet" if "open" in states else "yes"


def answers(publication: Row, rows: Rows) -> list[Answer]:
    """Every question in the order of the page."""
    return [
        _newest_build(publication),
        _totals("Do usage, rated usage, journal and documents agree?", "Control totals", rows, CONTROL_TOTALS.name, USAGE_TOTALS.name),
        _totals("Do provider events, payments and journal agree?", "Payment totals", rows, PAYMENT_TOTALS.name),
        _totals("Is every row of every file accounted for?", "Row counts", rows, ROW_TOTALS.name),
        _totals("Is no group rounded by more than half a unit?", "Rounding residuals", rows, "rounding_residual"),
        _checks(rows["reconciliation"], rows["findings"]),
        _findings(rows["findings"]),
        _parked(rows["parked_accounts"]),
        _usage(rows["unbilled_usage"]),
        _disputes(rows["disputes"]),
        _periods(rows["period_status"]),
        _overdue(rows["key_amounts"]),
    ]


def _newest_build(publication: Row) -> Answer:
    question = "Is this the newest build?"
    newer, status = publication["newer_build_number"], publication["newer_build_status"]
    if newer is None:
        return Answer(question, "good", f"No later build than {publication['build_number']} has failed or is running.")
    if status == "open":
        return Answer(question, "open", f"Build {newer} is running or was cut off; nothing of it is in this report.")
    return Answer(
        question,
        "bad",
        f"Build {newer} {'was abandoned' if status == 'abandoned' else status} and posted nothing; what it should have taken in is missing here.",
    )


def _totals(question: str, what: str, rows: Rows, *names: str) -> Answer:
    differing = [(name, row) for name in names for row in _differing(rows[name])]
    if differing:
        told = ", ".join(dict.fromkeys(str(row.get("currency") or row.get("meter") or row.get("kind")) for _, row in differing))
        return Answer(question, "bad", f"{what} differ: {told}. Read the findings before you rely on any amount.", differing[0][0])
    return Answer(question, "good", f"{what} agree.", names[0])


def _differing(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["verdict"] == "differs"]


def _checks(rows: list[Row], findings: list[Row]) -> Answer:
    question = "Do all checks match?"
    unmatched = [row for row in rows if row["verdict"] == "unmatched"]
    if not unmatched:
        # What nobody compared is not what agrees.
        text = f"All {len(rows)} checks match." if rows else "This build has no results of checks."
        return Answer(question, "good" if rows else "open", text, "reconciliation")
    in_question = ", ".join(_money(row, "amount_unmatched_minor") for row in unmatched if row["currency"] and row["amount_unmatched_minor"])
    found = {(finding["check_name"], finding["currency"]) for finding in findings}
    if all(row["check_name"] == PAID_OUT_LATER and (PAID_OUT_LATER, row["currency"]) not in found for row in unmatched):
        return Answer(question, "note", f"All but money that the provider has yet to pay out, and is not late with: {in_question}.", "reconciliation")
    told = f"; in question: {in_question}" if in_question else ""
    return Answer(question, "open", f"{len(unmatched)} of {len(rows)} checks do not match{told}.", "reconciliation")


def _findings(rows: list[Row]) -> Answer:
    ages = [row["age_days"] for row in rows if row["age_days"] is not None]
    oldest = f"; the oldest is {_number(max(ages), 'day', 'days')} old" if ages else ""
    waits = f"to be settled{oldest}."
    return _counted("Is every finding settled?", rows, "finding waits", "findings wait", waits, "findings")


def _parked(rows: list[Row]) -> Answer:
    stays = "as booked until a finding is settled."
    return _counted("Is no account parked?", rows, "account stays", "accounts stay", stays, "parked_accounts")


def _usage(rows: list[Row]) -> Answer:
    question = "Is all usage billed that can be?"
    open_rows = [row for row in rows if row["reason"] not in RESOLVES_BY_ITSELF]
    states = {state: sum(row["record_count"] for row in open_rows if row["state"] == state) for state in NOT_BILLED}
    told = ", ".join(f"{amounts.grouped(str(count))} {NOT_BILLED[state]}" for state, count in states.items() if count)
    text = f"Records that are not: {told}." if told else "No usage record waits for anybody."
    return Answer(question, "open" if told else "good", text, "unbilled_usage")


def _disputes(rows: list[Row]) -> Answer:
    waiting = [row for row in rows if row["state"] in WAITS_FOR_EVIDENCE and row["has_evidence"] != "yes"]
    due = [row["evidence_due_at"] for row in waiting if row["evidence_due_at"]]
    until = f" until {amounts.readable_time(min(due))} UTC" if due else ""
    return _counted("Is every dispute answered?", waiting, "dispute waits", "disputes wait", f"for evidence{until}.", "disputes")


def _periods(rows: list[Row]) -> Answer:
    count = sum(row["ended_count"] for row in rows)
    text = f"{_number(count, 'period has', 'periods have')} ended and {'waits' if count == 1 else 'wait'} for the close; drafts change until then."
    return Answer(
        "Is every period that has ended closed?", "note" if count else "good", text if count else "None waits for its close.", "period_status"
    )


def _overdue(rows: list[Row]) -> Answer:
    told = ", ".join(_money(row, "overdue_minor") for row in rows if row["overdue_minor"])
    return Answer(
        "Is everything paid that was due?", "note" if told else "good", f"Overdue: {told}." if told else "Nothing is overdue.", "receivables"
    )


def _counted(question: str, rows: list[Row], one: str, many: str, rest: str, anchor: str) -> Answer:
    return Answer(question, "open" if rows else "good", f"{_number(len(rows), one, many)} {rest}" if rows else "None is open.", anchor)


def _number(count: int, one: str, many: str) -> str:
    return f"{amounts.grouped(str(count))} {one if count == 1 else many}"


def _money(row: Any, column: str) -> str:
    return f"{row['currency']} {amounts.grouped(amounts.major_amount(row[column], row['currency']))}"
