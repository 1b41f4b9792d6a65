"""How numbers and times read in a report: amounts with the decimals of their currency, never through a float.

What does not belong here: which numbers are shown.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from warehouse.settings import PROJECT_ROOT

MINUS = "\u2212"


@cache
def currency_exponents() -> dict[str, int]:
    """Decimals of the minor unit by currency code, from the reference table that ships with the project."""
    with (PROJECT_ROOT / "seeds" / "currencies.csv").open(encoding="utf-8", newline="") as rows:
        return {row["currency_code"]: int(row["minor_unit_exponent"]) for row in csv.DictReader(rows) if row["minor_unit_exponent"]}


def major_amount(minor: int | Decimal, currency: str) -> str:
    """Minor units as plain major units: (319263, "USD") is ``3192.63``, (1234, "JPY") is ``1234``. Fractions of a minor unit are kept."""
    value = Decimal(minor)
    exponent = currency_exponents().get(currency, 0)
    fraction = plain_number(value % 1).partition(".")[2]
    return f"{value.scaleb(-exponent):.{exponent + len(fraction)}f}"


def grouped(plain: str) -> str:
    """A plain number as people read it: thousands apart, a real minus sign. ``-1234.50`` is ``−1,234.50``, no text stays no text."""
    if not plain:
        return ""
    negative, digits = plain.startswith("-"), plain.lstrip("-")
    whole, point, fraction = digits.partition(".")
    sign = MINUS if negative and Decimal(plain) != 0 else ""
    return f"{sign}{int(whole):,}{point}{fraction}"


def plain_number(value: int | Decimal) -> str:
    """A number without trailing zeros and without an exponent."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_time(value: datetime | date | None) -> str:
    """RFC 3339 in UTC, as files carry it; a date stays a date."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else value.isoformat()


def readable_time(value: Any) -> str:
    """A UTC time to the minute, a date as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)
