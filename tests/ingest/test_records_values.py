"""Values of records, without a database: what is canonical, and what is refused with which reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ingest.reasons import BadRecord
from ingest.records import values
from ingest.records.rules import check_record
from ingest.strict_json import elements, end_of_value, members, parse


@pytest.mark.parametrize(
    ("given", "canonical"),
    [("1.50", "1.5"), ("-0", "0"), ("1e-7", "0.0000001"), (Decimal("2.00"), "2"), (3, "3"), ("+.5", "0.5"), ("007", "7"), ("1E2", "100")],
)
def test_decimals_become_canonical(given: object, canonical: str) -> None:
    assert values.as_decimal(given, 38, 18) == canonical


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("NaN", "invalid_number"),
        ("-Infinity", "invalid_number"),
        ("1,5", "invalid_number"),
        ("", "invalid_number"),
        ("１", "invalid_number"),
        ("1e400", "number_out_of_range"),
        ("9" * 5000, "number_out_of_range"),
        ("1e-19", "too_many_decimals"),
        ("0." + "1" * 19, "too_many_decimals"),
        ("1" * 21, "number_out_of_range"),
        (True, "wrong_type"),
        ([], "wrong_type"),
        ("-1", "number_out_of_range"),
        ("0x10", "invalid_number"),
    ],
)
def test_decimals_that_are_refused(given: object, code: str) -> None:
    with pytest.raises(BadRecord) as refusal:
        values.as_decimal(given, 38, 18, minimum=0)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("given", "code"), [("1.0", "too_many_decimals"), (2**63, "number_out_of_range"), ("9" * 5000, "number_out_of_range"), ("x", "invalid_number")]
)
def test_minor_amounts_are_whole_numbers(given: object, code: str) -> None:
    assert values.as_integer("-12", values.BIGINT, None) == "-12"
    with pytest.raises(BadRecord) as refusal:
        values.as_integer(given, values.BIGINT, None)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("2024-01-31T13:00:00+01:00", "2024-01-31T12:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.123456Z"),
        ("1990-01-01T00:00:00Z", "1990-01-01T00:00:00Z"),
        ("9999-12-31", "9999-12-31T00:00:00Z"),
    ],
)
def test_times_become_utc(given: str, canonical: str) -> None:
    assert values.as_time(given, open_end=True) == canonical


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("2024-02-30", "invalid_time"),
        ("2024-02-30T00:00:00Z", "invalid_time"),
        ("2024-01-01T00:00:00", "time_without_offset"),
        ("2024-01-01 00:00:00Z", "invalid_time"),
        ("01/02/2024", "invalid_time"),
        ("tomorrow", "invalid_time"),
        ("infinity", "invalid_time"),
        ("2100-01-01", "time_out_of_range"),
        ("1989-12-31T23:59:59Z", "time_out_of_range"),
        ("9999-12-31", "time_out_of_range"),
        ("2024-01-01T24:00:00Z", "invalid_time"),
        ("2024-01-01T00:00:00+24:00", "invalid_time"),
        ("0001-01-01T00:00:00+23:59", "invalid_time"),
        (20240101, "wrong_type"),
    ],
)
def test_times_that_are_refused(given: object, code: str) -> None:
    with pytest.raises(BadRecord) as refusal:
        values.as_time(given)
    assert refusal.value.code == code


ACCOUNT = {"account_id": "a", "parent_account_id": None, "reseller_account_id": None, "credit_risk_owner": None}


@pytest.mark.parametrize(
    ("kind", "most", "more"),
    [
        ("credit_grants", {"amount_minor": "999999999999999"}, {"amount_minor": "1000000000000000"}),
        ("commit_contracts", {"amount_minor": "999999999999999"}, {"amount_minor": "9223372036854775807"}),
        ("issuers", {"invoice_series": "I" * 100, "credit_note_series": None}, {"invoice_series": None, "credit_note_series": "I" * 101}),
        ("accounts", ACCOUNT | {"payment_terms_days": "3650"}, ACCOUNT | {"payment_terms_days": "2147483647"}),
    ],
)
def test_what_nobody_means_is_refused_before_sums_and_due_dates_leave_their_range(kind: str, most: dict[str, Any], more: dict[str, Any]) -> None:
    assert check_record(kind, most)
    with pytest.raises(BadRecord) as refusal:
        check_record(kind, more)
    assert refusal.value.code in ("number_out_of_range", "too_large")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": NaN}', "invalid_number"),
        ('{"a": 1e400}', "number_out_of_range"),
        ('{"a": 1e99999999999999999999}', "number_out_of_range"),
        ('{"a": -0e-99999999999999999999}', "number_out_of_range"),
        ('{"a": ' + "1" * 5000 + "}", "number_out_of_range"),
        ('{"a": 1, "a": 2}', "duplicate_key"),
        ('{"a": "\\ud800"}', "lone_surrogate"),
        ('{"a": "\\u0000"}', "nul_character"),
        ("[" * 100_000, "too_deep"),
        ('{"a": ' * 70 + "1" + "}" * 70, "too_deep"),
        ('{"a": 1', "malformed_json"),
        ('{"a": 1} x', "malformed_json"),
        ('"' + '\\"' * 200_000, "malformed_json"),
    ],
)
def test_json_that_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadRecord) as refusal:
        parse(text)
    assert refusal.value.code == code


def test_json_numbers_are_exact() -> None:
    assert parse('{"a": 0.1, "b": 12345678901234567890, "c": "\\ud83d\\ude00"}') == {"a": Decimal("0.1"), "b": 12345678901234567890, "c": "😀"}


def test_extents_of_json_values_need_no_valid_content() -> None:
    text = '[{"a": "]}"}, {"a": NaN}, 5]'
    assert [text[begin:end] for begin, end in elements(text, 0) or []] == ['{"a": "]}"}', '{"a": NaN}', "5"]
    assert elements("[{} {}]", 0) is None
    assert members('{"a": 1, "a": 2}', 0) is None
    assert end_of_value('{"a": "', 0) is None
