"""Real list prices on a real trace, when both are at hand: a hundred models, each line the exact product of tokens and price.

What does not belong here: the control totals of the traces themselves (``test_real_traces``).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.promises.test_real_traces import DATA, TOKENS
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import run_build
from warehouse.verify import verify_book

LIST_PRICES = DATA / "prices_litellm" / "model_prices_and_context_window_backup.json"
METERS = {"token_input": "input_cost_per_token", "token_output": "output_cost_per_token", "token_cached_input": "cache_read_input_token_cost"}
MODEL_COUNT = 100
TOKEN_COLUMNS = {"token_input": "ContextTokens", "token_output": "GeneratedTokens"}
# The trace once for every model, a minute of requests an event, so that no token is lost and none is split.
ADAPTER = """
with requests as (
    select substr("TIMESTAMP", 1, 16) as minute, "ContextTokens"::decimal(38, 0) as tokens_in, "GeneratedTokens"::decimal(38, 0) as tokens_out
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',')
),
minutes as (
    select minute, count(*) as request_count, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out from requests group by minute
),
models as (
    select resource_type from (values {models}) as named (resource_type)
)
select
    'azure_llm' as source,
    'quantity' as event_kind,
    tokens.meter,
    'acme' as account_id,
    models.resource_type,
    tokens.quantity,
    replace(minutes.minute, ' ', 'T') || ':00Z' as occurred_at,
    json_object('source_rows', minutes.request_count) as attributes,
from minutes
cross join models
cross join lateral (values ('token_input', minutes.tokens_in), ('token_output', minutes.tokens_out)) as tokens (meter, quantity)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (TOKENS.exists() and LIST_PRICES.exists()), reason=f"put the token trace and the list prices under {DATA}"),
]


def price_rows(list_prices: Path, count: int) -> list[dict[str, str]]:
    """Price records, USD per million tokens, of ``count`` models, no two of which cost the same.

    The file gives USD per token in floating point's shortest decimals (1.3e-10, 1.0000000000000001e-07): taken as the decimals they are, and
    moved by six places. Models come dearest in digits first, so that those which a float would change are all among them.
    """
    models = json.loads(list_prices.read_text(), parse_float=Decimal, parse_int=Decimal)
    costs = {
        name: {meter: model[key] for meter, key in METERS.items() if model.get(key)}
        for name, model in sorted(models.items())
        if name != "sample_spec"
    }
    distinct = {tuple(sorted(prices.items())): name for name, prices in costs.items() if {"token_input", "token_output"} <= prices.keys()}
    by_digits = sorted(distinct.items(), key=lambda item: (-sum(len(price.normalize().as_tuple().digits) for _, price in item[0]), item[1]))
    cheapest = min(distinct.items(), key=lambda item: (sum(price for _, price in item[0]), item[1]))
    chosen = dict([cheapest, *by_digits][:count])
    return [
        {
            "price_id": f"{name}|{meter}",
            "meter": meter,
            "resource_type": name,
            "currency": "USD",
            "model": "per_unit",
            "unit_price": f"{price.scaleb(6):f}",
            "per_units": "1000000",
        }
        for prices, name in chosen.items()
        for meter, price in prices
    ]


def tokens_by_hour() -> dict[tuple[str, str], int]:
    """(meter, hour of UTC such as 18) -> tokens of the trace."""
    found: dict[tuple[str, str], int] = {}
    with TOKENS.open(newline="") as file:
        for request in csv.DictReader(file):
            for meter, column in TOKEN_COLUMNS.items():
                key = meter, request["TIMESTAMP"][11:13]
                found[key] = found.get(key, 0) + int(request[column])
    return found


def exact(tokens: int, price: Fraction) -> Fraction:
    """Cents of so many tokens, rounded once to 12 decimals, half away from zero."""
    scaled = tokens * price * 100 * 10**12
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**12)


@pytest.fixture(scope="module")
def prices() -> list[dict[str, str]]:
    return price_rows(LIST_PRICES, MODEL_COUNT)


@pytest.fixture(scope="module")
def rated(template: Template, prices: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporaryWarehouse]:
    """The trace under each of the prices, all in one build."""
    folder = tmp_path_factory.mktemp("prices")
    (folder / "accounts.csv").write_text("account_id,currency\nacme,USD\n")
    models = ", ".join(f"('{name}')" for name in sorted({row["resource_type"] for row in prices}))
    (folder / "trace_under_each_model.sql").write_text(ADAPTER.format(models=models))
    with (folder / "prices.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(prices[0]))
        writer.writeheader()
        writer.writerows(prices)
    with template.copy(is_compiled=True) as made, warehouse_in_environment(made.settings):
        for kind, count in (("accounts", 1), ("prices", len(prices))):
            landed = made.run("ingest", "records", kind, folder / f"{kind}.csv", "--json")
            assert (landed.exit_code, landed.output["landed"], landed.output["rejected"]) == (0, count, 0), landed
        landed = made.run("ingest", "usage", TOKENS, "--adapter", folder / "trace_under_each_model.sql", "--json")
        assert landed.exit_code == 0 and landed.output["rejected"] == 0, landed
        assert run_build(as_of=datetime.fromisoformat("2023-12-02T00:00:00Z")).status == "published"
        yield made


def test_the_prices_are_a_hundred_models_down_to_fractions_of_a_millionth_cent(prices: list[dict[str, str]]) -> None:
    per_token = [Fraction(row["unit_price"]) / 1_000_000 for row in prices if row["meter"] != "token_cached_input"]
    assert len({row["resource_type"] for row in prices}) == MODEL_COUNT
    assert min(per_token) == Fraction("1.3e-10")
    assert any(Fraction(float(price)) != price for price in per_token)
    assert max(len(row["unit_price"].partition(".")[2]) for row in prices) >= 14


def test_every_line_is_the_exact_product_of_its_tokens_and_its_price(rated: TemporaryWarehouse, prices: list[dict[str, str]]) -> None:
    tokens = tokens_by_hour()
    assert {meter: sum(count for (name, _), count in tokens.items() if name == meter) for meter in TOKEN_COLUMNS} == {
        "token_input": 18_059_974,
        "token_output": 245_896,
    }
    per_token = {(row["resource_type"], row["meter"]): Fraction(row["unit_price"]) / 1_000_000 for row in prices}
    rows = rated.rows(
        "select resource_type, meter, price_id, to_char(window_start at time zone 'UTC', 'HH24'), quantity, amount_exact"
        " from billing.rated_usage order by resource_type, meter, window_start"
    )
    assert len(rows) == MODEL_COUNT * len(tokens)
    so_far: dict[tuple[str, str], int] = {}
    for model, meter, price_id, hour, quantity, amount in rows:
        price, before = per_token[model, meter], so_far.get((model, meter), 0)
        assert (price_id, quantity) == (f"{model}|{meter}", tokens[meter, hour])
        after = so_far[model, meter] = before + tokens[meter, hour]
        assert Fraction(amount) == exact(after, price) - exact(before, price), (model, meter, hour, amount)


def test_what_is_posted_is_each_product_rounded_once(rated: TemporaryWarehouse, prices: list[dict[str, str]]) -> None:
    tokens = {"token_input": 18_059_974, "token_output": 245_896}
    expected = {}
    for row in prices:
        if row["meter"] in tokens:
            cents = exact(tokens[row["meter"]], Fraction(row["unit_price"]) / 1_000_000)
            expected[row["meter"], row["resource_type"]] = (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
    lines = rated.rows("select meter, resource_type, amount_minor from billing.invoice_lines")
    assert {line[:2]: line[2] for line in lines} == expected
    assert rated.rows("select balance_minor from billing.balances") == [(-sum(expected.values()),)]
    with warehouse_in_environment(rated.settings):
        assert verify_book().ok
