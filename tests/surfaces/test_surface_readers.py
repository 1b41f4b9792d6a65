"""Who sees what: one membership predicate, looked up for whoever asks."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest

from tests.surfaces.small_world import ISSUED, SCHEMAS, named, read, read_as_customer


def test_a_customer_sees_what_is_for_him_and_the_retail_lines_of_his_usage(world: psycopg.Connection) -> None:
    assert read_as_customer(world, "account", "kunde", "select rated_line_id, side from billing.rated_usage") == [(named("held retail"), "retail")]
    assert read_as_customer(world, "account", "kunde", "select account_id, side from billing.statements") == [("kunde", "retail")]
    assert read_as_customer(world, "account", "kunde", "select event_id from billing.usage") == [("held",)]
    assert read_as_customer(world, "account", "kunde", "select account_id from billing.ledger_entries") == []


def test_a_reseller_sees_itself_and_its_customers_only(world: psycopg.Connection) -> None:
    assert read_as_customer(world, "reseller", "reso", "select account_id from billing.accounts order by 1") == [("kunde",), ("plat",), ("reso",)]
    assert read_as_customer(world, "reseller", "reso", "select count(*) from finance.reseller_margin") == [(3,)]
    assert read_as_customer(world, "reseller", "reso", "select distinct account_id from billing.ledger_entries order by 1") == [("plat",), ("reso",)]


def test_a_customer_never_learns_what_its_reseller_pays(world: psycopg.Connection) -> None:
    assert read_as_customer(world, "account", "kunde", "select * from finance.reseller_margin") == []
    assert read_as_customer(world, "account", "kunde", "select wholesale_plan_id from billing.accounts") == [(None,)]
    for surface in ("usage", "rated_usage"):
        query = f"select pricing_snapshot from billing.{surface}"
        assert read_as_customer(world, "account", "kunde", query) == [({"unit_price": "2"},)]
    assert read_as_customer(
        world, "reseller", "reso", "select pricing_snapshot ->> 'wholesale_unit_price' from billing.usage where event_id = 'held'"
    ) == [("1",)]


def test_cost_and_usage_is_told_to_whom_it_is_billed(world: psycopg.Connection) -> None:
    """Of 1.234 cents one is billed; the reseller's 100.5 are 101, and what its customer pays is 150.5, 151. Groups without a line: 10, 200."""
    costs = 'select "x_LineType", "BilledCost" from analytics.focus_{} order by 1, 2'
    assert read_as_customer(world, "account", "acme", costs.format("cost_and_usage")) == [
        ("rounding", Decimal("-0.00234")),
        ("rounding", Decimal("0.1")),
        ("usage", Decimal(0)),
        ("usage", Decimal("0.01234")),
    ]
    assert read_as_customer(world, "account", "kunde", costs.format("cost_and_usage")) == []
    assert read_as_customer(world, "account", "kunde", costs.format("provider")) == []
    both_sides = 'select "BilledCost", "x_WholesaleCost", "x_MarginCost" from analytics.focus_reseller order by 1, 2'
    assert read_as_customer(world, "account", "kunde", both_sides) == [(Decimal("0.005"), None, None), (Decimal("1.505"), None, None)]
    assert read_as_customer(world, "reseller", "reso", both_sides) == [
        (0, Decimal("0.005"), Decimal("-0.005")),
        (0, Decimal("1.005"), Decimal("-1.005")),
        (Decimal("0.005"), 0, Decimal("0.005")),
        (Decimal("1.505"), 0, Decimal("1.505")),
        (2, 0, 2),
    ]


def test_a_past_balance_is_told_to_whom_the_entries_are(world: psycopg.Connection) -> None:
    query = "select * from billing.balance_as_of('acme', '2024-12-31Z', '{}') order by 1"
    assert read(world, query.format("2024-02-01T12:00Z")) == [("EUR", 5000), ("USD", -11)]
    assert read(world, query.format("2024-02-01T11:59Z")) == []
    assert read_as_customer(world, "account", "acme", query.format("2024-12-31Z")) == [("EUR", 5000), ("USD", -11)]
    assert read_as_customer(world, "account", "plat", query.format("2024-12-31Z")) == []


def test_a_right_that_was_taken_away_is_gone(world: psycopg.Connection) -> None:
    with world.transaction(force_rollback=True):
        insert = "insert into control.readers (role_name, scope, account_id, is_granted) values ('tallyhouse_analyst', 'everything', null, %s)"
        world.execute(insert, (False,))
        world.execute("set local role tallyhouse_analyst")
        assert world.execute("select count(*) from billing.balances").fetchall() == [(0,)]
        world.execute("reset role")
        world.execute(insert, (True,))
        world.execute("set local role tallyhouse_analyst")
        assert world.execute("select count(*) from billing.balances").fetchall() == [(6,)]


@pytest.mark.parametrize("statement", ["update control.readers set is_granted = true", "delete from control.readers", "truncate control.readers"])
def test_rights_are_never_changed_only_followed(world: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), world.transaction():
        world.execute(statement)


def test_a_stranger_sees_no_row_of_any_surface(world: psycopg.Connection) -> None:
    surfaces = read(world, f"select schemaname || '.' || viewname from pg_views where schemaname in {SCHEMAS} order by 1")
    counts = " union all ".join(f"select '{name}', count(*) from {name}" for (name,) in surfaces)
    assert len(surfaces) > 20
    with world.transaction(force_rollback=True):
        world.execute(ISSUED.read_text())
        assert [name for name, count in read_as_customer(world, "account", "nobody", counts) if count] == []
        empty = {name for name, count in read(world, counts) if count == 0}
    assert empty == set()


def test_a_document_and_its_evidence_are_seen_by_whom_it_is_for(world: psycopg.Connection) -> None:
    parties = "select seller_id, buyer_name, billing_timezone, payment_terms_days from billing.invoice_parties where invoice_id = '{}'"
    changes = "select rated_line_id, revision, record_count from billing.invoice_line_changes where invoice_line_id = '{}'"
    with world.transaction(force_rollback=True):
        world.execute(ISSUED.read_text())
        for scope in ("account", "reseller"):
            assert read_as_customer(world, scope, "reso", parties.format(named("paper"))) == [("house", "reso", "Europe/Berlin", 14)]
            assert read_as_customer(world, scope, "reso", changes.format(named("paper line"))) == [(named("held wholesale"), 1, 1)]
        assert read_as_customer(world, "account", "kunde", parties.format(named("paper"))) == []
        assert read_as_customer(world, "account", "kunde", changes.format(named("paper line"))) == []


def test_a_filter_of_the_reader_runs_after_the_predicate(world: psycopg.Connection) -> None:
    with world.transaction(force_rollback=True):
        world.execute(
            "create function pg_temp.tell(value text) returns boolean language plpgsql cost 0.0001"
            " as $$ begin raise notice '%', value; return true; end $$"
        )
        heard: list[str] = []
        world.add_notice_handler(lambda notice: heard.append(str(notice.message_primary)))
        world.execute("create role a_spy")
        world.execute("grant usage on schema billing to a_spy")
        world.execute("grant select on billing.ledger_entries to a_spy")
        world.execute("grant execute on function pg_temp.tell to a_spy")
        world.execute("insert into control.readers (role_name, scope, account_id, is_granted) values ('a_spy', 'account', 'plat', true)")
        world.execute("set local role a_spy")
        world.execute("select * from billing.ledger_entries where pg_temp.tell(account_id)")
        assert set(heard) == {"plat"}
