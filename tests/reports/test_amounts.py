"""How numbers read: the decimals of their currency, thousands apart, nothing through a float, nothing a spreadsheet would run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from reports import amounts
from reports.tables import harmless


@pytest.mark.parametrize(
    ("minor", "currency", "plain", "read"),
    [
        (319263, "USD", "3192.63", "3,192.63"),
        (-5, "EUR", "-0.05", "−0.05"),
        (0, "USD", "0.00", "0.00"),
        (-1234567, "JPY", "-1234567", "−1,234,567"),
        (1234, "KWD", "1.234", "1.234"),
        (9_223_372_036_854_775_807, "USD", "92233720368547758.07", "92,233,720,368,547,758.07"),
        (Decimal("4760.889500000000"), "USD", "47.608895", "47.608895"),
        (Decimal("-0.000000000001"), "JPY", "-0.000000000001", "−0.000000000001"),
        (Decimal("15757.500000000000"), "USD", "157.575", "157.575"),
        (Decimal("4761.000000000000"), "USD", "47.61", "47.61"),
    ],
)
def test_amounts(minor: int | Decimal, currency: str, plain: str, read: str) -> None:
    assert amounts.major_amount(minor, currency) == plain
    assert amounts.grouped(plain) == read


def test_a_time_is_utc_whatever_its_offset() -> None:
    moment = datetime(2026, 9, 1, 5, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert amounts.exact_time(moment) == "2026-09-01T00:00:00Z"
    assert amounts.readable_time(moment) == "2026-09-01 00:00"
    assert amounts.exact_time(datetime(2026, 9, 1, 0, 0, 0, 123456, tzinfo=UTC)) == "2026-09-01T00:00:00.123456Z"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"])
def test_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Northwind ML", "a=b", "", "1-2", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
