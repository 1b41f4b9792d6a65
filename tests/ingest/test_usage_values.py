"""Numbers, times and JSON of usage events: exact, or rejected with a stable reason code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ingest.reasons import BadRecord
from ingest.strict_json import parse
from ingest.usage.json_values import attributes_text, canonical_json, snapshot_text
from ingest.usage.values import canonical_number, canonical_time, microseconds


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        ("0", "0"), ("-0", "0"), ("-0.00", "0"), ("0e5", "0"), ("007", "7"), ("1.50", "1.5"), ("1e3", "1000"), ("1.5E+3", "1500"), ("12e-1", "1.2"),
        ("5.", "5"), (".5", "0.5"), ("+5", "5"), ("9007199254740993", "9007199254740993"), ("0.000000001", "0.000000001"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"), ("100e-2", "1"), ("0.0000000010000", "0.000000001"),
    ],
)  # fmt: skip
def test_a_number_is_kept_exactly(given_text: str, canonical: str) -> None:
    assert canonical_number(given_text, 9) == canonical


@pytest.mark.parametrize(
    ("given_text", "reason"),
    [
        ("NaN", "invalid_number"), ("Infinity", "invalid_number"), ("-inf", "invalid_number"), ("1e400", "number_out_of_range"),
        ("9" * 5000, "number_out_of_range"), ("1e999999999999999999", "number_out_of_range"), ("1e-999999999999999999", "too_many_decimals"),
        ("-5", "negative_quantity"), ("-1e400", "negative_quantity"), ("0.0000000001", "too_many_decimals"), ("1e-400", "too_many_decimals"),
        ("", "invalid_number"), (" 5", "invalid_number"), ("5 ", "invalid_number"), ("1,000", "invalid_number"), ("0x10", "invalid_number"),
        ("1_000", "invalid_number"), ("٣", "invalid_number"), (".", "invalid_number"), ("e5", "invalid_number"), ("1e", "invalid_number"),
        ("100000000000000000000", "number_out_of_range"), ("5 GB", "invalid_number"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_is_rejected(given_text: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        canonical_number(given_text, 9)
    assert caught.value.code == reason


@given(some.integers(0, 10**20 - 1), some.integers(0, 9), some.integers(0, 9), some.integers(-12, 12))
def test_every_writing_of_a_number_is_the_same_number(digits: int, places: int, zeros: int, exponent: int) -> None:
    value = Decimal(digits).scaleb(-places)
    text = f"{value:f}" + ("." if places == 0 and zeros else "") + "0" * zeros
    assert Decimal(canonical_number(text, 9)) == value
    shifted = f"{Decimal(digits).scaleb(-places - exponent):f}e{exponent}"
    assert canonical_number(shifted, 9) == canonical_number(text, 9)


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"), ("2024-03-01t12:00:00z", "2024-03-01T12:00:00Z"),
        ("2024-01-01T01:00:00+01:00", "2024-01-01T00:00:00Z"), ("2024-01-01T00:00:00-23:59", "2024-01-01T23:59:00Z"),
        ("2024-01-01T00:00:00.100Z", "2024-01-01T00:00:00.1Z"), ("2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.123456Z"),
        ("2024-01-01T00:00:00.999999999Z", "2024-01-01T00:00:00.999999Z"), ("1990-01-01T00:00:00Z", "1990-01-01T00:00:00Z"),
        ("2099-12-31T23:59:59.999999999Z", "2099-12-31T23:59:59.999999Z"), ("2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_a_time_is_kept_to_the_microsecond(given_text: str, canonical: str) -> None:
    assert canonical_time(given_text, "occurred_at")[0] == canonical


@pytest.mark.parametrize(
    ("given_text", "reason"),
    [
        ("2024-02-30T00:00:00Z", "invalid_time"), ("2023-02-29T00:00:00Z", "invalid_time"), ("2024-01-01T23:59:60Z", "invalid_time"),
        ("2024-01-01T24:00:00Z", "invalid_time"), ("2024-13-01T00:00:00Z", "invalid_time"), ("2024-01-01T00:00:00", "time_without_offset"),
        ("2024-01-01 00:00:00Z", "invalid_time"), ("2024-01-01", "invalid_time"), ("01/02/2024", "invalid_time"), ("tomorrow", "invalid_time"),
        ("infinity", "invalid_time"), ("1704067200", "invalid_time"), ("2024-01-01T00:00:00+24:00", "invalid_time"),
        ("2024-01-01T00:00:00+01", "invalid_time"), ("2024-01-01T00:00:00.1234567890Z", "invalid_time"), ("2024-01-01T00:00:00.Z", "invalid_time"),
        ("1989-12-31T23:59:59Z", "time_out_of_range"), ("2100-01-01T00:00:00Z", "time_out_of_range"),
        ("0001-01-01T00:00:00+23:00", "time_out_of_range"),
        ("9999-12-31T23:59:59-23:00", "time_out_of_range"), ("٢٠٢٤-01-01T00:00:00Z", "invalid_time"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_rejected(given_text: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        canonical_time(given_text, "occurred_at")
    assert caught.value.code == reason


@given(some.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)), some.integers(-23 * 60 - 59, 23 * 60 + 59))
def test_every_offset_is_the_same_moment(moment: datetime, minutes: int) -> None:
    utc = moment.replace(tzinfo=UTC)
    sign = "-" if minutes < 0 else "+"
    local = utc.astimezone(timezone(timedelta(minutes=minutes)))
    text = f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond:06d}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    canonical, found = canonical_time(text, "occurred_at")
    assert found == utc
    assert datetime.fromisoformat(canonical) == utc
    assert int(microseconds(found)) == (utc - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


scalars = (
    some.none() | some.booleans() | some.integers(-(10**30), 10**30) | some.decimals(allow_nan=False, allow_infinity=False, places=9) | some.text()
)
values = some.recursive(scalars, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4), max_leaves=12)


@settings(max_examples=200)
@given(values)
def test_canonical_json_says_the_same(value: object) -> None:
    try:
        assert parse(canonical_json(value)) == value
    except BadRecord as problem:
        assert problem.code in ("lone_surrogate", "nul_character", "number_out_of_range", "too_deep")


def test_equal_attributes_have_one_text() -> None:
    assert attributes_text('{"b": 1.50, "a": [1e2, -0]}') == attributes_text('{"a":[100,0],"b":1.5}') == '{"a":[100,0],"b":1.5}'
    assert attributes_text("null") is None


@pytest.mark.parametrize(
    ("snapshot", "reason"),
    [
        ("[1]", "invalid_json_value"), ('{"unit_price": "cheap"}', "invalid_json_value"), ('{"unit_price": -1}', "invalid_json_value"),
        ('{"unit_price": 1e400}', "number_out_of_range"), ('{"unit_price": NaN}', "invalid_number"), ('{"per_units": 0}', "invalid_json_value"),
        ('{"per_units": 1.5}', "invalid_json_value"), ('{"currency": 840}', "invalid_json_value"), ('{"unit_price": true}', "invalid_json_value"),
        ('{"unit_price": 1, "unit_price": 2}', "duplicate_key"), ('{"unit_price": "0.0000000000000000001"}', "invalid_json_value"),
    ],
)  # fmt: skip
def test_a_snapshot_that_prices_nothing_is_rejected(snapshot: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        snapshot_text(snapshot)
    assert caught.value.code == reason


def test_a_snapshot_keeps_its_price_exactly() -> None:
    assert snapshot_text('{"unit_price": 0.000000000000000001, "currency": "USD"}') == '{"currency":"USD","unit_price":0.000000000000000001}'
