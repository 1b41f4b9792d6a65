"""One thing that was checked, and how it came out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from warehouse.errors import TallyhouseError

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


class Refused(TallyhouseError):
    """What a check raises to fail, with one sentence that says what to do."""

    exit_code = 1


class Skipped(Exception):
    """What a check raises where this machine cannot run it, with the reason."""


@dataclass(frozen=True)
class Check:
    """``status``: passed, failed or skipped. ``says``: one sentence. ``seconds``: how long it took."""

    name: str
    status: str
    says: str
    seconds: Decimal

    @property
    def is_red(self) -> bool:
        return self.status == FAILED

    def to_dict(self) -> dict[str, str]:
        """As the evidence carries it."""
        return {"check": self.name, "status": self.status, "says": self.says, "seconds": str(self.seconds)}


def judged(name: str, check: Callable[[], str]) -> Check:
    """Run a check that returns what it found, or raises what is wrong in one sentence."""
    started = time.monotonic()
    try:
        status, says = PASSED, check()
    except Skipped as reason:
        status, says = SKIPPED, str(reason)
    except TallyhouseError as problem:
        status, says = FAILED, str(problem)
    return Check(name, status, says, Decimal(round((time.monotonic() - started) * 10)) / 10)
