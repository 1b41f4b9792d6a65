"""Progress of the warehouse's functions, as lines of a run's log."""

from __future__ import annotations

from typing import Protocol

from warehouse.progress import Progress


class _Log(Protocol):
    def info(self, msg: object) -> None: ...


def progress_into(log: _Log) -> Progress:
    """A progress that says each message once, however often it is repeated."""
    said = ""

    def progress(message: str, done: int | None = None, total: int | None = None) -> None:
        nonlocal said
        if message != said:
            said = message
            log.info(message if total is None else f"{message} ({done} of {total})")

    return progress
