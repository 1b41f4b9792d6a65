"""The semantic layer: sums by hand, what is never summed, words that are data, and every metric by every dimension over the real surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg import sql

from reports.semantic_layer import GRAINS, METRIC_TIME, metrics, select
from tests.surfaces.small_world import read, read_as_customer
from warehouse.errors import WrongUse

METRICS = metrics()
JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def explored(world: psycopg.Connection, names: str, by: str = "", role: str = "tallyhouse_finance", **more: Any) -> list[tuple]:
    question = select(names.split(","), by.split(",") if by else [], **more)
    with world.transaction(force_rollback=True):
        world.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
        return world.execute(*question).fetchall()


def test_usage_is_of_the_posted_side_and_per_unit(world: psycopg.Connection) -> None:
    """One GPU for an hour, billed to the reseller; its customer's own price for the same hour is the other side of the same usage."""
    assert explored(world, "usage", "unit") == [("GPU-second", 3600), ("token", 150)]
    assert explored(world, "usage", "account_id,unit", only={"meter": "gpu_hour"}) == [("reso", "GPU-second", 3600)]
    assert explored(world, "usage,usage_amount", "usage_account_id,currency", only={"unit": "token"}) == [
        ("acme", "USD", "token", 150, Decimal("1.234"))
    ]
    assert explored(world, "usage_amount", "metric_time,account_id,currency", since=date(2024, 1, 6), until=FEBRUARY) == [
        (date(2024, 1, 10), "reso", "USD", Decimal("100.5"))
    ]
    assert explored(world, "usage", "unit", until=date(2024, 1, 10)) == [("token", 150)]


def test_spend_is_what_was_billed(world: psycopg.Connection) -> None:
    assert explored(world, "spend", "currency,metric_time__month") == [("USD", JANUARY, 302), ("USD", FEBRUARY, 10)]
    assert explored(world, "spend", "metric_time__quarter", only={"currency": "USD"}) == [(JANUARY, "USD", 312)]
    assert explored(world, "spend", only={"currency": "USD"}, since=FEBRUARY, until=MARCH) == [("USD", 10)]
    assert explored(world, "spend", "currency", role="tallyhouse_analyst") == [("USD", 312)]
    assert explored(world, "spend", "currency", only={"meter": ""}) == []


def test_margin_is_in_the_currency_of_the_reseller(world: psycopg.Connection) -> None:
    """200 charged for 120; and 163 (EUR 1.51 of that day's rate) for 101."""
    assert explored(world, "margin", "reseller_account_id,currency") == [("reso", "USD", 142)]
    assert explored(world, "wholesale,retail", "currency") == [("EUR", None, 151), ("USD", 221, 200)]
    assert explored(world, "margin", "account_id,currency", since=JANUARY, until=FEBRUARY) == [("kunde", "USD", 62), ("plat", "USD", 80)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        explored(world, "margin", "currency", role="tallyhouse_analyst")


def test_every_day_of_the_periods_is_in_the_time_spine_once(world: psycopg.Connection) -> None:
    """The reseller's January begins an hour before UTC's, acme's February has 29 days."""
    span = "select min(calendar_date), max(calendar_date), count(*), count(distinct calendar_date) from analytics.calendar_days"
    assert read(world, span) == [(date(2023, 12, 31), date(2024, 2, 29), 61, 61)]
    assert read_as_customer(world, "account", "kunde", span) == [(JANUARY, date(2024, 1, 31), 31, 31)]
    assert read_as_customer(world, "account", "nobody", span) == [(None, None, 0, 0)]


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_by_every_dimension_is_exact(world: psycopg.Connection, name: str) -> None:
    metric = METRICS[name]
    times = [f"{METRIC_TIME}__{grain}" for grain in GRAINS if metric.time.grain == "day" or grain in ("month", "quarter", "year")]
    for dimension in (METRIC_TIME, *times, *metric.dimensions):
        rows = explored(world, name, ",".join([dimension, *metric.within]))
        assert rows and all(len(row) == len({dimension, *metric.within}) + 1 for row in rows)
        assert {type(row[-1]) for row in rows} == {Decimal}
    totals = [explored(world, name, ",".join([dimension, *metric.within])) for dimension in (METRIC_TIME, *metric.dimensions)]
    assert len({sum(row[-1] for row in rows) for rows in totals}) == 1


@pytest.mark.parametrize("name", METRICS)
def test_nothing_is_summed_across_currencies_or_units(name: str) -> None:
    metric = METRICS[name]
    assert metric.within == (("currency",) if metric.measure.endswith("_minor") else ("unit",))
    with pytest.raises(WrongUse, match=f"not summed across values of {metric.within[0]}: add {metric.within[0]} to --by"):
        select([name], ["account_id", METRIC_TIME], only={"account_id": "acme"})
    assert select([name], only={metric.within[0]: "USD"}) and select([name], metric.within)


@pytest.mark.parametrize(
    ("names", "by", "more", "says"),
    [
        (["profit"], [], {}, "There is no metric 'profit': choose from usage, usage_amount, spend"),
        (["spend; drop table book.journal_legs"], ["currency"], {}, "There is no metric"),
        (["spend", "margin"], ["currency"], {}, "different surfaces"),
        (["spend"], ["currency", "resource_type"], {}, "has no dimension 'resource_type'"),
        (["spend"], ["currency", '"currency"'], {}, "has no dimension"),
        (["spend"], ["currency", "currency) from billing.balances --"], {}, "has no dimension"),
        (["spend"], ["currency", "metric_time__month'), 1) --"], {}, "metric_time__month, metric_time__quarter, metric_time__year"),
        (["spend"], ["currency", "metric_time__day"], {}, "is not told by 'metric_time__day'"),
        (["spend"], ["currency", "metric_time__"], {}, "is not told by"),
        (["spend"], ["currency", "meter__month"], {}, "write meter"),
        (["spend"], ["currency", ""], {}, "has no dimension ''"),
        (["spend"], ["currency"], {"only": {"account_id = 'acme' or account_id": "x"}}, "has no dimension"),
        (["spend"], ["currency"], {"only": {"metric_time": "2024-01-01"}}, "--from and --to instead of --only"),
        (["spend"], ["currency"], {"since": date(2024, 1, 15)}, "first days of months, not 2024-01-15"),
    ],
)
def test_what_is_not_defined_is_refused_in_one_sentence(names: Sequence[str], by: Sequence[str], more: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongUse) as refused:
        select(names, by, **more)
    assert says in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("value", ["acme' or true --", "%s", "acme%", "*", "\\", 'a"b'])
def test_a_value_is_data(world: psycopg.Connection, value: str) -> None:
    assert explored(world, "spend", "currency", only={"account_id": value}) == []
