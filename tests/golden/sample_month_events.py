"""The sample month's usage files read once more, by plain Python and without the warehouse: which event stands, and why another does not.

Shares no code with ``ingest``: it is the other half of a comparison. Times are whole microseconds since 1970, quantities are fractions.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

KINDS = {"quantity", "span", "start", "stop", "level", "reading"}
RFC3339 = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)")
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
TEXTS = (
    "meter",
    "account_id",
    "resource_id",
    "resource_type",
    "project_id",
    "submitter_id",
    "route_id",
    "region",
    "correlation_id",
    "parent_resource_id",
)


@dataclass(frozen=True)
class UsageEvent:
    """One canonical event. ``quantity`` in the meter's input unit, None for a stop and for a retraction."""

    source: str
    event_id: str
    replaces: str | None
    kind: str
    quantity: Fraction | None
    occurred_at: int
    ended_at: int | None
    mode: str
    texts: tuple[str | None, ...]
    snapshot: str | None
    attributes: str | None

    def text(self, column: str) -> str | None:
        return self.texts[TEXTS.index(column)]


@dataclass
class LandedUsage:
    """Events by (source, event id) in the order they landed, and for each file how many rows landed, repeated, conflicted, were rejected."""

    events: dict[tuple[str, str], UsageEvent] = field(default_factory=dict)
    counts: dict[str, Counter] = field(default_factory=dict)

    def standing(self) -> list[UsageEvent]:
        """Events that no other event replaces, without retractions."""
        replaced = {(event.source, event.replaces) for event in self.events.values() if event.replaces}
        return [event for key, event in self.events.items() if key not in replaced and not (event.replaces and event.quantity is None)]


def read_usage(paths: list[Path], decimals_by_meter: dict[str, int]) -> LandedUsage:
    """Read files in the order they arrive. The first row with an id stands, the same content again is a duplicate, other content a conflict."""
    landed = LandedUsage()
    for path in paths:
        count = landed.counts.setdefault(f"{path.parent.parent.name}/{path.name}", Counter(landed=0, duplicate=0, conflict=0, rejected=0))
        for row in _rows(path):
            event = None if row is None else _event(row, decimals_by_meter)
            if event is None:
                count["rejected"] += 1
                continue
            known = landed.events.setdefault((event.source, event.event_id), event)
            count["landed" if known is event else "duplicate" if known == event else "conflict"] += 1
    return landed


def _rows(path: Path) -> list[dict[str, Any] | None]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    if ".csv" not in path.name:
        return [_json_row(line) for line in text.splitlines()]
    header, *lines = csv.reader(io.StringIO(text))
    return [{name: cell or None for name, cell in zip(header, line, strict=True)} if len(line) == len(header) else None for line in lines]


def _json_row(line: str) -> dict[str, Any] | None:
    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a key is given twice")
        return dict(pairs)

    try:
        return json.loads(line, object_pairs_hook=without_repeats, parse_float=str)
    except ValueError:
        return None


def _event(row: dict[str, Any], decimals_by_meter: dict[str, int]) -> UsageEvent | None:
    try:
        quantity = None if row.get("quantity") is None else _quantity(str(row["quantity"]), decimals_by_meter.get(row["meter"], 9))
        occurred_at, ended_at = _time(row["occurred_at"]), _time(row["ended_at"]) if row.get("ended_at") else None
    except ValueError:
        return None
    if row["event_kind"] not in KINDS or (ended_at is not None and ended_at < occurred_at):
        return None
    return UsageEvent(
        row["source"], row["event_id"], row.get("replaces_event_id"), row["event_kind"], quantity, occurred_at, ended_at,
        row.get("pricing_mode") or "on_demand", tuple(row.get(column) for column in TEXTS), _json_text(row.get("pricing_snapshot")),
        _json_text(row.get("attributes")),
    )  # fmt: skip


def _quantity(text: str, decimals: int) -> Fraction:
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError(text)
    value = Fraction(text)
    if (value * 10**decimals).denominator != 1:
        raise ValueError(text)
    return value


def _time(text: str) -> int:
    parts = RFC3339.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    whole = datetime.fromisoformat(parts[1] + parts[3])
    if not EARLIEST <= whole < LATEST:
        raise ValueError(text)
    return int(whole.timestamp()) * 1_000_000 + int(((parts[2] or "") + "000000")[:6])


def _json_text(value: Any) -> str | None:
    if value is None:
        return None
    return json.dumps(json.loads(value) if isinstance(value, str) else value, sort_keys=True)
