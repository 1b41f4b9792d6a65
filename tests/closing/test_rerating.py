"""A closed month that is rated again takes what a record says now, and nothing else: told once through the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

PRICES = "price_id,meter,currency,model,unit_price,rounding\n"
CHARGE = (
    "action_id,kind,account_id,currency,amount_minor,actor,reason,requested_at\nset-up,one_off_charge,acme,USD,1234,fay,Set-up,2024-01-20T00:00:00Z\n"
)


@pytest.fixture
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """Three units at 0.335 in January are 1.005: 1.01 rounded half away from zero, and 1.00 rounded down."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("rerating"))
        told.records("accounts", "account_id,currency\nacme,USD\n")
        told.records("prices", PRICES + "unit-usd,unit,USD,per_unit,0.335,half_away\n")
        told.usage(("acme", "2024-01-10T10:00:00Z", 3))
        yield told


def entries(house: BillingHouse) -> list[tuple]:
    """(begin of the service period, begin of the period it is booked in, amount) of every entry of a group."""
    return house.warehouse.rows(
        "select service_period_start::date::text, booking_period_start::date::text, amount_minor from billing.ledger_entries"
        " where account_id = 'acme' and service_period_start is not null order by booked_at, amount_minor"
    )


def test_a_rerated_month_takes_its_new_rounding_and_no_charge_that_a_later_month_has(house: BillingHouse) -> None:
    house.build("2024-02-02T00:00:00Z")
    house.close("acme", "2024-01-01")
    house.build("2024-02-03T00:00:00Z")
    # Asked for in January, told when January was closed: it is February's.
    house.records("actions", CHARGE)
    house.build("2024-02-04T00:00:00Z")
    billed = [("2024-01-01", "2024-01-01", -101), ("2024-02-01", "2024-02-01", -1234)]
    assert entries(house) == billed
    house.build("2024-03-02T00:00:00Z")
    house.close("acme", "2024-02-01")
    house.build("2024-03-03T00:00:00Z")
    house.records("prices", PRICES + "unit-usd,unit,USD,per_unit,0.335,down\n")
    house.approved("rerate", "--account", "acme", "--reference", "2024-01-01")
    house.build("2024-03-04T00:00:00Z")
    assert entries(house) == [*billed, ("2024-01-01", "2024-03-01", 1)]
    # No unit was counted anew and no line moved, and the cent is still a line of March's draft.
    house.build("2024-04-02T00:00:00Z")
    assert house.documents("acme")[2] == (None, None, "2024-03-01", "draft", -1, -1)
    drafted = "select quantity::int, amount_minor, unit_price::numeric(9, 3)::text, description from billing.invoice_lines where amount_minor < 0"
    assert house.warehouse.rows(drafted) == [(0, -1, "0.335", "Other, unit, correction of an earlier period")]
    costs = 'select "ChargeCategory", "BilledCost"::text from analytics.focus_cost_and_usage where "BillingPeriodStart" = \'2024-03-01Z\''
    assert house.warehouse.rows(costs) == [("Adjustment", "-0.01")]
    assert house.warehouse.rows("select check_name, reason from finance.reconciliation_findings where check_name = 'journal_to_drafts'") == []
