"""Resellers whose customers have another currency: each side rated in its own, the exchange rate named on the line, the margin told by it.

Rates of the story: one euro is 1.10 dollars on Friday 2024-01-05, 1.20 on the 8th, 1.25 dollars and 160 yen on the 9th.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ingest.records import ingest_records
from ingest.usage import ingest_usage
from tests.promises.truth import truth
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.verify import verify_book

RECORDS = {
    "accounts": """account_id,account_type,currency,reseller_account_id,retail_plan_id,wholesale_plan_id
partner,reseller,EUR,,,
shop,end_customer,USD,partner,shop,bulk
domestic,reseller,USD,,,
kobo,end_customer,JPY,domestic,kobo,domestic
""",
    "prices": """price_id,plan_id,meter,currency,model,unit_price
shop-unit,shop,unit,USD,per_unit,2.00
bulk-unit,bulk,unit,EUR,per_unit,1.50
kobo-unit,kobo,unit,JPY,per_unit,300
domestic-unit,domestic,unit,USD,per_unit,2.00
""",
    "fx_rates": """provider,rate_date,source_currency,target_currency,rate
ecb,2024-01-05,EUR,USD,1.10
ecb,2024-01-08,EUR,USD,1.20
ecb,2024-01-09,EUR,USD,1.25
ecb,2024-01-09,EUR,JPY,160
""",
}
USAGE = """event_id,source,event_kind,meter,account_id,quantity,occurred_at
s-1,t,quantity,unit,shop,10,2024-01-08T10:00:00Z
s-2,t,quantity,unit,shop,10,2024-01-10T10:00:00Z
k-1,t,quantity,unit,kobo,10,2024-01-10T10:00:00Z
"""
LINES = """select rated_usage.account_id, side, currency, amount_exact::int,
        to_char(window_start at time zone 'UTC', 'DD'), one.rate::float, other.rate::float
    from billing.rated_usage
    left join raw.fx_rates as one on one.record_key = fx_snapshot_id
    left join raw.fx_rates as other on other.record_key = fx_base_snapshot_id
    order by 1, 2, 5"""
MARGINS = """select reseller_account_id, account_id, currency, wholesale_minor, retail_minor, margin_minor,
        retail_converted_minor, margin_converted_minor, days_without_rate
    from finance.reseller_margin where period = '2024-01' order by 1, 2, 3"""


def land(folder: Path, kind: str, text: str) -> None:
    path = folder / f"{kind}.csv"
    path.write_text(text)
    ingest_usage([path]) if kind == "usage" else ingest_records(kind, [path])


def build(as_of: str) -> str:
    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    assert verify_book().ok, verify_book()
    return report.status


def findings(warehouse: TemporaryWarehouse) -> list[tuple]:
    return sorted(warehouse.rows("select account_id, subject, split_part(reason, ':', 1) from finance.reconciliation_findings"))


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_each_side_has_its_currency_and_the_line_names_the_rate_between_them(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """shop: 2,000 cents at 1.10 on the 8th and 2,000 at 1.25 on the 10th are 1,818.18 + 1,600 = 3,418 euro cents; wholesale 3,000.

    kobo: 3,000 yen times 1.25 divided by 160 are 23.4375 dollars, 2,344 cents; wholesale 2,000.
    """
    for kind, text in RECORDS.items():
        land(tmp_path, kind, text)
    land(tmp_path, "usage", USAGE)
    build("2024-01-15T00:00:00Z")
    assert warehouse.rows(LINES) == [
        ("domestic", "wholesale", "USD", 2000, "10", None, None),
        ("kobo", "retail", "JPY", 3000, "10", 1.25, 160),
        ("partner", "wholesale", "EUR", 1500, "08", None, None),
        ("partner", "wholesale", "EUR", 1500, "10", None, None),
        ("shop", "retail", "USD", 2000, "08", 1.1, None),
        ("shop", "retail", "USD", 2000, "10", 1.25, None),
    ]
    two_currencies = [
        ("domestic", "kobo", "JPY", None, 3000, None, None, None, None),
        ("domestic", "kobo", "USD", 2000, None, None, 2344, 344, 0),
        ("partner", "shop", "EUR", 3000, None, None, 3418, 418, 0),
        ("partner", "shop", "USD", None, 4000, None, None, None, None),
    ]
    assert warehouse.rows(MARGINS) == two_currencies
    assert findings(warehouse) == []
    # Nothing is billed by a rate: each owes in his own currency, and the customers nothing.
    assert warehouse.rows("select account_id, currency, balance_minor from billing.balances where balance_minor <> 0 order by 1") == [
        ("domestic", "USD", -2000),
        ("partner", "EUR", -3000),
    ]

    # The newest rate is eight days old on the 17th: a finding, until one lands. Rates that come late move no money.
    # What was agreed for an allocation in euros prices no dollars, and no other price stands in for it: the wholesale side knows nothing of it.
    agreed = '{""currency"": ""EUR"", ""unit_price"": ""9""}'
    usage = USAGE.splitlines()[0] + ",pricing_snapshot\ns-3,t,quantity,unit,shop,1,2024-01-17T10:00:00Z,\n"
    land(tmp_path, "usage", usage + f's-4,t,quantity,unit,shop,2,2024-01-17T11:00:00Z,"{agreed}"\n')
    build("2024-01-20T00:00:00Z")
    foreign = ("shop", "unit", "price_currency_differs")
    assert findings(warehouse) == [("shop", "USD to EUR in 2024-01", "fx_rate_missing"), foreign]
    assert warehouse.rows(MARGINS)[2] == ("partner", "shop", "EUR", 3450, None, None, None, None, 1)
    before = truth(warehouse)
    land(tmp_path, "fx_rates", RECORDS["fx_rates"].splitlines()[0] + "\necb,2024-01-10,EUR,USD,1.00\n")
    build("2024-02-01T06:00:00Z")
    assert findings(warehouse) == [foreign]
    assert warehouse.rows(MARGINS)[2] == ("partner", "shop", "EUR", 3450, None, None, 3618, 168, 0)
    assert [row for row in truth(warehouse) if not row.startswith("draft")] == [row for row in before if not row.startswith("draft")]

    # What was closed keeps the rates that the close knew: another provider's, first by name, counts for the open period only.
    close = ["action", "period_close", "--reference", "2024-01-01", "--actor", "finance", "--reason", "month end", "--json", "--account"]
    assert [warehouse.run(*close, account).output["status"] for account in ("shop", "partner", "domestic")] == ["accepted"] * 3
    build("2024-02-02T06:00:00Z")
    land(tmp_path, "fx_rates", RECORDS["fx_rates"].splitlines()[0] + "\naaa,2024-01-09,EUR,USD,2.00\naaa,2024-01-09,EUR,JPY,200\n")
    build("2024-02-03T06:00:00Z")
    assert [row[1:2] + row[6:] for row in warehouse.rows(MARGINS)] == [
        ("kobo", None, None, None),
        ("kobo", 3000, 1000, 0),
        ("shop", 3618, 168, 0),
        ("shop", None, None, None),
    ]
    # A customer who moves to another reseller takes no closed month along.
    margins = warehouse.rows(MARGINS)
    land(tmp_path, "accounts", RECORDS["accounts"].splitlines()[0] + "\nshop,end_customer,USD,domestic,shop,bulk\n")
    build("2024-02-04T06:00:00Z")
    assert warehouse.rows(MARGINS) == margins
