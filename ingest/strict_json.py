"""JSON as it was meant: exact numbers, no NaN, no duplicate keys, bounded depth and size. Anything else is a BadRecord.

What does not belong here: what a record must contain (``ingest.records``, ``ingest.stripe``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ingest.reasons import BadRecord, shortened

MAXIMUM_DEPTH = 64
MAXIMUM_DIGITS = 60
# A string with its escapes, or one bracket: enough to find where a value ends without reading it.
# A string that never ends runs to the end of the text, so that hostile text is read once.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+', re.DOTALL)
_SPACES = " \t\r\n"
_SPACE = re.compile(f"[{_SPACES}]*")


def decode(content: bytes) -> str:
    """UTF-8 text without NUL. Raises BadRecord."""
    if b"\x00" in content:
        raise BadRecord("nul_character", "The record contains a NUL character.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadRecord("not_utf8", f"Byte {problem.start + 1} of the record is not UTF-8.") from problem


def parse(text: str) -> Any:
    """The value of one JSON text: numbers as int or Decimal, objects as dict. Raises BadRecord."""
    _check_depth(text)
    try:
        value, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip(_SPACES)))
    except json.JSONDecodeError as problem:
        raise BadRecord("malformed_json", f"At character {problem.pos + 1}: {problem.msg}.") from problem
    except RecursionError as problem:
        raise BadRecord("too_deep", f"The record is nested more than {MAXIMUM_DEPTH} levels deep.") from problem
    rest = text[end:].lstrip(_SPACES)
    if rest:
        raise BadRecord("malformed_json", f"At character {len(text) - len(rest) + 1}: Extra data.")
    if "\\u" in text:
        for string in _strings(value):
            check_text(string)
    return value


def check_text(text: str) -> None:
    """Refuse what Postgres and UTF-8 cannot hold. Raises BadRecord."""
    if "\x00" in text:
        raise BadRecord("nul_character", "The record contains a NUL character.")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise BadRecord("lone_surrogate", "The record contains half of a surrogate pair.")


def end_of_value(text: str, start: int) -> int | None:
    """Where the JSON value at ``start`` ends, by its brackets alone (it may still be wrong inside); None when it never does."""
    if start >= len(text):
        return None
    if text[start] not in "{[":
        scalar = _SCALAR.match(text, start)
        return scalar.end() if scalar else None
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text, start):
        if token.group() in "{[":
            depth += 1
        elif token.group() in "}]":
            depth -= 1
            if depth == 0:
                return token.end()
    return None


def members(text: str, start: int) -> dict[str, tuple[int, int]] | None:
    """Members of the object at ``start``: start and end of each value by its key as written; None when the object is broken or repeats a key."""
    found: dict[str, tuple[int, int]] = {}
    position = skip_space(text, start + 1)
    while text[position : position + 1] == '"':
        key_end = end_of_value(text, position)
        colon = skip_space(text, key_end or len(text))
        value_start = skip_space(text, colon + 1)
        value_end = end_of_value(text, value_start)
        key = text[position + 1 : (key_end or 1) - 1]
        if key_end is None or value_end is None or text[colon : colon + 1] != ":" or key in found:
            return None
        found[key] = value_start, value_end
        position = skip_space(text, value_end)
        if text[position : position + 1] == ",":
            position = skip_space(text, position + 1)
        elif text[position : position + 1] != "}":
            return None
    return found if text[position : position + 1] == "}" else None


def elements(text: str, start: int) -> list[tuple[int, int]] | None:
    """Elements of the array at ``start`` as (start, end); None when the array is broken between them."""
    found: list[tuple[int, int]] = []
    position = skip_space(text, start + 1)
    while text[position : position + 1] not in ("]", ""):
        end = end_of_value(text, position)
        if end is None or end == position:
            return None
        found.append((position, end))
        position = skip_space(text, end)
        if text[position : position + 1] == ",":
            position = skip_space(text, position + 1)
        elif text[position : position + 1] != "]":
            return None
    return found if text[position : position + 1] == "]" else None


def skip_space(text: str, start: int) -> int:
    """The next position at or after ``start`` that is not JSON white space."""
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _check_depth(text: str) -> None:
    if text.count("{") + text.count("[") <= MAXIMUM_DEPTH:
        return
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        if token.group() in "{[":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise BadRecord("too_deep", f"The record is nested more than {MAXIMUM_DEPTH} levels deep.")
        elif token.group() in "}]":
            depth -= 1


def _integer(digits: str) -> int:
    if len(digits) > MAXIMUM_DIGITS:
        raise BadRecord("number_out_of_range", f"A number has {len(digits)} digits.")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    if len(digits) > 2 * MAXIMUM_DIGITS:
        raise BadRecord("number_out_of_range", f"A number has {len(digits)} digits.")
    try:
        value = Decimal(digits)
    except InvalidOperation:  # an exponent that Python cannot hold
        value = None
    if value is None or abs(value.adjusted()) > MAXIMUM_DIGITS:
        raise BadRecord("number_out_of_range", f"The number {shortened(digits)} is too large or too small.")
    return value


def _constant(name: str) -> Any:
    raise BadRecord("invalid_number", f"{name} is not a number of JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise BadRecord("duplicate_key", f"The key {shortened(twice)} stands twice in one object.")
    return result


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from _strings(member)
    elif isinstance(value, list):
        for element in value:
            yield from _strings(element)


# Made once: a decoder made for each record would take longer to make than to decode with.
_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_object)
