"""Units of quantities on documents: what a price is per, and how a quantity reads in it. What does not belong here: amounts."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache

from reports.amounts import plain_number
from warehouse.settings import PROJECT_ROOT

MOST_DECIMALS = 9
BYTE_SECONDS_OF_A_GIB_HOUR = 3600 * 2**30
# UN/ECE recommendation 20; what is in neither list is counted as one.
UNIT_CODES = {"job-second": "SEC", "GPU-second": "SEC", "instance-second": "SEC", "byte": "AD"}
ONE = "C62"


@cache
def _base_per_priced_unit() -> dict[str, int]:
    """Base units in a priced unit by meter, from the reference table that ships with the project."""
    with (PROJECT_ROOT / "seeds" / "meters.csv").open(encoding="utf-8", newline="") as meters:
        return {row["meter"]: int(row["base_per_priced_unit"]) for row in csv.DictReader(meters)}


def priced_unit(meter: str | None, unit: str | None) -> dict[str, str | int | None]:
    """What the unit price of a line is for: {"priced_unit", "base_units_per_priced_unit"}."""
    per = _base_per_priced_unit().get(meter or "", 1)
    name = unit
    if unit and per == 3600 and unit.endswith("-second"):
        name = unit.removesuffix("second") + "hour"
    elif unit == "byte-second" and per == BYTE_SECONDS_OF_A_GIB_HOUR:
        name = "GiB-hour"
    return {"priced_unit": name, "base_units_per_priced_unit": per}


def readable_quantity(quantity: str, unit: str | None, priced: str | None, per: int) -> tuple[str, str]:
    """A quantity in priced units where that is exact, else in base units: ("163800", "GPU-second", "GPU-hour", 3600) is ("45.5", "GPU-hour")."""
    quotient = Fraction(Decimal(quantity)) / per
    if priced != unit and (quotient * 10**MOST_DECIMALS).denominator == 1:
        return plain_number(Decimal(int(quotient * 10**MOST_DECIMALS)).scaleb(-MOST_DECIMALS)), priced or ""
    return quantity, unit or ""


def unit_code(unit: str | None) -> str:
    """The code of a base unit in an e-invoice."""
    return UNIT_CODES.get(unit or "", ONE)
