"""f(cumulative quantity) of every pricing model, from the contract alone, in fractions: every size, every number of decimals, no rounding on the way.

Tiers, free units, package sizes and multiples are in priced units, quantities in base units; money comes out in minor units, rounded once to
12 decimals, half away from zero. What is left after the free units is the chargeable quantity: while it is zero, so is f, fees included.
`per_units` belongs to models priced per unit (per_unit, graduated, volume): a package has its own size, and a rate is a rate.
Shares no code with the warehouse or with duckdb_oracle.sql. What happens to single events (fees, caps of percentages) does not belong here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

RATED = ("percentage", "graduated_percentage")
ONE_TWELFTH_DECIMAL = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True)
class Tier:
    """Up to and including ``up_to`` priced units (None: no end); ``unit_price`` and ``flat_fee`` in major units, or a rate."""

    up_to: Fraction | None
    unit_price: Fraction
    flat_fee: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Price:
    """A row of the price list: money in major units, quantities in priced units of ``base_per_priced_unit`` base units each."""

    model: str
    exponent: int
    base_per_priced_unit: int = 1
    unit_price: Fraction = Fraction(0)
    per_units: int = 1
    free_units: Fraction = Fraction(0)
    package_size: Fraction | None = None
    package_rounding: str = "up"
    flat_fee: Fraction = Fraction(0)
    maximum_amount: Fraction | None = None
    quantity_multiple: Fraction = Fraction(1)
    quantity_rounding: str = "none"
    tiers: tuple[Tier, ...] = ()


def amount(price: Price, quantity: Fraction) -> Fraction:
    """f of a cumulative ``quantity`` in base units: minor units with 12 decimals."""
    units = chargeable_units(price, quantity)
    if units == 0 or (price.model == "package" and price.package_rounding == "down" and units < (price.package_size or 0)):
        return Fraction(0)
    major = _charged(price, units) + price.flat_fee
    if price.maximum_amount is not None:
        major = min(major, price.maximum_amount)
    return rounded_to_twelve(major * 10**price.exponent)


def chargeable_units(price: Price, quantity: Fraction) -> Fraction:
    """Priced units that cost something: the cumulative quantity, brought to its step, less the free units."""
    units, step = quantity / price.base_per_priced_unit, price.quantity_multiple
    match price.quantity_rounding:
        case "ceiling":
            units = -(-units // step) * step
        case "floor":
            units = units // step * step
        case "half_up":
            units = (units / step + Fraction(1, 2)) // 1 * step
        case "none":
            pass
        case other:
            raise ValueError(other)
    return max(Fraction(0), units - price.free_units)


def _charged(price: Price, units: Fraction) -> Fraction:
    match price.model:
        case "per_unit":
            return units * price.unit_price / price.per_units
        case "percentage":
            return units * price.unit_price
        case "package":
            if price.package_size is None:
                raise ValueError("A package has a size.")
            full = units // price.package_size
            begun = full if price.package_rounding == "down" or full * price.package_size == units else full + 1
            return begun * price.unit_price
        case "volume":
            reached = next(tier for tier in price.tiers if tier.up_to is None or units <= tier.up_to)
            return units * reached.unit_price / price.per_units + reached.flat_fee
        case "graduated" | "graduated_percentage":
            return _graduated(price.tiers, units, 1 if price.model in RATED else price.per_units)
        case other:
            raise ValueError(other)


def _graduated(tiers: tuple[Tier, ...], units: Fraction, per_units: int) -> Fraction:
    total, lower_end = Fraction(0), Fraction(0)
    for tier in tiers:
        if units <= lower_end:
            break
        upper_end = units if tier.up_to is None else min(units, tier.up_to)
        total += (upper_end - lower_end) * tier.unit_price / per_units + tier.flat_fee
        lower_end = upper_end if tier.up_to is None else tier.up_to
    return total


def rounded_to_twelve(value: Fraction) -> Fraction:
    """Once, half away from zero."""
    return to_minor(value / ONE_TWELFTH_DECIMAL, "half_away") * ONE_TWELFTH_DECIMAL


def to_minor(value: Fraction, rounding: str) -> int:
    """What a posting group of ``value`` minor units posts: half_away, half_even, up (away from zero) or down (towards it)."""
    size = abs(value)
    whole, rest = size.numerator // size.denominator, size % 1
    match rounding:
        case "half_away":
            whole += rest >= Fraction(1, 2)
        case "half_even":
            whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
        case "up":
            whole += rest > 0
        case "down":
            pass
        case other:
            raise ValueError(other)
    return whole if value >= 0 else -whole


def as_text(amount_in_minor: Fraction) -> str:
    """Twelve decimals, no more and no fewer."""
    scaled = amount_in_minor / ONE_TWELFTH_DECIMAL
    if scaled.denominator != 1:
        raise ValueError(amount_in_minor)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{abs(scaled.numerator) // 10**12}.{abs(scaled.numerator) % 10**12:012d}"
