"""Business records into the scratch warehouse: every kind, versions, conflicts, concurrent loads."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ingest.records import find_kind, ingest_records, kinds
from tests.ingest.record_files import land, rejected, write_csv
from tests.temporary_warehouse import TemporaryWarehouse

# What was added to the contract's kinds since: whole kinds, and columns.
ADDED = {"tax_results": [], "tax_profiles": ["tax_provider"]}
CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contracts.md"
# For each kind a good row, and a bad one with its reason.
SAMPLES: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "accounts": (
        {"account_id": "a", "currency": "EUR", "billing_timezone": "Europe/Berlin", "country": "DE"},
        {"billing_timezone": "europe/berlin"},
        "unknown_time_zone",
    ),
    "issuers": ({"issuer_id": "i", "country": "DE"}, {"country": "de"}, "invalid_country"),
    "contacts": ({"contact_id": "c", "account_id": "a"}, {"channel": "pigeon"}, "value_not_allowed"),
    "plans": ({"plan_id": "p", "plan_version_id": "1", "currency": "USD", "minimum_amount": "5"}, {"currency": "usd"}, "unknown_currency"),
    "prices": (
        {"price_id": "p", "meter": "no_such_meter", "currency": "USD", "model": "per_unit", "unit_price": "1e-10"},
        {"unit_price": ""},
        "missing_value",
    ),
    "price_tiers": ({"price_id": "p", "tier_no": "1", "unit_price": "1"}, {"tier_no": "0"}, "number_out_of_range"),
    "subscriptions": (
        {"subscription_id": "s", "account_id": "a", "plan_id": "p", "starts_at": "2024-01-01"},
        {"quantity": "-1"},
        "number_out_of_range",
    ),
    "discounts": ({"discount_id": "d", "account_id": "a", "percent": "10"}, {"amount_minor": "5", "currency": "EUR"}, "excluded_values"),
    "commit_contracts": (
        {"contract_id": "c", "account_id": "a", "currency": "EUR", "amount_minor": "100", "starts_at": "2024-01-01", "ends_at": "2025-01-01"},
        {"ends_at": "2023-01-01"},
        "ends_before_start",
    ),
    "credit_grants": (
        {"grant_id": "g", "account_id": "a", "currency": "EUR", "amount_minor": "100", "effective_at": "2024-01-01T00:00:00Z"},
        {"amount_minor": "1.5"},
        "too_many_decimals",
    ),
    "fx_rates": (
        {"provider": "t", "rate_date": "2024-01-01", "source_currency": "EUR", "target_currency": "HRK", "rate": "7.5"},
        {"rate": "0"},
        "number_out_of_range",
    ),
    "tax_profiles": ({"account_id": "a", "jurisdiction": "DE"}, {"treatment": "none"}, "value_not_allowed"),
    "tax_results": (
        {
            "provider": "t",
            "transaction_id": "t",
            "invoice_id": "i",
            "account_id": "a",
            "currency": "KWD",
            "jurisdiction": "US-TX",
            "tax_name": "STATE TAX",
        }
        | {"rate_bp": "625.0", "amount_minor": "10000", "taxable_minor": "10000", "tax_minor": "625", "total_tax_minor": "625"}
        | {"calculated_at": "2024-02-01T08:00:00Z"},
        {"tax_minor": "6.25"},
        "too_many_decimals",
    ),
    "budget_policies": (
        {"policy_id": "b", "account_id": "a", "currency": "EUR", "amount_minor": "100", "threshold_percents": "50|99.5"},
        {"threshold_percents": "50|0"},
        "number_out_of_range",
    ),
    "prepaid_policies": ({"account_id": "a", "currency": "KWD", "runway_hours": "1.5"}, {"currency": "XAU"}, "unknown_currency"),
    "payment_sessions": (
        {"session_id": "s", "account_id": "a", "amount_minor": "1", "currency": "JPY", "created_at": "2024-01-01T00:00:00Z"},
        {"created_at": "2024-01-01T00:00:00"},
        "time_without_offset",
    ),
    "provider_customers": (
        {"provider": "stripe", "customer_id": "c", "account_id": "a", "is_default": "true"},
        {"is_default": "yes"},
        "invalid_boolean",
    ),
    "actions": (
        {"action_id": "x", "kind": "adjustment", "actor": "w", "reason": "y", "requested_at": "2024-01-01T00:00:00Z"},
        {"kind": "dance"},
        "value_not_allowed",
    ),
}


def test_kinds_agree_with_the_tables(warehouse: TemporaryWarehouse) -> None:
    types = {"integer": "integer", "minor": "bigint", "time": "timestamp with time zone", "date": "date", "boolean": "boolean", "percents": "ARRAY"}
    for kind in kinds().values():
        found = warehouse.rows(
            "select column_name, data_type, numeric_precision, numeric_scale, is_nullable from information_schema.columns"
            " where table_schema = 'raw' and table_name = %s order by ordinal_position",
            (kind.name,),
        )
        assert [row[0] for row in found[:3]] == ["record_key", "batch_id", "row_number"]
        assert tuple(row[0] for row in found[3:]) == kind.column_names
        for column, (_, data_type, precision, scale, nullable) in zip(kind.columns, found[3:], strict=True):
            given = f"decimal({precision},{scale})" if data_type == "numeric" else column.type
            assert column.type == given and data_type in (types.get(column.type, "numeric" if given.startswith("decimal") else "text"),)
            assert nullable == "YES" or column.required or column.default is not None


def test_kinds_agree_with_the_contract() -> None:
    if not CONTRACT.exists():
        pytest.skip("the contract lies beside the project only where it is developed")
    section = CONTRACT.read_text().split("## Records: kinds and their columns")[1].split("\n## ")[0]
    for name, kind in kinds().items():
        row = next((line for line in section.splitlines() if line.startswith(f"| `{name}` |")), None)
        if row is None:
            assert name in ADDED
            continue
        text = row.replace("*", " ").replace("`", " ").replace("(", " ").replace(",", " ").replace(")", " ")
        # Every kind may carry a correlation id, said once for all.
        added = [column for column in kind.column_names if column not in [*text.split(), *ADDED.get(name, [])]]
        assert added in ([], ["correlation_id"])
        bold = " ".join(row.split("|")[2].split("**")[1::2]).replace(",", " ").replace("`", " ").split()
        assert tuple(bold) == kind.key


def test_every_kind_has_a_sample() -> None:
    assert set(SAMPLES) == set(kinds())


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_good_row_lands_and_a_bad_one_is_kept_beside_it(kind: str, tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    good, change, reason = SAMPLES[kind]
    good = {name: f"sample-{value}" if name in find_kind(kind).key and name.endswith("_id") else value for name, value in good.items()}
    bad = good | ({"price_id": "sample-bad"} if kind == "price_tiers" else {}) | change
    path = write_csv(tmp_path / f"sample-{kind}.csv", good, bad)
    assert land(kind, path) == (1, 0, 0, 1)
    assert [row[:2] for row in rejected(warehouse, path.name)] == [(reason, 3)]
    assert bytes(rejected(warehouse, path.name)[0][2]) == path.read_bytes().splitlines()[2]
    assert land(kind, path, again=True) == (0, 1, 0, 1)
    assert ingest_records(kind, [path])[0].already_known


def test_defaults_and_canonical_values(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    path = tmp_path / "canonical.jsonl"
    path.write_text(
        '{"account_id": "canonical", "currency": "USD", "reseller_account_id": "r", "valid_from": "2024-01-01T01:00:00+01:00", "name": "Ü\\n"}\n'
    )
    assert land("accounts", path) == (1, 0, 0, 0)
    found = warehouse.rows(
        "select billing_timezone, billing_mode, credit_risk_owner, payment_terms_days, name, valid_from = '2024-01-01Z',"
        " record_key = encode(substring(sha256('9:canonical') for 16), 'hex')::uuid from raw.accounts where account_id = 'canonical'"
    )
    assert found == [("UTC", "postpaid", "reseller", 14, "Ü\n", True, True)]


def test_other_content_is_a_new_version_and_the_same_is_a_duplicate(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    row = {"issuer_id": "versions", "city": "Bonn"}
    assert land("issuers", write_csv(tmp_path / "v1.csv", row)) == (1, 0, 0, 0)
    assert land("issuers", write_csv(tmp_path / "v2.csv", row, row | {"city": "Köln"}, row | {"city": "Köln"}, row)) == (2, 2, 0, 0)
    assert land("issuers", write_csv(tmp_path / "v3.csv", row | {"city": "Köln"})) == (1, 0, 0, 0)
    assert warehouse.rows("select city from raw.issuers where issuer_id = 'versions' order by batch_id, row_number") == [
        ("Bonn",),
        ("Köln",),
        ("Bonn",),
        ("Köln",),
    ]


def test_numbers_that_differ_only_in_writing_are_the_same(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    row = SAMPLES["prices"][0] | {"price_id": "writing", "unit_price": "2.50"}
    assert land("prices", write_csv(tmp_path / "w1.csv", row)) == (1, 0, 0, 0)
    assert land("prices", write_csv(tmp_path / "w2.csv", row | {"unit_price": "2.5", "valid_to": "9999-12-31"})) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("kind", "column", "other"), [("fx_rates", "rate", "7.6"), ("actions", "reason", "another"), ("tax_results", "tax_minor", "624")]
)
def test_the_first_stands_where_nothing_may_change(kind: str, column: str, other: str, tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    row = SAMPLES[kind][0] | {find_kind(kind).key[0]: "first"}
    path = write_csv(tmp_path / f"first-{kind}.csv", row, row, row | {column: other})
    assert land(kind, path) == (1, 1, 1, 0)
    assert [entry[:2] for entry in rejected(warehouse, path.name)] == [("conflict", 4)]
    assert land(kind, write_csv(tmp_path / f"second-{kind}.csv", row | {column: other}, row)) == (0, 1, 1, 0)


def test_loads_at_once_end_as_if_in_turn(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    rows = [
        {"provider": "at-once", "rate_date": f"2024-01-{day:02}", "source_currency": "EUR", "target_currency": "USD", "rate": "1.1"}
        for day in range(1, 29)
    ]
    paths = [write_csv(tmp_path / f"at-once-{number}.csv", *rows, rows[0] | {"provider": f"other-{number}"}) for number in range(4)]
    reports: list[tuple[int, int, int, int]] = []
    threads = [threading.Thread(target=lambda path=path: reports.append(land("fx_rates", path))) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reports) == [(1, 28, 0, 0)] * 3 + [(29, 0, 0, 0)]
    assert warehouse.rows("select count(*) from raw.fx_rates where provider = 'at-once'") == [(28,)]
