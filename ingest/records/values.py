"""Values of business records: from what a file gives (text, or a JSON value) to canonical text. Pure functions, each raises BadRecord.

Canonical: UTC to the microsecond, numbers without trailing zeros, null for empty. What does not belong here: which column takes what
(``kinds.yml``) and rules over several columns (``rules``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ingest.reasons import BadRecord, shortened
from ingest.strict_json import check_text

LONGEST_TEXT = 10_000
# What keys and indexes hold, as in usage.
LONGEST_IDENTIFIER = 1000
BIGINT = 2**63 - 1
INTEGER = 2**31 - 1
OPEN_END = "9999-12-31T00:00:00Z"
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|([+-])(\d\d):(\d\d))?", re.ASCII)


def as_text(given: Any) -> str:
    """Text of at most 10,000 characters, kept as it is."""
    if not isinstance(given, str):
        raise BadRecord("wrong_type", f"it must be text, not {_kind_of(given)}")
    if len(given) > LONGEST_TEXT:
        raise BadRecord("too_large", f"it has {len(given)} characters, more than {LONGEST_TEXT}")
    check_text(given)
    return given


def as_identifier(given: Any) -> str:
    """The name of something, of at most 1,000 bytes."""
    text = as_text(given)
    size = len(text.encode())
    if size > LONGEST_IDENTIFIER:
        raise BadRecord("too_large", f"it has {size} bytes, more than {LONGEST_IDENTIFIER}")
    return text


def as_choice(given: Any, allowed: Collection[str]) -> str:
    """One of the allowed texts."""
    text = as_text(given)
    if text not in allowed:
        raise BadRecord("value_not_allowed", f"{shortened(text)} is none of {', '.join(allowed)}")
    return text


def as_boolean(given: Any) -> str:
    """``true`` or ``false``, as JSON or as text."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if given in ("true", "false"):
        return given
    raise BadRecord("invalid_boolean", f"{shortened(given)} is neither true nor false")


def as_integer(given: Any, largest: int, minimum: int | None) -> str:
    """A whole number within plus and minus ``largest``, not below ``minimum``."""
    text = _number_text(given)
    if not _INTEGER.fullmatch(text):
        if _DECIMAL.fullmatch(text):
            raise BadRecord("too_many_decimals", f"{shortened(text)} is not a whole number")
        raise BadRecord("invalid_number", f"{shortened(text)} is not a whole number")
    if len(text) > 40 or abs(int(text)) > largest:
        raise BadRecord("number_out_of_range", f"{shortened(text)} is larger than the column holds")
    value = int(text)
    if minimum is not None and value < minimum:
        raise BadRecord("number_out_of_range", f"{value} is below {minimum}")
    return str(value)


def as_decimal(given: Any, precision: int, scale: int, minimum: int | None = None, maximum: int | None = None, above: int | None = None) -> str:
    """An exact decimal of ``numeric(precision, scale)``, written without exponent and trailing zeros."""
    text = _number_text(given)
    if not _DECIMAL.fullmatch(text):
        raise BadRecord("invalid_number", f"{shortened(text)} is not a finite decimal number")
    if len(text) > 200:
        raise BadRecord("number_out_of_range", f"it has {len(text)} digits")
    value = Decimal(text)
    if value and value.adjusted() >= precision - scale:
        raise BadRecord("number_out_of_range", f"{shortened(text)} is larger than the column holds")
    if value and value.adjusted() < -scale:
        raise BadRecord("too_many_decimals", f"{shortened(text)} has more than {scale} decimals")
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if len(plain.partition(".")[2]) > scale:
        raise BadRecord("too_many_decimals", f"{shortened(text)} has more than {scale} decimals")
    if minimum is not None and value < minimum:
        raise BadRecord("number_out_of_range", f"{shortened(text)} is below {minimum}")
    if maximum is not None and value > maximum:
        raise BadRecord("number_out_of_range", f"{shortened(text)} is above {maximum}")
    if above is not None and value <= above:
        raise BadRecord("number_out_of_range", f"{shortened(text)} is not above {above}")
    return plain if value else "0"


def as_time(given: Any, open_end: bool = False) -> str:
    """RFC 3339 with offset, or a plain date that means midnight UTC; from 1990 to 2100, and 9999-12-31 where an end may be open."""
    text = as_text(given)
    match = _TIME.fullmatch(text)
    if match is None:
        return _time_of_date(text, open_end)
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    if match[8] is None:
        raise BadRecord("time_without_offset", f"{shortened(text)} does not say its offset from UTC")
    try:
        moment = datetime(year, month, day, hour, minute, second, int((match[7] or "0").ljust(9, "0")[:6]), UTC)
        if match[9]:
            if int(match[10]) > 23 or int(match[11]) > 59:
                raise ValueError
            offset = timedelta(hours=int(match[10]), minutes=int(match[11]))
            moment = moment - offset if match[9] == "+" else moment + offset
    except (ValueError, OverflowError) as problem:
        raise BadRecord("invalid_time", f"{shortened(text)} does not exist") from problem
    return _within_range(moment, text, open_end)


def as_date(given: Any) -> str:
    """A day, YYYY-MM-DD, from 1990 to 2100."""
    text = as_text(given)
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as problem:
        raise BadRecord("invalid_time", f"{shortened(text)} is not a day like 2024-01-31") from problem
    if not 1990 <= day.year < 2100:
        raise BadRecord("time_out_of_range", f"{shortened(text)} lies outside 1990 to 2100")
    return text


def as_percents(given: Any) -> list[str]:
    """Percentages above zero, as text with ``|`` between them or as a JSON list."""
    parts = given if isinstance(given, list) else as_text(given).split("|") if isinstance(given, str) else [given]
    if not parts or len(parts) > 100:
        raise BadRecord("value_not_allowed", "it must list between 1 and 100 percentages")
    return [as_decimal(part, 9, 4, above=0) for part in parts]


def as_currency(given: Any, known: Collection[str] | None) -> str:
    """Three capital letters of ISO 4217; one of ``known`` unless that is None."""
    text = as_text(given)
    if known is not None and text not in known:
        raise BadRecord("unknown_currency", f"{shortened(text)} is no currency with a minor unit (three capital letters of ISO 4217)")
    if not re.fullmatch("[A-Z]{3}", text):
        raise BadRecord("unknown_currency", f"{shortened(text)} is not three capital letters of ISO 4217")
    return text


def as_time_zone(given: Any, known: Collection[str]) -> str:
    """The name of an IANA time zone that the database knows, in its exact spelling."""
    text = as_text(given)
    if text not in known:
        raise BadRecord("unknown_time_zone", f"{shortened(text)} is not an IANA time zone like Europe/Berlin")
    return text


def as_country(given: Any) -> str:
    """Two capital letters of ISO 3166."""
    text = as_text(given)
    if not re.fullmatch("[A-Z]{2}", text):
        raise BadRecord("invalid_country", f"{shortened(text)} is not two capital letters of ISO 3166")
    return text


def _number_text(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, (str, int, Decimal)):
        raise BadRecord("wrong_type", f"it must be a number, not {_kind_of(given)}")
    return given if isinstance(given, str) else str(given)


def _time_of_date(text: str, open_end: bool) -> str:
    try:
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError
        moment = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError as problem:
        raise BadRecord("invalid_time", f"{shortened(text)} is not a time like 2024-01-31T13:00:00Z") from problem
    return _within_range(moment, text, open_end)


def _within_range(moment: datetime, text: str, open_end: bool) -> str:
    canonical = moment.replace(tzinfo=None).isoformat() + "Z"
    if not 1990 <= moment.year < 2100 and not (open_end and canonical == OPEN_END):
        raise BadRecord("time_out_of_range", f"{shortened(text)} lies outside 1990 to 2100")
    return canonical


def _kind_of(given: Any) -> str:
    return {bool: "true or false", int: "a number", Decimal: "a number", str: "text", list: "a list", dict: "an object"}.get(type(given), "null")
