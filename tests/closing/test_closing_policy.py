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


def differences(house: BillingHouse) -> list[tuple]:
    """(account, period, amount, what it was billed and would be, remedy) of closed periods that a re-rating would change."""
    return house.warehouse.rows(
        "select account_id, subject, currency, amount_minor, substring(reason from 'Billed.*'), substring(remedy from 'tallyhouse action.*')"
        " from finance.reconciliation_findings where check_name = 'closed_periods_to_records' order by account_id, subject",
        role="finance",
    )


def test_a_stale_source_blocks_the_close_and_is_named(house: BillingHouse) -> None:
    house.usage(("acme", "2024-02-01T00:00:00Z", 1))
    house.build("2024-02-03T00:00:00Z")
    assert states(house) == [("acme", "closed", "tallyhouse", "policy: 48 hours after the end")]
    blocked = "select account_id, subject, split_part(reason, ':', 1) from finance.reconciliation_findings where check_name = 'periods_to_close'"
    assert house.warehouse.rows(blocked) == [("slow", "2024-01-01T00:00:00Z waits for stuck", "source_stale")]
    house.usage(("slow", "2024-02-02T10:00:00Z", 1), source="stuck")
    # What holds from March on, and what no amount hangs on, concerns no closed period.
    house.records("prices", "price_id,account_id,meter,currency,model,unit_price,valid_from\ndeal,acme,unit,USD,per_unit,9.00,2024-03-01T00:00:00Z\n")
    house.records("accounts", "account_id,currency,city\nacme,USD,Geneva\n")
    house.build("2024-02-04T00:00:00Z")
    assert [row[:2] for row in states(house)] == [("acme", "closed"), ("slow", "closed")]
    assert house.warehouse.rows(blocked) == []
    assert differences(house) == []
    # The document of acme is issued by the build after the close, that of slow waits for an action.
    assert house.documents("acme") == [("INV-2024-000001", "invoice", "2024-01-01", "issued", 3000, 3000)]
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 2000, 2000)]


def test_a_period_opens_again_with_an_approval_and_takes_the_new_price(house: BillingHouse) -> None:
    assert "INV-2024-000001" in house.refused("period_reopen", "--account", "acme", "--reference", "2024-01-01")
    house.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,2.00\n")
    house.approved("period_reopen", "--account", "slow", "--reference", "2024-01-01")
    house.build("2024-02-05T00:00:00Z")
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 2000, 2000)]
    # 30 units at 2.00 are 60.00 and not 30.00; 20 of the period that this build opens again would be 40.00 and not 20.00.
    acme = ("acme", "2024-01-01T00:00:00Z", "USD", 3000, "Billed USD 30.00, with what is known now 60.00. Changed: prices unit-usd.")
    acme += ("tallyhouse action rerate --account acme --reference 2024-01-01T00:00:00Z --actor WHO --reason WHY",)
    assert [row[:4] for row in differences(house)] == [acme[:4], ("slow", "2024-01-01T00:00:00Z", "USD", 2000)]
    house.build("2024-02-06T00:00:00Z")
    assert differences(house) == [acme]
    assert house.documents("slow") == [(None, None, "2024-01-01", "draft", 4000, 4000)]
    assert house.documents("acme")[0][4] == 3000
    # A policy closes once: what somebody opened, somebody closes.
    assert [row[1] for row in states(house) if row[0] == "slow"] == ["closed", "reopened"]
    house.close("slow", "2024-01-01")
    house.build("2024-02-07T00:00:00Z")
    assert differences(house) == [acme]
    assert [row[1] for row in states(house) if row[0] == "slow"] == ["closed", "reopened", "closed"]


def test_a_new_price_reaches_an_issued_period_only_when_somebody_approves_it(house: BillingHouse) -> None:
    """30 units at 1.00 are 30.00 on the invoice; at 2.00 they are 60.00, so 30.00 are booked in February and the invoice stays."""
    assert "not closed" in house.refused("rerate", "--account", "acme", "--reference", "2024-02-01")
    issued = house.documents("acme")[0]
    corrections = "select amount_minor, booking_period_start::date::text, service_period_start::date::text from billing.ledger_entries"
    corrections += " where account_id = 'acme' and entry_type = 'correction'"
    assert house.warehouse.rows(corrections) == []
    house.approved("rerate", "--account", "acme", "--reference", "2024-01-01")
    house.build("2024-02-08T00:00:00Z")
    assert house.warehouse.rows(corrections) == [(-3000, "2024-02-01", "2024-01-01")]
    assert differences(house) == []
    assert house.documents("acme")[0] == issued
    assert [row[1] for row in states(house) if row[0] == "acme"] == ["closed", "closed"]
    # What comes late is rated as the re-rating did it, and nothing is booked twice.
    house.usage(("acme", "2024-01-11T10:00:00Z", 5))
    house.build("2024-02-09T00:00:00Z")
    assert sorted(house.warehouse.rows(corrections)) == [(-3000, "2024-02-01", "2024-01-01"), (-1000, "2024-02-01", "2024-01-01")]
    assert house.build("2024-02-09T00:00:00Z")["status"] == "nothing_new"


def test_late_usage_of_a_period_whose_price_has_changed_counts_on_both_sides(house: BillingHouse) -> None:
    """35 units and a late one are billed at the 2.00 of the re-rating: 72.00. At 2.50 they are 90.00; back at 2.00 there is no difference.

    A fee of 10.00 for slow from January on, which nobody knew when January was closed, is told without an amount until a re-rating charges it.
    """
    house.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,2.50\n")
    house.records("prices", "price_id,plan_id,currency,model,flat_fee\nclub-fee,club,USD,flat,10.00\n")
    house.records("subscriptions", "subscription_id,account_id,plan_id,starts_at\nclub-slow,slow,club,2024-01-01T00:00:00Z\n")
    house.usage(("acme", "2024-01-12T10:00:00Z", 1))
    house.build("2024-02-10T00:00:00Z")
    late = "select amount_minor from billing.ledger_entries where account_id = 'acme' and entry_type = 'correction' and booked_at = '2024-02-10Z'"
    assert house.warehouse.rows(late) == [(-200,)]
    # slow was closed with 20 units at 2.00.
    acme = "Billed USD 72.00, with what is known now 90.00. Changed: prices unit-usd."
    slow = "Billed USD 40.00, with what is known now 50.00. Changed: prices unit-usd, subscriptions club-slow."
    assert [row[:5] for row in differences(house)] == [
        ("acme", "2024-01-01T00:00:00Z", "USD", 1800, acme),
        ("slow", "2024-01-01T00:00:00Z", "USD", 1000, slow),
        ("slow", "2024-01-01T00:00:00Z: prices club-fee, subscriptions club-slow", None, None, None),
    ]
    house.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,2.0\n")
    house.approved("rerate", "--account", "slow", "--reference", "2024-01-01")
    house.build("2024-02-11T00:00:00Z")
    assert differences(house) == []
    charged = "select amount_minor from billing.ledger_entries where account_id = 'slow' and service_period_start = '2024-01-01Z' and booked_at = %s"
    assert house.warehouse.rows(charged, ("2024-02-11Z",)) == [(-1000,)]
