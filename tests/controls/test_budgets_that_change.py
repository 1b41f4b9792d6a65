"""Budgets whose account gets another time zone and whose policy gets another project, account or currency. Numbers by hand; units cost 1.00."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.closing.billing_house import BillingHouse
from tests.controls.controlled_house import counts, decision, furnish, thresholds, use
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

POLICY = "policy_id,account_id,project_id,currency,amount_minor,threshold_percents\n"


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        changing = BillingHouse(fresh, tmp_path_factory.mktemp("budgets"))
        furnish(changing, hook_port=1)
        yield changing


def test_a_change_of_time_zone_tells_nothing_twice(house: BillingHouse) -> None:
    """acme has spent 85.00 of 100.00 in February; then it is in Kolkata, where February began on 31 January at 18:30 UTC."""
    use(house, "quantity,unit,acme,85,2024-02-05T10:00:00Z,,,")
    house.build("2024-02-06T00:00:00Z")
    seen = [("2024-02-01", 50, 8500, 1, "2024-02-06", "2024-02-06"), ("2024-02-01", 80, 8500, 1, "2024-02-06", "2024-02-06")]
    assert thresholds(house) == seen and told(house) == [("whole", 50), ("whole", 80)]
    before = counts(house)
    for zone, day in (("Asia/Kolkata", "09"), ("America/New_York", "10")):
        house.records("accounts", f"account_id,currency,billing_mode,billing_timezone\nacme,USD,postpaid,{zone}\n")
        house.build(f"2024-02-{day}T00:00:00Z")
        assert counts(house) == before
        assert posture(house, "whole") == (8500, 80, 8500, 1, "2024-02-01 00:00:00+00", "2024-03-01 00:00:00+00")
        assert [decision(house, amount) for amount in (1500, 1501)] == ["warn", "would_block"]


def test_spend_stays_in_the_month_that_it_is_billed_in(house: BillingHouse) -> None:
    """15.00 more, in the last hours of February in UTC: 100.00. New York is still in February two hours later, and the budget is in March."""
    use(house, "quantity,unit,acme,15,2024-02-29T23:00:00Z,,,")
    house.build("2024-03-01T02:00:00Z")
    assert thresholds(house) == [
        ("2024-02-01", 50, 10000, 2, "2024-02-06", "2024-03-01"),
        ("2024-02-01", 80, 10000, 2, "2024-02-06", "2024-03-01"),
        ("2024-02-01", 100, 10000, 1, "2024-03-01", "2024-03-01"),
    ]
    assert told(house) == [("whole", 50), ("whole", 80), ("whole", 100)]
    # March ends at midnight of New York, in summer time.
    march = ("2024-03-01 00:00:00+00", "2024-04-01 04:00:00+00")
    assert posture(house, "whole") == (0, None, None, 0, *march)
    use(house, "quantity,unit,acme,30,2024-03-01T03:00:00Z,p1,,", "quantity,unit,acme,36,2024-03-02T03:00:00Z,p2,,")
    house.build("2024-03-03T00:00:00Z")
    assert posture(house, "whole") == (6600, 50, 6600, 1, *march)


def test_a_policy_that_watches_something_else_tells_of_that(house: BillingHouse) -> None:
    """30.00 of 30.00 for p1 were told; p2 has spent 36.00, which nobody was told of. Back at p1 there is no news."""
    march = ("2024-03-01 00:00:00+00", "2024-04-01 04:00:00+00")
    assert told(house, "part") == [("part", 100)]
    house.records("budget_policies", POLICY + "part,acme,p2,USD,3000,100\n")
    house.build("2024-03-04T00:00:00Z")
    assert told(house, "part") == [("part", 100), ("part", 100)]
    assert posture(house, "part") == (3600, 100, 3600, 1, *march)
    before = counts(house)
    house.records("budget_policies", POLICY + "part,acme,p1,USD,3000,100\n")
    house.build("2024-03-05T00:00:00Z")
    assert counts(house) == before
    assert posture(house, "part") == (3000, 100, 3000, 1, *march)
    # Of another currency and of another account it has seen nothing.
    for watched in ("acme,p1,EUR", "other,,USD"):
        house.records("budget_policies", POLICY + f"part,{watched},3000,100\n")
        house.build("2024-03-05T00:00:01Z")
        assert posture(house, "part")[:4] == (0, None, None, 0)
    assert counts(house) == before


def told(house: BillingHouse, policy: str = "whole") -> list[tuple]:
    """(policy, percent) of each crossing of a budget in the outbox, in order."""
    return house.warehouse.rows(
        "select payload ->> 'policy_id', (payload ->> 'threshold_percent')::int from book.outbox_events"
        " where event_type = 'budget_threshold_crossed' and payload ->> 'policy_id' = %s order by build_number, 2",
        (policy,),
    )


def posture(house: BillingHouse, policy: str) -> tuple:
    """(spend, percent and spend of the latest event, count, begin and end of the period) of a budget."""
    return house.warehouse.rows(
        "select spend_minor, latest_threshold_percent::int, latest_event_spend_minor, event_count, period_start::text, period_end::text"
        " from billing.budget_posture where policy_id = %s",
        (policy,),
    )[0]
