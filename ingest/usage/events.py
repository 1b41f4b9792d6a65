"""One usage event: what makes it good, its canonical form, and the line that lands it. The authority on both.

The DuckDB pass (``emit_lines.sql``) takes a shortcut for rows that are plainly good and sends every other row here; both give the same line.
What does not belong here: reading files, and anything that depends on other events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.batches import length_prefixed, uuid_key
from ingest.reasons import BadRecord, shortened
from ingest.strict_json import check_text
from ingest.usage.json_values import attributes_text, snapshot_text
from ingest.usage.values import MOST_DECIMALS, canonical_number, canonical_time, microseconds

COLUMNS = (
    "event_id", "replaces_event_id", "source", "event_kind", "meter", "account_id", "resource_id", "resource_type", "quantity", "occurred_at",
    "ended_at", "project_id", "submitter_id", "route_id", "region", "correlation_id", "pricing_mode", "parent_resource_id", "pricing_snapshot",
    "attributes",
)  # fmt: skip
JSON_COLUMNS = ("pricing_snapshot", "attributes")
REQUIRED_COLUMNS = ("event_kind", "meter", "account_id", "occurred_at")
LANDED_COLUMNS = (
    "event_key", "batch_id", "occurred_at", "ended_at", "quantity", "replaces_event_key", "source", "event_id", "replaces_event_id", "event_kind",
    "meter", "account_id", "resource_id", "resource_type", "pricing_mode", "project_id", "submitter_id", "route_id", "region", "correlation_id",
    "parent_resource_id", "pricing_snapshot", "attributes", "as_given",
)  # fmt: skip
EVENT_KINDS = ("quantity", "span", "start", "stop", "level", "reading")
PRICING_MODES = ("on_demand", "spot", "reserved")
LONGEST_TEXT = 1000
LONGEST_METER = 200
LONGEST_RECORD = 2**20
SEPARATOR = "\x1f"
# The order of the fields in the hash that an event without an id gets its id from.
HASHED_COLUMNS = tuple(column for column in COLUMNS if column != "event_id")
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", SEPARATOR: "\\" + SEPARATOR})


@dataclass(frozen=True)
class Meter:
    """What ingest needs to know of a meter: decimals it takes, and kinds of event."""

    input_decimals: int
    event_kinds: frozenset[str]


@dataclass(frozen=True)
class BatchContext:
    """What an event's line depends on beside the event: batch, base name of the file, known meters."""

    batch_id: int
    file_name: str
    meters: Mapping[str, Meter]


@dataclass(frozen=True)
class CanonicalEvent:
    """A good event. ``landed``: text by LANDED_COLUMNS, null for empty; ``row_hash``: set when the id was derived, 64 hex digits."""

    landed: tuple[str | None, ...]
    row_hash: str | None

    @property
    def event_key(self) -> str:
        return str(self.landed[0])

    def line(self) -> str:
        """The event in COPY text format, fields divided by SEPARATOR, empty for null, without the end of the line."""
        return SEPARATOR.join("" if value is None else value.translate(_ESCAPES) for value in self.landed)


def canonical_event(given: Mapping[str, str | None], batch: BatchContext) -> CanonicalEvent:
    """Check one event. ``given``: text by canonical column, empty or missing for null. Raises BadRecord with the first thing that is wrong."""
    row = {column: given.get(column) or None for column in COLUMNS}
    _check_texts(row)
    for column in REQUIRED_COLUMNS:
        if row[column] is None:
            raise BadRecord("missing_value", f"{column} is empty.")
    _check_choices(row, batch.meters.get(str(row["meter"])))
    as_given: dict[str, str] = {}
    meter = batch.meters.get(str(row["meter"]))
    _canonise_quantity(row, meter.input_decimals if meter else MOST_DECIMALS, as_given)
    occurred, ended = _canonise_times(row, as_given)
    row["pricing_mode"] = row["pricing_mode"] or PRICING_MODES[0]
    row["pricing_snapshot"] = row["pricing_snapshot"] and snapshot_text(row["pricing_snapshot"])
    row["attributes"] = row["attributes"] and attributes_text(row["attributes"])
    row_hash = None
    if row["event_id"] is None:
        hashed = {**row, "occurred_at": occurred, "ended_at": ended}
        row_hash = hashlib.sha256(length_prefixed(batch.file_name, *(hashed[column] for column in HASHED_COLUMNS)).encode()).hexdigest()
        row["event_id"] = derived_event_id(row_hash, 0)
    row["event_key"] = uuid_key(row["source"], row["event_id"])
    row["batch_id"] = str(batch.batch_id)
    row["replaces_event_key"] = row["replaces_event_id"] and uuid_key(row["source"], row["replaces_event_id"])
    row["as_given"] = json.dumps(as_given, ensure_ascii=False) if as_given else None
    return CanonicalEvent(tuple(row[column] for column in LANDED_COLUMNS), row_hash)


def derived_event_id(row_hash: str, equal_rows_before: int) -> str:
    """The id of an event that came without one: 64 hex digits, the same wherever in its file the row stands."""
    return hashlib.sha256(length_prefixed(row_hash, str(equal_rows_before)).encode()).hexdigest()


def _check_texts(row: dict[str, str | None]) -> None:
    total = 0
    for column, text in row.items():
        if text is None:
            continue
        check_text(text)
        size = len(text) if text.isascii() else len(text.encode())
        total += size
        longest = LONGEST_METER if column == "meter" else LONGEST_TEXT
        # Numbers and times are told as what they are, however long.
        if size > longest and column not in JSON_COLUMNS and column not in ("quantity", "occurred_at", "ended_at"):
            raise BadRecord("too_large", f"{column} has {size} bytes, more than {longest}.")
    if total > LONGEST_RECORD:
        raise BadRecord("too_large", f"The record has {total} bytes, more than {LONGEST_RECORD}.")


def _check_choices(row: dict[str, str | None], meter: Meter | None) -> None:
    kind = str(row["event_kind"])
    if kind not in EVENT_KINDS:
        raise BadRecord("value_not_allowed", f"event_kind {shortened(kind)} is none of {', '.join(EVENT_KINDS)}.")
    if meter is not None and kind not in meter.event_kinds:
        raise BadRecord("value_not_allowed", f"The meter {row['meter']} takes {', '.join(sorted(meter.event_kinds))}, not {kind}.")
    if row["pricing_mode"] is not None and row["pricing_mode"] not in PRICING_MODES:
        raise BadRecord("value_not_allowed", f"pricing_mode {shortened(row['pricing_mode'])} is none of {', '.join(PRICING_MODES)}.")
    if row["replaces_event_id"] is not None and row["replaces_event_id"] == row["event_id"]:
        raise BadRecord("refers_to_itself", "The event names itself as the one it replaces.")


def _canonise_quantity(row: dict[str, str | None], decimals: int, as_given: dict[str, str]) -> None:
    given = row["quantity"]
    if given is None:
        if row["event_kind"] != "stop" and row["replaces_event_id"] is None:
            raise BadRecord("missing_value", "quantity is empty: only a stop, or an event that takes another one back, may go without.")
        return
    row["quantity"] = canonical_number(given, decimals)
    if row["quantity"] != given:
        as_given["quantity"] = given


def _canonise_times(row: dict[str, str | None], as_given: dict[str, str]) -> tuple[str, str | None]:
    given = str(row["occurred_at"])
    row["occurred_at"], occurred = canonical_time(given, "occurred_at")
    if row["occurred_at"] != given:
        as_given["occurred_at"] = given
    given_end = row["ended_at"]
    takes_back = row["replaces_event_id"] is not None and row["quantity"] is None
    if given_end is None:
        if row["event_kind"] == "span" and not takes_back:
            raise BadRecord("missing_value", "ended_at is empty, and a span needs its end.")
        return microseconds(occurred), None
    if row["event_kind"] != "span":
        raise BadRecord("excluded_values", f"A {row['event_kind']} has no end: leave ended_at empty.")
    row["ended_at"], ended = canonical_time(given_end, "ended_at")
    if ended < occurred:
        raise BadRecord("ends_before_start", f"The span ends at {row['ended_at']}, before it begins.")
    if row["ended_at"] != given_end:
        as_given["ended_at"] = given_end
    return microseconds(occurred), microseconds(ended)
