"""Two oracles that share no code agree on every case, and both know the answers worked out by hand."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.oracle.cases import CASE_COLUMNS, EXPECTED, MODELS, ROUNDINGS, TIER_COLUMNS, cases, tables
from tests.oracle.python_oracle import Price, Tier, amount, as_text, chargeable_units, to_minor

HERE = Path(__file__).parent
COUNT = 100_000


def f(text: str) -> Fraction:
    return Fraction(text)


TWO_TIERS = (Tier(f("1000"), f("0.10"), f("5")), Tier(None, f("0.05"), f("2")))
RATES = (Tier(f("100"), f("0.029")), Tier(None, f("0.01")))
WORKED = [
    # price, quantity in base units, f in minor units, worked out by hand
    (Price("per_unit", 2, 3600, f("2.50")), "5400", "375.000000000000"),  # 1.5 hours at 2.50
    (Price("per_unit", 2, 1, f("3"), per_units=1_000_000), "1234567", "370.370100000000"),  # 3.00 a million
    (Price("per_unit", 0, 3600, f("1")), "100", "0.027777777778"),  # 100/3600 of a yen
    (Price("per_unit", 2, 1, f("0.000000000000005")), "1", "0.000000000001"),  # 5e-13 of a cent is a tie, away from zero
    (Price("per_unit", 2, 1, f("0.0000000001")), "1000000000000", "10000.000000000000"),  # 1e-10 each, 1e12 of them: 100.00
    (Price("per_unit", 2, 1, f("0.10"), free_units=f("1000")), "1000", "0.000000000000"),
    (Price("per_unit", 2, 1, f("0.10"), free_units=f("1000"), flat_fee=f("9")), "1001", "910.000000000000"),
    (Price("per_unit", 2, 1, f("0.10"), flat_fee=f("9")), "0", "0.000000000000"),
    (Price("per_unit", 3, 1, f("0.10"), maximum_amount=f("7.5")), "76", "7500.000000000000"),
    (Price("graduated", 2, 1, tiers=TWO_TIERS), "1000", "10500.000000000000"),  # 100.00 + 5.00, up_to is inclusive
    (Price("graduated", 2, 1, tiers=TWO_TIERS), "1001", "10705.000000000000"),  # + 0.05 + 2.00
    (Price("graduated", 2, 1, tiers=TWO_TIERS), "1600", "13700.000000000000"),  # 100.00 + 5.00 + 30.00 + 2.00
    (Price("graduated", 2, 1, tiers=TWO_TIERS), "1000.000000001", "10700.000000005000"),  # no gap for fractions
    (Price("volume", 2, 1, tiers=TWO_TIERS), "1000", "10500.000000000000"),
    (Price("volume", 2, 1, tiers=TWO_TIERS), "1001", "5205.000000000000"),  # all at 0.05, and the fee of the tier reached
    (Price("volume", 2, 1, tiers=TWO_TIERS), "0", "0.000000000000"),
    (Price("package", 2, 3600, f("4"), package_size=f("10")), "36000", "400.000000000000"),
    (Price("package", 2, 3600, f("4"), package_size=f("10")), "36001", "800.000000000000"),
    (Price("package", 2, 3600, f("4"), package_size=f("10"), package_rounding="down"), "71999", "400.000000000000"),
    (Price("percentage", 2, 1, f("0.013")), "1234.56", "1604.928000000000"),
    (Price("graduated_percentage", 2, 1, tiers=RATES), "250", "440.000000000000"),  # 2.90 + 1.50
    (Price("per_unit", 2, 3600, f("1"), quantity_multiple=f("0.5"), quantity_rounding="ceiling"), "3601", "150.000000000000"),
    (Price("per_unit", 2, 3600, f("1"), quantity_multiple=f("0.5"), quantity_rounding="floor"), "7199", "150.000000000000"),
    (Price("per_unit", 2, 3600, f("1"), quantity_multiple=f("0.5"), quantity_rounding="half_up"), "4500", "150.000000000000"),
    (Price("per_unit", 2, 3600, f("1"), quantity_multiple=f("0.5"), quantity_rounding="half_up"), "4499", "100.000000000000"),
    (Price("per_unit", 2, 3600, f("1"), free_units=f("1"), quantity_multiple=f("1"), quantity_rounding="ceiling"), "3601", "100.000000000000"),
]


@pytest.mark.parametrize(("price", "quantity", "expected"), WORKED)
def test_an_amount_worked_out_by_hand(price: Price, quantity: str, expected: str) -> None:
    assert as_text(amount(price, Fraction(quantity))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),  # half_away, half_even, up, down
    [("2.5", (3, 2, 3, 2)), ("3.5", (4, 4, 4, 3)), ("-2.5", (-3, -2, -3, -2)), ("0.000000000001", (0, 0, 1, 0)), ("-7", (-7, -7, -7, -7))],
)
def test_a_posting_is_rounded_once_in_four_ways(value: str, expected: tuple[int, ...]) -> None:
    assert tuple(to_minor(Fraction(value), rounding) for rounding in ROUNDINGS) == expected


def test_the_cases_stand_where_a_mistake_would_show() -> None:
    """Per model, and per way to round: ties, tier ends, caps and falling amounts are among the cases."""
    models, edges, ties, cut_ties, falling, capped = Counter(), Counter(), Counter(), Counter(), 0, 0
    for case in cases(12_000):
        price, units = case.price, case.quantity_after / case.price.base_per_priced_unit
        models[price.model] += 1
        edges[price.model] += any(tier.up_to == units - price.free_units for tier in price.tiers)
        difference = amount(price, case.quantity_after) - amount(price, case.quantity_before)
        ties[case.rounding] += difference % 1 == Fraction(1, 2)
        if price.maximum_amount is None and price.model == "per_unit":
            exact = chargeable_units(price, case.quantity_after) * price.unit_price / price.per_units * 10 ** (price.exponent + 12)
            cut_ties[exact % 1 == Fraction(1, 2)] += 1
        falling += difference < 0
        capped += price.maximum_amount is not None and amount(price, case.quantity_after) == price.maximum_amount * 10**price.exponent
    assert set(models) == set(MODELS)
    assert min(edges[model] for model in ("graduated", "volume", "graduated_percentage")) > 50
    assert min(ties[rounding] for rounding in ROUNDINGS) > 60
    assert cut_ties[True] > 20
    assert falling > 50
    assert capped > 300


def test_the_oracles_agree_on_every_case(tmp_path: Path) -> None:
    case_rows, tier_rows = tables(COUNT)
    with duckdb.connect() as connection:
        for name, columns, rows in (("cases", CASE_COLUMNS, case_rows), ("tiers", TIER_COLUMNS, tier_rows)):
            with (tmp_path / f"{name}.csv").open("w", newline="") as file:
                csv.writer(file).writerows([tuple(columns), *rows])
            connection.sql(f"select * from read_csv('{tmp_path / name}.csv', all_varchar = true, header = true)").create(name)
        connection.execute((HERE / "duckdb_parts.sql").read_text())
        answers = {case_id: tuple(amounts) for case_id, *amounts in connection.execute((HERE / "duckdb_oracle.sql").read_text()).fetchall()}
    position = [list(CASE_COLUMNS).index(name) for name in EXPECTED]
    expected = {row[0]: tuple(row[index] for index in position) for row in case_rows}
    assert len(answers) == COUNT
    different = [(row, answers[row[0]]) for row in case_rows if answers[row[0]] != expected[row[0]]]
    assert (len(different), different[:3]) == (0, [])
