"""Promise 23: months closed and issued in any order, twice and at the same time come to the same book."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration.months import close_months, issue_months
from tests.closing.billing_house import BillingHouse
from tests.promises.truth import truth
from tests.temporary_warehouse import Template, warehouse_in_environment
from warehouse.verify import verify_book

pytestmark = [pytest.mark.slow, pytest.mark.compiled_plan]

AS_OF = datetime(2024, 4, 3, tzinfo=UTC)
MONTHS = ("2024-01-01", "2024-02-01", "2024-03-01")
# 12 units in January, 8 in February, 5 in March for each account, at 1.00; Kolkata's months begin 5:30 before UTC's.
USED = {"01": 12, "02": 8, "03": 5}


@contextmanager
def three_months(template: Template, folder: Path) -> Iterator[BillingHouse]:
    """Two accounts with three months behind them, nothing built yet."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        house = BillingHouse(fresh, folder)
        house.records("accounts", "account_id,currency,billing_timezone\nacme,USD,UTC\nmala,USD,Asia/Kolkata\n")
        house.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n")
        house.usage(*((account, f"2024-{month}-10T10:00:00Z", units) for account in ("acme", "mala") for month, units in USED.items()))
        yield house


def close_and_issue(definitions: dg.Definitions, first: str, last: str) -> dg.ExecuteInProcessResult:
    """One run over the months from first to last, as a backfill starts it."""
    job = definitions.get_repository_def().get_job("close_and_issue")
    config = {"ops": {f"book__{name}": {"config": {"as_of": AS_OF.isoformat()}} for name in ("months_closed", "months_issued")}}
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last, "user": "fay"}
    return job.execute_in_process(run_config=config, tags=tags, instance=dg.DagsterInstance.ephemeral(), raise_on_error=False)


def at_the_same_time(until: date) -> None:
    """What each of the two does."""
    close_months(until, "fay", AS_OF)
    issue_months(until, "fay", AS_OF)


def test_months_in_any_order_twice_and_at_once_come_to_the_same_book(definitions: dg.Definitions, template: Template, tmp_path: Path) -> None:
    books = []
    for name in ("one by one", "all at once", "at the same time"):
        folder = tmp_path / name
        folder.mkdir()
        with three_months(template, folder) as house:
            if name == "one by one":
                for month in MONTHS:
                    assert close_and_issue(definitions, month, month).success
            elif name == "all at once":
                # The last month first, then what it had done already, then all of it again.
                for first, last in ((MONTHS[2], MONTHS[2]), (MONTHS[0], MONTHS[0]), (MONTHS[0], MONTHS[2])):
                    assert close_and_issue(definitions, first, last).success
            else:
                with ThreadPoolExecutor(2) as twins:
                    list(twins.map(at_the_same_time, [date(2024, 4, 1)] * 2))
                close_months(date(2024, 4, 1), "fay", AS_OF)
                issue_months(date(2024, 4, 1), "fay", AS_OF)
            for account, numbers in (("acme", (2, 4, 6)), ("mala", (1, 3, 5))):
                found = [(row[0], row[3], row[4]) for row in house.documents(account)]
                assert (account, found) == (
                    account,
                    [(f"INV-2024-{n:06}", "issued", total) for n, total in zip(numbers, (1200, 800, 500), strict=True)],
                )
            actions = house.warehouse.rows("select kind, actor, count(*) from raw.actions group by 1, 2 order by 1")
            assert actions == [("invoice_issue", "fay", 6), ("period_close", "fay", 6)]
            assert house.warehouse.rows("select count(*) from raw.rejected_records") == [(0,)]
            assert verify_book().ok
            books.append(truth(house.warehouse))
    assert books[0] == books[1] == books[2]
