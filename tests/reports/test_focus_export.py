"""Cost and usage of the sample month as a FOCUS file: it comes to the drafts, tells no formula, and the official validator takes its 1.0 part."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.built_sample_month import BuiltMonth
from tests.focus.rules import broken_rules, what_does_not_add_up
from tests.focus.validator import needs_validator, validate


@pytest.fixture(scope="module")
def exported(built_month: BuiltMonth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "focus.csv"
    said = built_month.warehouse.run("export", "focus", "--out", path, "--json")
    assert said.exit_code == 0 and said.output["rows"] > 10_000, said
    return path


@pytest.fixture(scope="module")
def rows(exported: Path) -> list[dict[str, str]]:
    with exported.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_come_to_every_draft(built_month: BuiltMonth, rows: list[dict[str, str]]) -> None:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row["InvoiceId"]] += Decimal(row["BilledCost"])
    exponents = {"JPY": 0, "USD": 2, "EUR": 2}
    drafts = built_month.warehouse.rows("select invoice_id::text, currency, total_minor from billing.invoices", role="finance")
    assert {document: cost for document, cost in found.items() if document} == {
        invoice: Decimal(total).scaleb(-exponents[currency]) for invoice, currency, total in drafts
    }
    # What is on no draft yet is the open month, and together they are the revenue that was posted.
    posted = built_month.warehouse.rows("select sum(posted_minor) from current.group_totals where currency = 'JPY'")
    assert sum(Decimal(row["BilledCost"]) for row in rows if row["BillingCurrency"] == "JPY") == -posted[0][0]


def test_every_rule_of_the_standard_holds(built_month: BuiltMonth) -> None:
    with built_month.warehouse.connect("finance") as connection:
        assert broken_rules(connection) == set()
        assert what_does_not_add_up(connection) == []


def test_dates_and_numbers_are_written_as_focus_writes_them(rows: list[dict[str, str]]) -> None:
    assert {len(row["ChargePeriodStart"]) for row in rows} == {len("2026-09-01T00:00:00Z")}
    numbers = [row[name] for row in rows for name in ("BilledCost", "EffectiveCost", "ListUnitPrice", "PricingQuantity")]
    assert [number for number in numbers if set(number) - set("-.0123456789")] == []


def test_a_file_has_a_known_ending_and_an_analyst_reads_what_is_in_it(built_month: BuiltMonth, rows: list[dict[str, str]], tmp_path: Path) -> None:
    refused = built_month.warehouse.run("export", "focus", "--out", tmp_path / "focus.xlsx")
    assert refused.exit_code == 2
    assert ".parquet" in refused.errors
    assert built_month.warehouse.rows("select count(*) from analytics.focus_cost_and_usage", role="analyst") == [(len(rows),)]


@needs_validator
@pytest.mark.parametrize("broken", [None, "ChargeCategory"])
def test_the_official_validator_finds_no_failure(exported: Path, rows: list[dict[str, str]], tmp_path: Path, broken: str | None) -> None:
    """And a file that is wrong has failures."""
    found = validate(exported, tmp_path, broken)
    assert (found.rows, found.checks > 100, bool(found.failures)) == (len(rows), True, broken is not None), found
