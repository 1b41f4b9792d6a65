"""What quantities of the sample month cost: f of the cumulative quantity in fractions, rounded as the book rounds.

What does not belong here: which usage there is and which price holds (``sample_month_oracle``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Price(NamedTuple):
    """Steps of (up to so many base units, minor units of each), and the charge they belong to: (source, scope, resource type, mode)."""

    valid_from: int
    valid_to: int
    steps: tuple[tuple[Fraction | None, Fraction], ...]
    charge: tuple[str, str | None, str | None, str]


@dataclass
class Totals:
    """Of one group: quantity in base units, exact amount in minor units with 12 decimals, and the amount in minor units."""

    quantity: Fraction
    amount_exact: Fraction
    amount_minor: int


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, 10**decimals) * (1 if value >= 0 else -1)


def cost(price: Price, quantity: Fraction) -> Fraction:
    """f: what so much costs from the first unit on, 12 decimals of the minor unit."""
    amount, begin = Fraction(0), Fraction(0)
    for end, per_unit in price.steps:
        reached = quantity if end is None else min(quantity, end)
        if reached > begin:
            amount += (reached - begin) * per_unit
        begin = reached
    return rounded(amount, 12)


def added_up(by_price: dict[Price, Fraction]) -> Totals:
    """Successive price rows share the cumulative quantity: each adds f(after) - f(before)."""
    quantity = amount = Fraction(0)
    for price in sorted(by_price, key=lambda price: price.valid_from):
        before, quantity = quantity, quantity + by_price[price]
        amount += cost(price, quantity) - cost(price, before)
    return Totals(quantity, amount, int(rounded(amount, 0)))


def total_of(amount: Fraction) -> Totals:
    """One charge of so many minor units."""
    return Totals(Fraction(1), amount, int(rounded(amount, 0)))
