"""The one shape in which long work says how far it is; the command line turns it into a bar, everybody else ignores it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with a message, and with how much is done of how much where that is known."""

    def __call__(self, message: str, done: int | None = None, total: int | None = None) -> None: ...


def silent(message: str, done: int | None = None, total: int | None = None) -> None:
    """Say nothing."""
