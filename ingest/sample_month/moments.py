"""Times of the sample month: whole seconds since 1970 in UTC, and their RFC 3339 text.

What does not belong here: time zones of accounts. The files carry offsets, the warehouse knows the zones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

HOUR = 3600
DAY = 86_400


def moment(text: str) -> int:
    """Seconds since 1970 of an RFC 3339 text, ``2026-09-01T00:00:00Z`` for example."""
    return int(datetime.fromisoformat(text).timestamp())


def as_text(seconds: int, fraction: str = "", offset_minutes: int = 0) -> str:
    """RFC 3339 text of ``seconds``; ``fraction`` are digits after the point, ``offset_minutes`` another way to write the same moment."""
    zone = UTC if offset_minutes == 0 else timezone(timedelta(minutes=offset_minutes))
    text = datetime.fromtimestamp(seconds, UTC).astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S%z")
    written_zone = "Z" if offset_minutes == 0 else f"{text[-5:-2]}:{text[-2:]}"
    return f"{text[:-5]}{'.' + fraction if fraction else ''}{written_zone}"


MONTH_START = moment("2026-09-01T00:00:00Z")
MONTH_END = moment("2026-10-01T00:00:00Z")
USAGE_START = moment("2026-08-31T14:00:00Z")
USAGE_END = moment("2026-10-01T18:00:00Z")

MID_MONTH = moment("2026-09-16T06:30:00Z")
MONTH_ENDED = moment("2026-10-02T00:00:00Z")
LATE_ROWS_ARRIVED = moment("2026-10-05T08:30:00Z")
