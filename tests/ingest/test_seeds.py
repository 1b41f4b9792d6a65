"""Reference data: every column typed and described, and the facts that money hangs on."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ElementTree

import pytest
import yaml

from warehouse.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "seeds"
NAMES = sorted(path.stem for path in SEEDS.glob("*.csv"))
ISO_4217 = PROJECT_ROOT.parent / "shared" / "data" / "iso4217" / "iso4217_list_one.xml"


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_typed_and_described(name: str) -> None:
    definition = yaml.safe_load((SEEDS / f"{name}.yml").read_text())["seeds"][0]
    header = (SEEDS / f"{name}.csv").read_text().splitlines()[0].split(",")
    assert definition["name"] == name
    assert list(definition["config"]["column_types"]) == header
    assert [column["name"] for column in definition["columns"]] == header
    assert definition["description"] and all(column["description"] for column in definition["columns"])


@pytest.mark.parametrize(
    ("name", "key"), [("meters", "meter"), ("currencies", "currency_code"), ("reason_codes", "reason_code"), ("entry_types", "entry_type")]
)
def test_keys_are_unique(name: str, key: str) -> None:
    keys = [row[key] for row in rows(name)]
    assert len(keys) == len(set(keys))


def test_currencies_are_those_of_iso_4217() -> None:
    if not ISO_4217.exists():
        pytest.skip("the ISO 4217 list lies beside the project only where it is developed")
    listed = {entry.findtext("Ccy"): entry.findtext("CcyMnrUnts") for entry in ElementTree.parse(ISO_4217).iter("CcyNtry") if entry.findtext("Ccy")}
    exponents = {code: exponent if exponent and exponent.isdigit() else "" for code, exponent in listed.items()}
    assert {row["currency_code"]: row["minor_unit_exponent"] for row in rows("currencies")} == exponents


def test_entry_types_name_accounts_of_the_chart() -> None:
    accounts = {row["ledger_account"] for row in rows("chart_of_accounts")}
    assert {row["ledger_account"] for row in rows("entry_types")} <= accounts
    assert {row["account_type"] for row in rows("chart_of_accounts")} <= {"asset", "liability", "income", "expense", "equity"}


def test_every_reason_that_ingest_gives_is_in_the_reason_codes() -> None:
    codes = {row["reason_code"] for row in rows("reason_codes")}
    given = {code for path in (PROJECT_ROOT / "ingest").rglob("*.py") for code in re.findall(r'(?:BadRecord|Rejected)\(\s*"(\w+)"', path.read_text())}
    assert given and given <= codes


@pytest.mark.parametrize("meter", rows("meters"), ids=lambda meter: meter["meter"])
def test_a_meter_takes_what_its_aggregation_can_add_up(meter: dict[str, str]) -> None:
    kinds = set(meter["event_kinds"].split("|"))
    held = kinds & {"span", "start", "stop", "level"}
    takes = {"sum": {"quantity", "reading"}, "time_weighted_sum": {"quantity", "span", "start", "stop", "level"}}
    assert kinds and kinds <= takes.get(meter["aggregation"], {"quantity"})
    assert meter["aggregation"] in (*takes, "count", "max", "latest", "unique_count")
    assert bool(meter["distinct_attribute"]) == (meter["aggregation"] == "unique_count")
    assert bool(meter["max_gap_seconds"]) == ("level" in kinds) and bool(meter["max_open_hours"]) == ("start" in kinds)
    assert meter["window"] in ("hour", "day") and (not held or int(meter["input_decimals"]) <= 3)


def test_line_types_name_entry_types_and_accounts_of_the_chart() -> None:
    assert {row["entry_type"] for row in rows("line_types")} <= {row["entry_type"] for row in rows("entry_types")}
    assert {row["ledger_account"] for row in rows("line_types")} <= {row["ledger_account"] for row in rows("chart_of_accounts")}


def test_every_stage_has_its_owner_and_no_age_is_left_out() -> None:
    assert {row["stage"] for row in rows("reason_codes")} <= {row["stage"] for row in rows("finding_owners")}
    ages = rows("age_buckets")
    assert [row["from_days"] for row in ages] == ["0", *(row["until_days"] for row in ages[:-1])]


def test_exceptions_name_who_answers_for_them_and_until_when() -> None:
    assert [row for row in rows("finding_exceptions") if not all(row[name].strip() for name in ("reason", "approver", "expires_on"))] == []
