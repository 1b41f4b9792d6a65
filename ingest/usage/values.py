"""Numbers and times of usage events: from given text to exact canonical text. Never a float on the way.

What does not belong here: which column must be filled (``events``). Every function raises BadRecord with a stable reason code.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from ingest.reasons import BadRecord, shortened

MOST_INTEGER_DIGITS = 20
MOST_DECIMALS = 9
FIRST_TIME = datetime(1990, 1, 1, tzinfo=UTC)
END_OF_TIME = datetime(2100, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?", re.ASCII)
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))?", re.ASCII)


def canonical_number(given: str, decimals: int) -> str:
    """A quantity without sign, exponent and trailing zeros: ``1.50e3`` is ``1500``, ``-0`` is ``0``. ``decimals``: how many the meter takes."""
    match = _NUMBER.fullmatch(given)
    if match is None:
        raise BadRecord("invalid_number", f"The quantity {shortened(given)} is not a finite decimal number.")
    sign, whole, fraction, exponent = match.groups()
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0"
    if sign == "-":
        raise BadRecord("negative_quantity", f"The quantity {shortened(given)} is below zero.")
    significant = digits.rstrip("0")
    # The value is significant x 10^power; an exponent too long to be read is out of range in either direction.
    if exponent and len(exponent.lstrip("+-0")) > 9:
        raise _too_small(given, decimals) if exponent[0] == "-" else _too_large(given)
    power = int(exponent or 0) - len(fraction) + len(digits) - len(significant)
    if len(significant) + power > MOST_INTEGER_DIGITS:
        raise _too_large(given)
    if -power > decimals:
        raise _too_small(given, decimals)
    if power >= 0:
        return significant + "0" * power
    padded = significant.rjust(1 - power, "0")
    return f"{padded[:power]}.{padded[power:]}"


def canonical_time(given: str, column: str) -> tuple[str, datetime]:
    """RFC 3339 with offset as UTC text without trailing zeros, cut to the microsecond, and the moment itself."""
    match = _TIME.fullmatch(given)
    if match is None:
        raise BadRecord("invalid_time", f"{column} {shortened(given)} is not a time like 2024-01-31T13:00:00Z.")
    year, month, day, hour, minute, second, fraction, zulu, sign, offset_hours, offset_minutes = match.groups()
    if not zulu and not sign:
        raise BadRecord("time_without_offset", f"{column} {shortened(given)} does not say its offset from UTC.")
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), int((fraction or "0").ljust(6, "0")[:6]), UTC)
    except ValueError as problem:
        raise BadRecord("invalid_time", f"{column} {shortened(given)} does not exist.") from problem
    if sign:
        offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes))
        try:
            moment = moment - offset if sign == "+" else moment + offset
        except OverflowError as problem:
            raise _out_of_range(given, column) from problem
    if not FIRST_TIME <= moment < END_OF_TIME:
        raise _out_of_range(given, column)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    if moment.microsecond:
        text += f".{moment.microsecond:06d}".rstrip("0")
    return text + "Z", moment


def microseconds(moment: datetime) -> str:
    """Microseconds since 1970 in UTC, as decimal text."""
    return str((moment - EPOCH) // timedelta(microseconds=1))


def _too_large(given: str) -> BadRecord:
    return BadRecord("number_out_of_range", f"The quantity {shortened(given)} has more than {MOST_INTEGER_DIGITS} digits before the point.")


def _too_small(given: str, decimals: int) -> BadRecord:
    return BadRecord("too_many_decimals", f"The quantity {shortened(given)} has more than the {decimals} decimals that its meter takes.")


def _out_of_range(given: str, column: str) -> BadRecord:
    return BadRecord("time_out_of_range", f"{column} {shortened(given)} lies outside 1990 to 2100.")
