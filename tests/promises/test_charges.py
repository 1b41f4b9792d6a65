"""Charges beside usage, through the real command line, with amounts worked out by hand: each test is a story of builds.

What does not belong here: single rules (unit tests beside the models).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promises.charged_house import CATALOGUE, House
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse

pytestmark = [pytest.mark.slow, pytest.mark.compiled_plan]


@pytest.fixture
def house(warehouse: TemporaryWarehouse, tmp_path: Path) -> House:
    return House(warehouse, tmp_path)


def test_a_change_of_plan_prorates_both_fees_and_late_records_move_them(house: House) -> None:
    """April 2024 has 30 days: 10 days of 90.00 are 30.00, 20 days of 150.00 are 100.00."""
    house.records(
        "prices", CATALOGUE + "base-fee,base,,,USD,flat,,,90.00,arrears,second,month,,\npro-fee,pro,,,USD,flat,,,150.00,advance,second,month,,\n"
    )
    house.records("subscriptions", "s1,acme,base,1,2024-04-01T00:00:00Z,\n")
    house.build("2024-04-05T00:00:00Z")
    assert house.charges() == []
    house.records("subscriptions", "s1,acme,base,1,2024-04-01T00:00:00Z,2024-04-11T00:00:00Z\ns2,acme,pro,1,2024-04-11T00:00:00Z,\n")
    house.build("2024-04-10T00:00:00Z")
    assert house.charges() == []
    house.build("2024-04-12T00:00:00Z")
    assert house.charges() == [("fee", "2024-04-01", 3000), ("fee", "2024-04-01", 10000)]
    counts = book_counts(house.warehouse)
    house.build("2024-04-12T00:00:00Z")
    assert book_counts(house.warehouse) == counts | {"publications": counts["publications"] + 1}
    house.build("2024-05-01T00:00:00Z")
    assert house.charges() == [("fee", "2024-04-01", 3000), ("fee", "2024-04-01", 10000), ("fee", "2024-05-01", 15000)]
    lines = house.warehouse.rows(
        "select description, quantity::int, unit_price::numeric(9, 2)::text, amount_minor from billing.invoice_lines order by amount_minor"
    )
    assert lines == [("Recurring fee of plan base, base-fee", 1, "90.00", 3000), ("Recurring fee of plan pro, pro-fee", 1, "150.00", 10000)]
    # The subscription ends after all: what was charged in advance is given back.
    house.records("subscriptions", "s2,acme,pro,1,2024-04-11T00:00:00Z,2024-05-01T00:00:00Z\n")
    house.build("2024-05-02T00:00:00Z")
    assert house.balance() == -13000


def test_days_are_those_of_the_billing_time_zone_and_years_run_between_anniversaries(house: House) -> None:
    """Kolkata: 2024-04-10T20:00Z is the 11th, so 20 of 30 days of 30.00 are 20.00. 120.00 a year from the 10th of April, once.

    A day of 10.00 is 0.333 and of 20.00 is 0.667: rounded up 0.34 and down 0.66, so the plan of the former lacks 0.66 to 1.00.
    """
    house.records(
        "prices",
        "day-fee,daily,,,USD,flat,,,30.00,arrears,day,month,,\nyear-fee,yearly,,,USD,flat,,,120.00,advance,second,year,,\n"
        "whole-fee,whole,,,USD,flat,,,7.00,advance,none,month,,\n",
    )
    house.records(
        "prices",
        "up-fee,upward,USD,flat,10.00,arrears,day,up\ndown-fee,downward,USD,flat,20.00,arrears,day,down\n",
        header="price_id,plan_id,currency,model,flat_fee,charge_timing,proration,rounding\n",
    )
    house.records("plans", "upward,v1,USD,1.00,\n")
    house.records(
        "subscriptions",
        "u,kolk,upward,1,2024-04-29T18:30:00Z,2024-04-30T18:30:00Z\nv,kolk,downward,1,2024-04-29T18:30:00Z,2024-04-30T18:30:00Z\n"
        "d,kolk,daily,1,2024-04-10T20:00:00Z,\ny,acme,yearly,2,2024-04-10T00:00:00Z,\nw,acme,whole,1,2024-04-20T00:00:00Z,2024-05-03T00:00:00Z\n",
    )
    house.build("2024-05-01T00:00:00Z")
    assert house.charges("kolk") == [
        ("fee", "2024-03-31", 34), ("fee", "2024-03-31", 66), ("fee", "2024-03-31", 2000), ("plan_minimum", "2024-03-31", 66)
    ]  # fmt: skip
    assert house.charges() == [("fee", "2024-04-01", 700), ("fee", "2024-04-01", 24000), ("fee", "2024-05-01", 700)]
    house.build("2025-04-10T00:00:00Z")
    assert house.charges() == [("fee", "2024-04-01", 700), ("fee", "2024-04-01", 24000), ("fee", "2024-05-01", 700), ("fee", "2025-04-01", 24000)]


def test_late_usage_shrinks_a_minimum_and_no_usage_is_charged_where_the_price_says_so(house: House) -> None:
    house.records(
        "prices",
        CATALOGUE + "min-acme,,acme,unit,USD,per_unit,1.00,50.00,,,,,,2024-01-01T00:00:00Z\n"
        "quiet,quiet,,unit,USD,graduated,,20.00,,,,,true,\nsilent,silent,,ingress_request,USD,per_unit,1.00,20.00,,,,,false,\n",
    )
    house.records("price_tiers", "quiet,1,,1.00,5.00\n")
    house.records(
        "subscriptions", "q,kolk,quiet,1,2023-12-31T18:30:00Z,2024-01-31T18:30:00Z\nz,kolk,silent,1,2023-12-31T18:30:00Z,2024-01-31T18:30:00Z\n"
    )
    house.usage(("2024-01-10T10:00:00Z", 30))
    house.build("2024-01-20T00:00:00Z")
    assert house.charges() == [("usage", "2024-01-01", 3000)]
    house.build("2024-02-01T00:00:00Z")
    assert house.charges() == [("minimum", "2024-01-01", 2000), ("usage", "2024-01-01", 3000)]
    assert house.charges("kolk") == [("minimum", "2023-12-31", 1500), ("zero_usage_fee", "2023-12-31", 500)]
    house.usage(("2024-01-11T10:00:00Z", 15))
    house.build("2024-02-03T00:00:00Z")
    assert house.charges() == [("minimum", "2024-01-01", 500), ("usage", "2024-01-01", 4500)]
    closed = house.warehouse.run(
        "action", "period_close", "--account", "acme", "--reference", "2024-01-01", "--actor", "f", "--reason", "m", "--json"
    )
    assert closed.output["status"] == "accepted", closed
    house.build("2024-02-04T00:00:00Z")
    house.usage(("2024-01-12T10:00:00Z", 25))
    house.build("2024-02-05T00:00:00Z")
    assert house.charges() == [("usage", "2024-01-01", 7000)]
    corrections = house.warehouse.rows(
        "select amount_minor, booking_period_start::date::text from billing.ledger_entries where entry_type = 'correction' order by 1"
    )
    assert corrections == [(-2500, "2024-02-01"), (500, "2024-02-01")]


def test_late_usage_turns_a_true_up_into_an_overage(house: House) -> None:
    """900.00 of 1,000.00 and 150.00 late at 1.2 come to 1,060.00, never 1,160.00."""
    house.records("prices", CATALOGUE)
    house.records("commit_contracts", "c1,acme,USD,100000,2024-01-01T00:00:00Z,2024-03-01T00:00:00Z,1.2\n")
    house.usage(("2024-01-10T10:00:00Z", 400), ("2024-02-10T10:00:00Z", 500))
    house.build("2024-02-20T00:00:00Z")
    assert house.balance() == -90000
    house.build("2024-03-01T00:00:00Z")
    assert house.balance() == -100000
    house.usage(("2024-01-20T10:00:00Z", 150))
    house.build("2024-03-02T00:00:00Z")
    assert house.balance() == -106000
    assert house.charges() == [("usage", "2024-01-01", 55000), ("commit_overage", "2024-02-01", 1000), ("usage", "2024-02-01", 50000)]
    commit = house.warehouse.rows("select drawn_minor, remaining_minor, true_up_minor, excess_minor, overage_minor from billing.commits")
    assert commit == [(100000, 0, 0, 5000, 1000)]
    assert house.warehouse.rows("select distinct commit_contract_id from billing.rated_usage where meter is not null") == [("c1",)]


def test_a_grant_burns_in_order_expires_and_gives_back_what_late_usage_burnt(house: House) -> None:
    """g2 (priority 1) has 10.00 until 2024-01-20, g1 (priority 5) 100.00 until 2024-02-01. Usage of 8.00 and 30.00, then 5.00 late."""
    house.records("prices", CATALOGUE)
    house.records(
        "credit_grants",
        "g1,acme,USD,10000,5,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\ng2,acme,USD,1000,1,2024-01-05T00:00:00Z,2024-01-20T00:00:00Z\n",
    )
    house.usage(("2024-01-10T10:00:00Z", 8), ("2024-01-25T10:00:00Z", 30))
    house.build("2024-01-15T00:00:00Z")
    assert house.balance() == 11000 - 800
    house.build("2024-02-02T00:00:00Z")
    assert house.balance() == 11000 - 3800 - 200 - 7000
    house.usage(("2024-01-11T10:00:00Z", 5))
    house.build("2024-02-03T00:00:00Z")
    # g2 burns 2.00 more and g1 the other 3.00: nothing of g2 has expired, 67.00 of g1 have.
    assert house.balance() == 0
    grants = house.warehouse.rows("select grant_id, state, burnt_minor, remaining_minor, expired_minor from billing.credit_grants order by 1")
    assert grants == [("g1", "expired", 3300, 0, 6700), ("g2", "expired", 1000, 0, 0)]
    lines = house.warehouse.rows("select quantity::int, credit_grant_id from billing.rated_usage order by window_start")
    assert lines == [(8, "g2"), (5, "g2"), (30, "g1")]
    house.records("credit_grants", "g1,acme,USD,10000,5,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z\n")
    house.build("2024-02-04T00:00:00Z")
    assert house.balance() == 1000 - 4300


def test_plan_limits_and_discounts(house: House) -> None:
    """acme: 40.00 fee + 20.00 usage, minimum 100.00: 40.00 missing. 10% off 100.00 = 10.00, then 5.00 off usage only."""
    house.records("plans", "team,v1,USD,100.00,\ncapped,v1,USD,,25.00\n")
    house.records(
        "prices",
        "team-fee,team,,,USD,flat,,,40.00,arrears,none,month,,\nteam-unit,team,,unit,USD,per_unit,1.00,,,,,,,\ncap-unit,capped,,unit,USD,per_unit,1.00,,,,,,,\n",
    )
    house.records("subscriptions", "t,acme,team,1,2024-01-01T00:00:00Z,\n")
    house.records("accounts", "kolk,USD,UTC,capped\n")
    house.records("discounts", "ten,acme,10,,,,2023-12-01T00:00:00Z,,2\nfive,acme,,500,USD,unit,2024-01-01T00:00:00Z,,1\nall,kolk,,9900,USD,,,,1\n")
    house.usage(("2024-01-10T10:00:00Z", 20))
    house.usage(("2024-01-10T10:00:00Z", 40), account="kolk")
    house.build("2024-01-20T00:00:00Z")
    assert house.charges("kolk") == [("discount", "2024-01-01", -2500), ("plan_maximum", "2024-01-01", -1500), ("usage", "2024-01-01", 4000)]
    house.build("2024-02-01T00:00:00Z")
    assert house.charges() == [
        ("discount", "2024-01-01", -1000),
        ("discount", "2024-01-01", -500),
        ("fee", "2024-01-01", 4000),
        ("plan_minimum", "2024-01-01", 4000),
        ("usage", "2024-01-01", 2000),
    ]


def test_a_one_off_charge_is_on_the_document_of_its_period_with_its_reason(house: House) -> None:
    for words, reason in (
        (("--currency", "EUR", "--amount-minor", "5"), "is billed in USD"),
        (("--currency", "USD", "--amount-minor", "0"), "above zero"),
    ):
        refused = house.warehouse.run("action", "one_off_charge", "--account", "acme", *words, "--actor", "f", "--reason", "x", "--json")
        assert refused.output["status"] == "refused" and reason in refused.output["reason"], refused
    asked = house.warehouse.run(
        "action", "one_off_charge", "--account", "acme", "--currency", "USD", "--amount-minor", "1234", "--actor", "f", "--reason", "Set-up", "--json"
    )
    assert asked.output["status"] == "accepted", asked
    house.build()
    assert [(kind, amount) for kind, _, amount in house.charges()] == [("one_off", 1234)]
    assert house.warehouse.rows("select entry_type, amount_minor from billing.ledger_entries") == [("fee_debit", -1234)]


def test_two_subscriptions_that_price_the_same_charge_are_a_finding(house: House) -> None:
    house.records("prices", "a-unit,a,,unit,USD,per_unit,1.00,,,,,,,\nb-unit,b,,unit,USD,per_unit,2.00,,,,,,,\n")
    house.records("subscriptions", "s1,acme,a,1,2024-01-01T00:00:00Z,\ns2,acme,b,1,2024-01-05T00:00:00Z,\n")
    house.usage(("2024-01-10T10:00:00Z", 20))
    house.build("2024-01-20T00:00:00Z")
    found = house.warehouse.rows(
        "select subject, split_part(reason, ':', 1) from finance.reconciliation_findings where check_name = 'subscriptions_to_charges'"
    )
    assert found == [("s1 and s2", "overlapping_subscriptions")]


def everything(house: House, build: Callable[[str], None]) -> None:
    """A quarter with every kind of charge, told in parts with ``build`` between them."""
    house.records("prices", CATALOGUE + "fee,pro,,,USD,flat,,,90.00,advance,second,month,,\npro-unit,pro,,unit,USD,per_unit,0.333,30.00,,,,,true,\n")
    house.records("plans", "pro,v1,USD,150.00,\n")
    house.records("subscriptions", "s1,acme,pro,3,2024-01-10T00:00:00Z,2024-02-15T12:00:00Z\n")
    house.usage(("2024-01-11T10:00:00Z", 31), ("2024-01-12T10:00:00Z", 17))
    build("2024-01-15T00:00:00Z")
    house.records(
        "commit_contracts",
        "c1,acme,USD,9000,2024-01-01T00:00:00Z,2024-03-01T00:00:00Z,1.5\nc2,acme,USD,2000,2024-02-01T00:00:00Z,2024-04-01T00:00:00Z,1.1\n",
    )
    house.records("credit_grants", "g1,acme,USD,5000,5,2024-01-01T00:00:00Z,2024-02-10T00:00:00Z\ng2,acme,USD,9000,1,2024-01-20T00:00:00Z,\n")
    house.usage(("2024-02-11T10:00:00Z", 77), ("2024-03-12T10:00:00Z", 41))
    build("2024-02-12T00:00:00Z")
    house.records("discounts", "d,acme,12.5,,,,2024-01-15T00:00:00Z,2024-03-15T00:00:00Z,\n")
    house.usage(("2024-01-20T10:00:00Z", 13), ("2024-03-01T10:00:00Z", 11), ("2024-01-05T10:00:00Z", 3))
    build("2024-03-20T00:00:00Z")
    house.usage(("2024-02-02T10:00:00Z", 19))


def test_one_build_and_many_come_to_the_same(house: House, template: Template, tmp_path: Path) -> None:
    everything(house, house.build)
    house.build("2024-04-02T00:00:00Z")
    with template.copy(is_compiled=True) as other:
        (tmp_path / "other").mkdir()
        once = House(other, tmp_path / "other")
        everything(once, lambda as_of: None)
        once.build("2024-04-02T00:00:00Z")
        assert truth(house.warehouse) == truth(other)
