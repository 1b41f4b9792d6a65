"""Moments of the sample month as whole microseconds since 1970. What does not belong here: what happens at them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SECOND, HOUR = 1_000_000, 3_600_000_000
OPEN_END = 253_402_300_800 * SECOND


def month_of(at: int, zone: ZoneInfo) -> tuple[int, int]:
    """Begin and end of the billing month in which a moment lies."""
    local = datetime.fromtimestamp(at // SECOND, UTC).astimezone(zone)
    start = datetime(local.year, local.month, 1, tzinfo=zone)
    end = datetime(local.year + local.month // 12, local.month % 12 + 1, 1, tzinfo=zone)
    return int(start.timestamp()) * SECOND, int(end.timestamp()) * SECOND


def as_text(at: int) -> str:
    return datetime.fromtimestamp(at // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str | None, otherwise: int) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * SECOND if text else otherwise
