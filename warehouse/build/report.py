"""What a build says of itself: the shape of `tallyhouse build --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class GateResult:
    """One gate: ``status`` is pass, fail, error or missing; ``failure_count`` how many rows offend, where that is known."""

    gate: str
    status: str
    failure_count: int | None = None
    message: str | None = None

    @property
    def is_green(self) -> bool:
        return self.status == "pass"


@dataclass
class BuildReport:
    """``status``: published, nothing_new, failed, or planned for a dry run. ``rows_posted``: rows added to the book, by table."""

    build_number: int
    as_of: datetime
    status: str
    gates: list[GateResult] = field(default_factory=list)
    parked: list[dict] = field(default_factory=list)
    rows_posted: dict[str, int] = field(default_factory=dict)
    reason: str | None = None

    @property
    def red_gates(self) -> list[GateResult]:
        """What is not green, causes before what could not run because of them."""
        return sorted((gate for gate in self.gates if not gate.is_green), key=lambda gate: gate.status == "missing")

    def to_dict(self) -> dict:
        """One JSON object; ``gates`` holds every gate, ``rows_posted`` the sum over the tables."""
        return {
            "build_number": self.build_number,
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "status": self.status,
            "gates": [vars(gate) for gate in self.gates],
            "parked": self.parked,
            "rows_posted": sum(self.rows_posted.values()),
            "rows_posted_by_table": self.rows_posted,
            "reason": self.reason,
        }
