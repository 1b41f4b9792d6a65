"""Batches that arrived in any way (command line, landing folder, API), since an earlier look: what Dagster's freshness is measured on.

What does not belong here: ingesting anything.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.connection import connect

ARRIVED = Path(__file__).with_suffix(".sql").read_text()
# A transaction that was given its number this many batches ago and has not committed is taken to have failed.
WINDOW = 200


@dataclass(frozen=True)
class Batch:
    """One committed batch; counts are rows."""

    batch_id: int
    table: str
    landed: int
    rejected: int
    file_name: str


@dataclass(frozen=True)
class Look:
    """Where an earlier look ended: every batch up to ``floor`` was seen, and those of ``above``."""

    floor: int = 0
    above: list[int] = field(default_factory=list)

    @classmethod
    def from_cursor(cls, cursor: str | None) -> Look:
        return cls(**json.loads(cursor)) if cursor else cls()

    def to_cursor(self) -> str:
        return json.dumps({"floor": self.floor, "above": self.above})

    def after(self, batches: list[Batch]) -> Look:
        """The look that has seen these batches too."""
        seen = sorted({*self.above, *(batch.batch_id for batch in batches)})
        floor = max(self.floor, (seen[-1] if seen else 0) - WINDOW)
        return Look(floor, [batch_id for batch_id in seen if batch_id > floor])


def batches_since(look: Look) -> list[Batch]:
    """At most 1000 batches that the look has not seen, by number. Raises WarehouseUnreachable."""
    with connect("runner", application="tallyhouse arrivals") as connection:
        rows = connection.execute(ARRIVED, {"floor": look.floor, "seen": look.above}).fetchall()
    tables = {"usage": "usage_events", "stripe": "stripe_events"}
    return [Batch(row[0], row[2] or tables[row[1]], row[3], row[4], row[5]) for row in rows]


def by_table(batches: list[Batch]) -> dict[str, list[Batch]]:
    """Batches that landed rows, by raw table."""
    found: dict[str, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.landed:
            found[batch.table].append(batch)
    return dict(found)
