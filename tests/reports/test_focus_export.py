"""Cost and usage of the sample month as a FOCUS file: it comes to the drafts, tells no formula, and the official validator takes its 1.0 part."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.built_sample_month import BuiltMonth
from tests.focus.rules import broken_rules, what_does_not_add_up

VALIDATOR = os.environ.get("FOCUS_VALIDATOR") or shutil.which("focus-validator")
# The columns of FOCUS 1.0, and those that version 1.0.0 of the validator asks for by names that the specification does not have.
COLUMNS_1_0 = (
    "AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass"
    " ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName"
    " CommitmentDiscountStatus CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost"
    " InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName ResourceId"
    " ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId SubAccountName Tags"
).split()
ALSO_CALLED = {
    "Provider": "ProviderName",
    "Publisher": "PublisherName",
    "InvoiceIssuer": "InvoiceIssuerName",
    "ResourceID": "ResourceId",
    "ChargeType": "ChargeCategory",
}


@pytest.fixture(scope="module")
def rows(built_month: BuiltMonth, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("export") / "focus.csv"
    said = built_month.warehouse.run("export", "focus", "--out", path, "--json")
    assert said.exit_code == 0, said
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert said.output["rows"] == len(found) > 10_000
    return found


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


@pytest.mark.skipif(VALIDATOR is None, reason="focus-validator is not installed: FOCUS_VALIDATOR names it")
@pytest.mark.parametrize("broken", [None, "ChargeCategory"])
def test_the_official_validator_finds_no_failure(rows: list[dict[str, str]], tmp_path: Path, broken: str | None) -> None:
    """Its exit code is 0 whatever it finds, so what it wrote is read; and a file that is wrong has failures."""
    # It reads the codes of currencies from beside where it runs.
    codes = tmp_path / "focus_validator" / "utils" / "currency_codes.csv"
    codes.parent.mkdir(parents=True)
    codes.write_text("currency_codes\nUSD\nEUR\nJPY\n")
    with (tmp_path / "focus.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*COLUMNS_1_0, *ALSO_CALLED])
        for row in rows:
            written = row | ({broken: "Refund"} if broken else {})
            lines.writerow([written[name] for name in (*COLUMNS_1_0, *ALSO_CALLED.values())])
    options = ["--validate-version", "1.0", "--output-type", "unittest", "--output-destination", "found.xml"]
    subprocess.run([str(VALIDATOR), "--data-file", "focus.csv", *options], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    found = ElementTree.parse(tmp_path / "found.xml").getroot()
    assert int(found.attrib["tests"]) > 100
    assert (int(found.attrib["failures"]) > 0) == (broken is not None)
