"""The models agree with the oracle on every case, and whoever breaks one of them is noticed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.oracle.cases import tables
from tests.oracle.models_in_a_schema import Mutation, disagreements, load_cases, make_models, rendered
from tests.temporary_warehouse import Template

COUNT = 100_000
OF_MUTANTS = 12_000
MUTANTS: dict[str, Mutation] = {
    "a tier ends before its last unit": ("window_amounts", "steps_after.step_end >= ", "steps_after.step_end > "),
    "a tier begins at the end of the one before": ("window_amounts", "steps_before.step_start < ", "steps_before.step_start <= "),
    "the quotient is cut, not rounded": ("rounded_quotient", "+ {{ divisor }}, ", ", "),
    "the maximum is forgotten after the window": (
        "window_amounts", "chargeable_quantities.maximum_minor\n        ) as amount_after", "null\n        ) as amount_after",
    ),
    "free units are charged": ("chargeable_quantity", ' ~ " - price_terms.free_quantity, 0)"', ' ~ ", 0)"'),
    "free units stay in priced units": (
        "price_terms_of_rows", "price_rows.free_units * meters.base_per_priced_unit", "price_rows.free_units",
    ),
    "a started package counts for nothing": ("chargeable_quantity", "price_terms.package_rounding = 'up'", "price_terms.package_rounding = 'down'"),
    "ceiling is floor": ("chargeable_quantity", "when 'ceiling'", "when 'no ceiling'"),
    "half a multiple is rounded down": ("chargeable_quantity", "2 * {{ quantity }} + price_terms.quantity_multiple,", "2 * {{ quantity }},"),
    "tiers forget what lies below them": ("steps_graduated", "tiers_accumulated.dividend_of_tiers_before\n        +", "0 +"),
    "tiers forget the fees of those below": (
        "steps_graduated", "sum(tiers.tier_fee_minor) over (partition by tiers.terms_id order by tiers.step_number)", "tiers.tier_fee_minor",
    ),
    "volume prices only what lies in the tier": ("steps_volume", "tiers.step_start * tiers.unit_price_minor +", "0 +"),
    "a yen has cents": ("price_terms_of_rows", "currencies.minor_unit_exponent)) as unit_price_minor", "2::numeric)) as unit_price_minor"),
    "a price is for one unit, whatever it says": ("price_terms_of_rows", "price_rows.per_units::numeric * meters", "1::numeric * meters"),
    "a flat fee is dropped": ("steps_per_unit", "price_terms.flat_fee_minor * price_terms.priced_quantity", "0::numeric"),
}  # fmt: skip
MUTANTS_OF_TIME: dict[str, Mutation] = {
    "a price holds at its end, too": (
        "price_stretches", "price_candidates.applies_until > stretches.stretch_start", "price_candidates.applies_until >= stretches.stretch_start",
    ),
    "a price does not hold at its beginning": (
        "price_stretches", "price_candidates.applies_from <= stretches.stretch_start", "price_candidates.applies_from < stretches.stretch_start",
    ),
    "the newest price holds for all": ("price_stretches", "            and price_candidates.applies_from <= stretches.stretch_start\n", ""),
    "the general price beats the exact one": ("price_stretches", "price_candidates.is_exact_type desc", "price_candidates.is_exact_type asc"),
    "the catalogue beats the contract": ("price_stretches", "price_candidates.level asc", "price_candidates.level desc"),
    "of two prices one is guessed": ("price_stretches", "candidate_count = 1", "candidate_count >= 1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(template: Template) -> Iterator[psycopg.Connection]:
    with template.copy(is_lasting=True) as warehouse, warehouse.connect(autocommit=True) as opened:
        yield opened


@pytest.mark.slow
def test_the_models_agree_on_a_hundred_thousand_cases(connection: psycopg.Connection) -> None:
    load_cases(connection, *tables(COUNT))
    make_models(connection)
    assert connection.execute("select count(*), count(terms_id) from oracle.charge_positions").fetchone() == (COUNT, COUNT)
    assert disagreements(connection) == []


@pytest.mark.slow
def test_every_mutant_of_the_arithmetic_is_noticed(connection: psycopg.Connection) -> None:
    load_cases(connection, *tables(OF_MUTANTS, seed=7))
    make_models(connection)
    assert disagreements(connection) == []
    unnoticed = []
    for name, mutation in MUTANTS.items():
        make_models(connection, mutation)
        if not disagreements(connection):
            unnoticed.append(name)
    assert unnoticed == []


def test_every_mutant_of_the_price_in_force_is_noticed(connection: psycopg.Connection) -> None:
    prices = stretches(connection)
    assert prices == [
        ("2024-01-01", "contract", False), ("2024-01-10", "exact", False), ("2024-01-15", "later", False), ("2024-01-20", None, True),
        ("2024-01-25", "later", False),
    ]  # fmt: skip
    assert [name for name, mutation in MUTANTS_OF_TIME.items() if stretches(connection, mutation) == prices] == []


def stretches(connection: psycopg.Connection, mutation: Mutation | None = None) -> list[tuple]:
    """The price in force from when on, for one kind of usage with contract, exact, general, successive and overlapping prices."""
    connection.execute("create schema if not exists oracle")
    connection.execute("drop table if exists oracle.priced_dimensions, oracle.price_candidates")
    connection.execute(
        "create table oracle.priced_dimensions as"
        " select md5('one')::uuid as dimension_id, '2024-01-01Z'::timestamptz as period_start, '2024-02-01Z'::timestamptz as period_end"
    )
    connection.execute(
        "create table oracle.price_candidates as select md5('one')::uuid as dimension_id, level, is_exact_type, 'x' as price_source,"
        " 'x' as price_scope, price_id, null as price_resource_type, 'per_unit' as pricing_model, md5(price_id)::uuid as terms_id,"
        " true as is_complete, false as is_candidate, applies_from::timestamptz, applies_until::timestamptz from (values"
        " (2, true, 'contract', '2024-01-01Z', '2024-01-10Z'), (6, true, 'list', '2024-01-01Z', '2024-02-01Z'),"
        " (3, false, 'general', '2024-01-01Z', '2024-02-01Z'), (3, true, 'exact', '2024-01-10Z', '2024-01-15Z'),"
        " (3, true, 'later', '2024-01-15Z', '2024-02-01Z'), (3, true, 'twin', '2024-01-20Z', '2024-01-25Z')"
        ") as v (level, is_exact_type, price_id, applies_from, applies_until)"
    )
    return connection.execute(
        "select to_char(stretch_start at time zone 'UTC', 'YYYY-MM-DD'), price_id, has_overlap"
        f" from ({rendered('price_stretches', mutation)}) as stretches order by 1, 2"
    ).fetchall()
