"""Periods that close by themselves, and a closed one that is opened again: told once through the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """Two accounts whose periods close 48 hours after their end; documents of acme are issued by themselves."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("policy"))
        told.records("accounts", "account_id,currency\nacme,USD\nslow,USD\n")
        told.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n")
        with fresh.connect() as connection:
            connection.execute(
                "insert into reference.closing_policies (account_id, grace_hours, source_memory_days, issues_documents)"
                " values ('acme', 48, 31, true), (null, 48, 31, false)"
            )
        told.usage(("acme", "2024-01-10T10:00:00Z", 30))
        told.usage(("slow", "2024-01-10T10:00:00Z", 20), source="stuck")
        yield told


def states(house: BillingHouse) -> list[tuple]:
    return house.warehouse.rows(
        "select account_id, status, actor, reason from book.periods inner join book.period_closings using (period_id)"
        " where period_start = '2024-01-01Z' order by account_id, closing_number"
    )


def test_a_stale_source_blocks_the_close_and_is_named(house: BillingHouse) -> None:
    house.usage(("acme", "2024-02-01T00:00:00Z", 1))
    house.build("2024-02-03T00:00:00Z")
    assert states(house) == [("acme", "closed", "tallyhouse", "policy: 48 hours after the end")]
    blocked = "select account_id, subject, split_part(reason, ':', 1) from finance.reconciliation_findings where check_name = 'periods_to_close'"
    assert house.warehouse.rows(blocked) == [("slow", "2024-01-01T00:00:00Z waits for stuck", "source_stale")]
    house.usage(("slow", "2024-02-02T10:00:00Z", 1), source="stuck")
    house.build("2024-02-04T00:00:00Z")
    assert [row[:2] for row in states(house)] == [("acme", "closed"), ("slow", "closed")]
    assert house.warehouse.rows(blocked) == []
    # The document of acme is issued by the build after the close, that of slow waits for an action.
    assert house.documents("acme") == [("INV-2024-000001", "invoice", "2024-01-01", "issued", 3000, 3000)]
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 2000, 2000)]


def test_a_period_opens_again_with_an_approval_and_takes_the_new_price(house: BillingHouse) -> None:
    assert "INV-2024-000001" in house.refused("period_reopen", "--account", "acme", "--reference", "2024-01-01")
    house.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,2.00\n")
    house.approved("period_reopen", "--account", "slow", "--reference", "2024-01-01")
    house.build("2024-02-05T00:00:00Z")
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 2000, 2000)]
    house.build("2024-02-06T00:00:00Z")
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 4000, 4000)]
    assert house.documents("acme")[0][4] == 3000
    # A policy closes once: what somebody opened, somebody closes.
    assert [row[1] for row in states(house) if row[0] == "slow"] == ["closed", "reopened"]
    house.close("slow", "2024-01-01")
    house.build("2024-02-07T00:00:00Z")
    assert [row[1] for row in states(house) if row[0] == "slow"] == ["closed", "reopened", "closed"]
