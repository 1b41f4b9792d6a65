"""Made-up prices and quantities for the oracles and the models to agree on: seeded, and each value where a mistake would show.

Ties, tier ends exactly and one base unit (or 1e-9 of one) beside them, multiples, package and free-unit edges, caps about to bite, prices of
1e-10, quantities up to 1e12 priced units. `per_units` stays 1 where the contract gives it no meaning (packages and rates).
`tables` gives rows as texts with fixed decimals, ready for COPY.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from tests.oracle.python_oracle import Price, Tier, amount, as_text, to_minor

MODELS = ("per_unit", "graduated", "volume", "package", "percentage", "graduated_percentage")
TIERED = ("graduated", "volume", "graduated_percentage")
ROUNDINGS = ("half_away", "half_even", "up", "down")
CURRENCIES = (("JPY", 0), ("USD", 2), ("KWD", 3))
BASE_PER_PRICED_UNIT = (1, 1, 3600, 3600, 1000, 7, 2**30, 3600 * 2**30)
NANO = Fraction(1, 10**9)

CASE_COLUMNS = {
    "case_id": "bigint",
    "model": "text",
    "currency": "text",
    "exponent": "integer",
    "base_per_priced_unit": "bigint",
    "unit_price": "numeric(38, 18)",
    "per_units": "bigint",
    "free_units": "numeric(38, 9)",
    "package_size": "numeric(38, 9)",
    "package_rounding": "text",
    "flat_fee": "numeric(38, 18)",
    "maximum_amount": "numeric(38, 18)",
    "quantity_multiple": "numeric(38, 9)",
    "quantity_rounding": "text",
    "rounding": "text",
    "quantity_before": "numeric(38, 9)",
    "quantity_after": "numeric(38, 9)",
    "amount_before": "text",
    "amount_after": "text",
    "amount_minor": "text",
}
TIER_COLUMNS = {"case_id": "bigint", "tier_no": "integer", "up_to": "numeric(38, 9)", "unit_price": "numeric(38, 18)", "flat_fee": "numeric(38, 18)"}
EXPECTED = ("amount_before", "amount_after", "amount_minor")


@dataclass(frozen=True, slots=True)
class Case:
    """A price and a cumulative quantity in base units before and after; ``rounding`` is how their difference is posted."""

    case_id: int
    price: Price
    currency: str
    rounding: str
    quantity_before: Fraction
    quantity_after: Fraction


def cases(count: int, seed: int = 20260901) -> Iterator[Case]:
    """The same ``count`` cases for the same seed, every model in turn."""
    dice = Random(seed)
    for case_id in range(1, count + 1):
        currency, exponent = dice.choice(CURRENCIES)
        price = _price(dice, MODELS[case_id % len(MODELS)], exponent)
        before, after = sorted((_quantity(dice, price), _quantity(dice, price)))
        if dice.random() < 0.1:
            price, before, after = _tie(dice, price, before)
        if dice.random() < 0.15:
            before = Fraction(0)
        if dice.random() < 0.2:
            price = replace(price, maximum_amount=_maximum(dice, price, after))
        yield Case(case_id, price, currency, dice.choice(ROUNDINGS), before, after)


def tables(count: int, seed: int = 20260901) -> tuple[list[tuple[str | None, ...]], list[tuple[str | None, ...]]]:
    """Rows of CASE_COLUMNS, with what the Python oracle expects, and of TIER_COLUMNS."""
    case_rows, tier_rows = [], []
    for case in cases(count, seed):
        case_rows.append(_case_row(case))
        for tier_no, tier in enumerate(case.price.tiers, 1):
            tier_rows.append(
                (str(case.case_id), str(tier_no), _quantity_text(tier.up_to), _money_text(tier.unit_price), _money_text(tier.flat_fee or None))
            )
    return case_rows, tier_rows


def _case_row(case: Case) -> tuple[str | None, ...]:
    price = case.price
    before, after = amount(price, case.quantity_before), amount(price, case.quantity_after)
    return (
        str(case.case_id),
        price.model,
        case.currency,
        str(price.exponent),
        str(price.base_per_priced_unit),
        None if price.tiers else _money_text(price.unit_price),
        str(price.per_units),
        _quantity_text(price.free_units),
        _quantity_text(price.package_size),
        price.package_rounding,
        _money_text(price.flat_fee or None),
        _money_text(price.maximum_amount),
        _quantity_text(price.quantity_multiple),
        price.quantity_rounding,
        case.rounding,
        _quantity_text(case.quantity_before),
        _quantity_text(case.quantity_after),
        as_text(before),
        as_text(after),
        str(to_minor(after - before, case.rounding)),
    )


def _price(dice: Random, model: str, exponent: int) -> Price:
    is_rate, is_tiered = model in ("percentage", "graduated_percentage"), model in TIERED
    price = Price(
        model=model,
        exponent=exponent,
        base_per_priced_unit=dice.choice(BASE_PER_PRICED_UNIT),
        per_units=1 if is_rate or model == "package" else dice.choice((1, 1, 1, 3, 1000, 1_000_000)),
        flat_fee=_fee(dice) if dice.random() < 0.2 else Fraction(0),
    )
    if not is_tiered:
        price = replace(price, unit_price=_unit_price(dice, is_rate))
    if model == "package":
        price = replace(price, package_size=_units(dice, 10_000), package_rounding=dice.choice(("up", "down")))
    if dice.random() < 0.3:
        price = replace(price, free_units=_units(dice, 2_000))
    if dice.random() < 0.3:
        price = replace(price, quantity_multiple=_units(dice, 100), quantity_rounding=dice.choice(("ceiling", "floor", "half_up")))
    elif dice.random() < 0.3:
        price = replace(price, quantity_multiple=_units(dice, 100))
    return replace(price, tiers=_tiers(dice, is_rate)) if is_tiered else price


def _tie(dice: Random, price: Price, before: Fraction) -> tuple[Price, Fraction, Fraction]:
    """Odd multiples of half a minor unit, or of half of its twelfth decimal, whole units only."""
    half = Fraction(5, 10 ** (price.exponent + dice.choice((1, 1, 13))))
    halves = tuple(replace(tier, unit_price=half * (2 * dice.randint(0, 9) + 1)) for tier in price.tiers)
    per_priced_unit = dice.choice((1, 1, 3600))
    whole = {"per_units": 1, "base_per_priced_unit": per_priced_unit, "unit_price": Fraction(0) if halves else half * (2 * dice.randint(0, 9) + 1)}
    price = replace(price, tiers=halves, free_units=Fraction(price.free_units // 1), **whole)
    first = before // 1 % 10**6
    return price, Fraction(first * per_priced_unit), Fraction((first + dice.randint(0, 10**4)) * per_priced_unit)


def _tiers(dice: Random, is_rate: bool) -> tuple[Tier, ...]:
    ends: list[Fraction | None] = []
    end = Fraction(0)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5))):
        end += _units(dice, 5_000)
        ends.append(end)
    return tuple(Tier(up_to, _unit_price(dice, is_rate), _fee(dice) if dice.random() < 0.3 else Fraction(0)) for up_to in [*ends, None])


def _unit_price(dice: Random, is_rate: bool) -> Fraction:
    if is_rate:
        return Fraction(dice.choice((0, 1, 13, 29, 125, dice.randint(1, 10_000))), dice.choice((100, 1_000, 10_000)))
    return dice.choice(
        (
            Fraction(dice.randint(0, 10_000), 10 ** dice.randint(0, 4)),
            Fraction(dice.randint(1, 99), 10**10),
            Fraction(dice.randint(1, 10**18), 10**18),
            Fraction(5, 10 ** dice.randint(1, 17)),
            Fraction(dice.randint(1, 10**6)),
        )
    )


def _fee(dice: Random) -> Fraction:
    return Fraction(dice.randint(0, 10**6), 10 ** dice.choice((0, 1, 2, 2, 4, 18)))


def _units(dice: Random, most: int) -> Fraction:
    """Priced units above zero with up to nine decimals."""
    return Fraction(dice.randint(1, most)) if dice.random() < 0.7 else Fraction(dice.randint(1, most * 10**9), 10**9)


def _quantity(dice: Random, price: Price) -> Fraction:
    """Base units with up to nine decimals: anywhere, or at and beside an edge of the price."""
    edges = [tier.up_to for tier in price.tiers if tier.up_to] or [price.package_size or Fraction(dice.randint(1, 1_000))]
    kind = dice.random()
    if kind < 0.05:
        return Fraction(0)
    if kind < 0.5:
        edge = dice.choice(edges) * (dice.randint(1, 50) if price.package_size else 1) + price.free_units
        if price.quantity_rounding != "none":
            edge = edge // price.quantity_multiple * price.quantity_multiple + dice.choice((0, price.quantity_multiple / 2))
        base = edge * price.base_per_priced_unit + dice.choice((0, 0, 1, -1, NANO, -NANO))
        return max(Fraction(0), base // NANO * NANO)
    if kind < 0.6:
        return max(Fraction(0), price.free_units * price.base_per_priced_unit + dice.choice((0, 1, -1, NANO, -NANO)))
    units = Fraction(dice.randint(1, 10 ** dice.randint(1, 12)), 10 ** dice.choice((0, 0, 0, 3, 9)))
    return units * price.base_per_priced_unit // NANO * NANO if kind < 0.8 else Fraction(dice.randint(1, 10 ** dice.randint(1, 21)), 10**9)


def _maximum(dice: Random, price: Price, quantity: Fraction) -> Fraction:
    """About what the quantity costs, so that the cap bites, just bites, or just does not."""
    reached = amount(price, quantity) / 10**price.exponent
    return (
        dice.choice((reached, reached / 2, reached + Fraction(1, 10**18), max(Fraction(0), reached - Fraction(1, 10**18)), Fraction(0)))
        // Fraction(1, 10**18)
        * Fraction(1, 10**18)
    )


def _fixed(value: Fraction | None, decimals: int) -> str | None:
    if value is None:
        return None
    scaled = value * 10**decimals
    if scaled.denominator != 1 or scaled < 0:
        raise ValueError(f"{value} has more than {decimals} decimals.")
    return f"{scaled.numerator // 10**decimals}.{scaled.numerator % 10**decimals:0{decimals}d}"


def _money_text(value: Fraction | None) -> str | None:
    return _fixed(value, 18)


def _quantity_text(value: Fraction | None) -> str | None:
    return _fixed(value, 9)
