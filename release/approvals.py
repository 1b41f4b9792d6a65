"""Approvals of differences: a CSV row each, with who answers for it, why, and until when. A difference without one holds the release back.

An approval names one row of one month and exactly the change it is for: another amount needs another approval.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from release.results import Difference
from warehouse.errors import WrongUse

APPROVED = Path(__file__).parent / "approved_differences.csv"
COLUMNS = ("month", "export", "key", "change", "reason", "approver", "expires_on")


@dataclass(frozen=True)
class Approval:
    """One row of the file. ``expires_on``: the last day, in UTC, on which it holds."""

    month: str
    export: str
    key: str
    change: str
    reason: str
    approver: str
    expires_on: date

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.month, self.export, self.key, self.change

    def to_dict(self) -> dict[str, str]:
        """As the evidence carries it."""
        return {name: str(getattr(self, name)) for name in COLUMNS}


@dataclass(frozen=True)
class Approved:
    """``unapproved``: differences that nobody answers for. ``used``, ``expired``, ``unused``: what became of the approvals."""

    unapproved: list[Difference]
    used: list[Approval]
    expired: list[Approval]
    unused: list[Approval]


def read_approvals(path: Path) -> list[Approval]:
    """The rows of a file of approvals. Raises WrongUse for another header, and for a row that lacks its reason, approver or a real day."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, ValueError) as problem:
        raise WrongUse(f"{path} cannot be read ({problem}): name a CSV file with the columns {','.join(COLUMNS)}.") from problem
    if not rows or tuple(rows[0]) != COLUMNS:
        raise WrongUse(f"{path} has another header than {','.join(COLUMNS)}: start it with that line.")
    return [_approval(path, number, row) for number, row in enumerate(rows[1:], start=2) if row]


def weigh(differences: list[Difference], approvals: list[Approval], today: date) -> Approved:
    """Each difference beside its approval, on a day."""
    holding = {approval.name: approval for approval in approvals if approval.expires_on >= today}
    names = {difference.name for difference in differences}
    return Approved(
        unapproved=[difference for difference in differences if difference.name not in holding],
        used=[approval for name, approval in holding.items() if name in names],
        expired=[approval for approval in approvals if approval.expires_on < today],
        unused=[approval for name, approval in holding.items() if name not in names],
    )


def write_unapproved(path: Path, differences: list[Difference]) -> None:
    """Rows to review and complete with reason, approver and day, in the form in which approvals are read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*difference.name, "", "", "") for difference in differences)


def _approval(path: Path, number: int, row: list[str]) -> Approval:
    if len(row) != len(COLUMNS):
        raise WrongUse(f"{path}, line {number} has {len(row)} cells: give it the {len(COLUMNS)} of the header.")
    if not all(cell.strip() for cell in row):
        raise WrongUse(f"{path}, line {number} lacks something: an approval says what, why, who and until when.")
    try:
        return Approval(*row[:-1], date.fromisoformat(row[-1]))
    except ValueError as problem:
        raise WrongUse(f"{path}, line {number}: {row[-1]!r} is no day: write one like 2027-01-31.") from problem
