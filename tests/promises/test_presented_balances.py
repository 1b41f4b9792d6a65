"""The whole history of the ECB's rates, when it is at hand, and balances told in the account's currency by it. Nothing is booked by a rate."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from tests.closing.billing_house import BillingHouse
from tests.promises.test_real_traces import DATA
from tests.temporary_warehouse import TemporaryWarehouse

HISTORY = DATA / "fx_ecb" / "eurofxref-hist.csv.gz"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.compiled_plan,
    pytest.mark.skipif(not HISTORY.exists(), reason=f"put the history of the ECB's rates under {DATA}"),
]


def rates_of_the_ecb() -> list[str]:
    """Every rate as a row of fx_rates records; N/A is no rate."""
    with gzip.open(HISTORY, "rt", encoding="utf-8", newline="") as file:
        days = list(csv.DictReader(io.StringIO(file.read())))
    rated = ((day["Date"], currency, rate) for day in days for currency, rate in day.items() if currency not in ("Date", "", None))
    return [f"ecb,{day},EUR,{currency},{rate}" for day, currency, rate in rated if rate not in ("N/A", "", None)]


def presented(warehouse: TemporaryWarehouse) -> list[tuple]:
    return warehouse.rows(
        "select balances.currency, balances.balance_minor, balances.presented_minor, balances.conversion_reason, source.rate, target.rate,"
        " balances.fx_rate_date::text from billing.balances_presented as balances"
        " left join raw.fx_rates as source on source.record_key = balances.fx_source_snapshot_id"
        " left join raw.fx_rates as target on target.record_key = balances.fx_target_snapshot_id"
        " where balances.account_id = 'tokyo' order by balances.currency"
    )


def test_dollars_are_told_in_yen_by_the_rates_of_the_day_before(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """59.99 x 164.05 / 1.0849 = 9,071.21 on 2023-11-17, JPY 9,071. On Sunday Friday's rates hold, and roubles have had none since March 2022."""
    house, rates = BillingHouse(warehouse, tmp_path), rates_of_the_ecb()
    house.records("accounts", "account_id,currency\ntokyo,JPY\n")
    house.records("fx_rates", "\n".join(["provider,rate_date,source_currency,target_currency,rate", *rates, ""]))
    assert warehouse.rows("select count(*) from raw.fx_rates") == [(len(rates),)]
    assert len(rates) > 200_000
    house.build("2023-11-17T00:00:00Z")
    for currency, amount in (("USD", "5999"), ("RUB", "100")):
        house.approved("admin_credit", "--account", "tokyo", "--currency", currency, "--amount-minor", amount)
    house.build("2023-11-17T06:00:00Z")
    no_rate = ("RUB", 100, None, "no_rate_in_7_days", None, None, None)
    as_it_is = ("JPY", 0, 0, "same_currency", None, None, None)
    usd, jpy = (
        warehouse.rows("select rate from raw.fx_rates where rate_date = '2023-11-16' and target_currency = %s", (c,))[0][0] for c in ("USD", "JPY")
    )
    assert presented(warehouse) == [as_it_is, no_rate, ("USD", 5999, 9071, "rate_of_the_day_before", usd, jpy, "2023-11-16")]
    ended = "select account_id, subject, amount_minor from finance.reconciliation_findings where check_name = 'balances_to_rates'"
    assert warehouse.rows(ended) == [("tokyo", "RUB to JPY, last quoted on 2022-03-01", 100)]
    entries = warehouse.rows("select count(*) from book.journal_entries")
    house.build("2023-11-19T06:00:00Z")
    told = presented(warehouse)
    assert [row[3] for row in told] == ["same_currency", "no_rate_in_7_days", "last_known_rate"]
    assert told[2][6] == "2023-11-17"
    assert warehouse.rows("select count(*) from book.journal_entries") == entries
