"""Why one record is refused: a stable reason code of ``seeds/reason_codes.csv`` and one sentence about this record.

What does not belong here: errors of a whole file or of a command (``warehouse.errors``).
"""

from __future__ import annotations


class BadRecord(Exception):
    """A record that goes to quarantine. ``code``: a row of the reason codes; ``message``: what is wrong with this one, in one sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def shortened(value: object, length: int = 60) -> str:
    """A value as it may stand in a message: quoted, printable and short."""
    text = value if isinstance(value, str) else str(value)
    cut = text if len(text) <= length else text[:length] + "..."
    return ascii(cut)
