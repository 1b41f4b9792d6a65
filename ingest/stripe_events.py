"""Stripe events in a file: where each one begins and ends, and whether it is one. Pure functions over bytes.

A file is one event or object, a list object, an array, or JSON lines of these. Nothing of an event's content
ever stands in a message: it may be secret.
What does not belong here: the database (``ingest.stripe``), and what an event means for money (``models``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ingest.reasons import BadRecord
from ingest.source_files import SourceFile, without_line_end
from ingest.strict_json import decode, elements, end_of_value, members, parse, skip_space

LONGEST_EVENT = 5 * 2**20
LONGEST_DOCUMENT = 256 * 2**20
# Objects of the API that are taken as they were when they were retrieved; a refusal is what the API says no with, under the id of the action.
RETRIEVED = (
    "checkout.session", "payment_intent", "charge", "refund", "dispute", "payout", "balance_transaction", "billing_portal.session", "refusal",
)  # fmt: skip
BOM = b"\xef\xbb\xbf"


class Event(NamedTuple):
    """What the columns of raw.stripe_events take from an event; ``body`` as JSON text."""

    event_id: str
    event_type: str
    api_version: str | None
    is_live: bool | None
    created_at: datetime
    object_type: str | None
    object_id: str | None
    body: str


class Piece(NamedTuple):
    """One JSON value of a file, byte for byte, with the line it begins in."""

    line_number: int
    content: bytes
    is_cut_off: bool = False


def read_pieces(source: SourceFile) -> Iterator[Piece]:
    """The JSON values of a file that should each be an event; lists are taken apart. Raises WrongUse when the file cannot be read."""
    lines = source.lines()
    first = next(lines, b"").removeprefix(BOM)
    if _is_line_of_its_own(first):
        yield from _read_lines(first, lines, source)
        return
    rest = SourceFile(source.name, source.path, source.content)
    document = rest.read_all(LONGEST_DOCUMENT).removeprefix(BOM)
    if _is_one_value(document) or not any(_is_line_of_its_own(line) for line in document.split(b"\n")):
        yield from _taken_apart(document, 1, rest.is_damaged)
    else:
        yield from _read_lines(first, lines, source)


def read_event(content: bytes, retrieved_at: datetime | None = None) -> Event:
    """The event in a piece; with ``retrieved_at`` an object of the API too, as its state at that time. Raises BadRecord for what is neither."""
    if len(content) > LONGEST_EVENT:
        raise BadRecord("too_large", f"The record has {len(content)} bytes, more than {LONGEST_EVENT}.")
    text = decode(content)
    value = parse(text)
    if not isinstance(value, dict):
        raise BadRecord("not_an_object", "The record is not a JSON object.")
    if retrieved_at is not None and value.get("object") in RETRIEVED:
        return _state_of(value, text, retrieved_at)
    if value.get("object") != "event":
        raise BadRecord("not_an_event", 'The object does not say "object": "event".')
    for name in ("id", "type"):
        if not isinstance(value.get(name), str) or not value[name].strip() or len(value[name]) > 500:
            raise BadRecord("not_an_event", f"The event has no {name}.")
    data = value.get("data")
    about: Any = data.get("object") if isinstance(data, dict) else None
    about = about if isinstance(about, dict) else {}
    return Event(
        value["id"], value["type"], _text(value.get("api_version")), value["livemode"] if isinstance(value.get("livemode"), bool) else None,
        _created_at(value.get("created")), _text(about.get("object")), _text(about.get("id")), text,
    )  # fmt: skip


def _state_of(value: dict[str, Any], text: str, retrieved_at: datetime) -> Event:
    """An object as if an event told it when it was retrieved. Its id follows from object, time and content: the same retrieval twice is one."""
    if not isinstance(value.get("id"), str) or not value["id"].strip() or len(value["id"]) > 500:
        raise BadRecord("not_an_event", "The object has no id.")
    kind, moment = value["object"], int(retrieved_at.timestamp())
    event_id = f"retrieved_{value['id']}_{moment}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    head = json.dumps({"id": event_id, "object": "retrieval", "type": f"{kind}.retrieved"})
    return Event(
        event_id, f"{kind}.retrieved", None, value["livemode"] if isinstance(value.get("livemode"), bool) else None,
        datetime.fromtimestamp(moment, UTC), kind, value["id"], head[:-1] + ', "data": {"object": ' + text + "}}",
    )  # fmt: skip


def _read_lines(first: bytes, lines: Iterator[bytes], source: SourceFile) -> Iterator[Piece]:
    number, line, following = 1, first, next(lines, None)
    while True:
        is_last = following is None
        is_cut_off = is_last and source.is_damaged and not line.endswith(b"\n")
        if _is_one_object(line) and not is_cut_off:
            yield Piece(number, line.rstrip())
        elif line.strip():
            yield from [Piece(number, without_line_end(line), True)] if is_cut_off else _taken_apart(without_line_end(line), number)
        if following is None:
            break
        number, line, following = number + 1, following, next(lines, None)
    if source.is_damaged and line.endswith(b"\n"):
        yield Piece(number + 1, b"", True)


def _taken_apart(content: bytes, line_number: int, is_cut_off: bool = False) -> Iterator[Piece]:
    """The elements of a list object or an array; everything else is one piece."""
    if is_cut_off:
        yield Piece(line_number, content.strip(), True)
        return
    if _is_one_object(content):
        yield Piece(line_number, content.rstrip())
        return
    # Bytes that are not UTF-8 come out of this as they went in, and are refused where they stand.
    text = content.decode("utf-8", "surrogateescape")
    start = skip_space(text, 0)
    array = start if text[start : start + 1] == "[" else _data_of_list(text, start)
    events = elements(text, array) if array is not None and _is_one_value(content) else None
    if events is None:
        yield Piece(line_number + text.count("\n", 0, start), content.strip())
        return
    counted, position = line_number, 0
    for begin, end in events:
        counted, position = counted + text.count("\n", position, begin), begin
        yield Piece(counted, text[begin:end].encode("utf-8", "surrogateescape"))


def _is_one_object(content: bytes) -> bool:
    return content.startswith(b"{") and b'"list"' not in content


def _data_of_list(text: str, start: int) -> int | None:
    """Where the array of a list object begins; None when the text is no list object."""
    if text[start : start + 1] != "{" or '"list"' not in text:
        return None
    found = members(text, start) or {}
    if "object" not in found or text[slice(*found["object"])] != '"list"' or "data" not in found:
        return None
    begin = found["data"][0]
    return begin if text[begin] == "[" else None


def _is_one_value(content: bytes) -> bool:
    text = content.decode("utf-8", "surrogateescape")
    end = end_of_value(text, skip_space(text, 0))
    return end is not None and skip_space(text, end) == len(text)


def _is_line_of_its_own(line: bytes) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and (stripped[:1] + stripped[-1:]) in (b"{}", b"[]")


def _created_at(created: Any) -> datetime:
    if isinstance(created, bool) or not isinstance(created, int):
        raise BadRecord("not_an_event", "The event has no created time in whole seconds.")
    if not 631152000 <= created < 4102444800:
        raise BadRecord("time_out_of_range", "The event was created outside 1990 to 2100.")
    return datetime.fromtimestamp(created, UTC)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= 500 else None
