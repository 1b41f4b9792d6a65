"""Errors that a user can cause, each one clear sentence that says what to do.

The command line prints the sentence and exits with ``exit_code``; nothing else in the project decides exit codes.
"""

from __future__ import annotations


class TallyhouseError(Exception):
    """Base of every error that is explained to a user in one sentence.

    ``exit_code``: 0 done, 1 a gate failed, 2 wrong use or bad input, 3 warehouse not reachable or build lock held.
    """

    exit_code = 2


class GateFailed(TallyhouseError):
    """A gate was red or missing: nothing was posted."""

    exit_code = 1


class WrongUse(TallyhouseError):
    """Wrong use of a command, or an input file that cannot be read."""

    exit_code = 2


class WarehouseUnreachable(TallyhouseError):
    """The warehouse does not answer, or another build holds the lock beyond the wait."""

    exit_code = 3
