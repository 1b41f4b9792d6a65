"""An account that moves to another time zone, through the real command line: its months follow each other, each billed once.

What does not belong here: where a month begins and ends (unit tests beside ``months_reached`` and ``months_not_covered``).
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.promises.charged_house import CATALOGUE, House
from tests.temporary_warehouse import TemporaryWarehouse

pytestmark = [pytest.mark.slow, pytest.mark.compiled_plan]


def test_an_account_that_moves_west_is_billed_for_months_and_not_for_hours(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """March begins in UTC, where February ended, and ends in New York: 90.00 for it once, with what was used in its first hours."""
    house = House(warehouse, tmp_path)
    house.records("prices", CATALOGUE + "pro-fee,pro,,,USD,flat,,,90.00,advance,second,month,,\n")
    house.records("subscriptions", "s,acme,pro,1,2024-02-01T00:00:00Z,\n")
    house.build("2024-02-10T00:00:00Z")
    house.records("accounts", "acme,USD,America/New_York,\n")
    house.usage(("2024-03-01T02:00:00Z", 7))
    # Still February in New York.
    house.build("2024-03-01T03:00:00Z")
    charged = [("fee", "2024-02-01", 9000), ("fee", "2024-03-01", 9000), ("usage", "2024-03-01", 700)]
    assert house.charges() == charged
    house.build("2024-04-01T05:00:00Z")
    assert house.charges() == [*charged, ("fee", "2024-04-01", 9000)]
    # Back in UTC before April ends: May begins in New York, where April ended. Usage of January reaches up to February's begin.
    house.records("accounts", "acme,USD,UTC,\n")
    house.usage(("2024-01-31T20:00:00Z", 2))
    house.build("2024-05-01T05:00:00Z")
    bounds = "select to_char(period_start, 'MM-DD HH24'), to_char(period_end, 'MM-DD HH24') from book.periods where account_id = 'acme' order by 1"
    starts = ["01-01 00", "02-01 00", "03-01 00", "04-01 04", "05-01 04", "06-01 00"]
    assert house.warehouse.rows(bounds) == [*pairwise(starts)]
