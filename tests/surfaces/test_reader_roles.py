"""Reader roles through the command line: what is given is seen, what is not gives nothing and no hint; and the grants are the declared ones."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ingest.records import ingest_records
from ingest.usage import ingest_usage
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment

ACCOUNTS = """account_id,account_type,currency,reseller_account_id
acme,tenant,USD,
bolt,tenant,USD,
reso,reseller,USD,
kunde,end_customer,USD,reso
"""
PRICES = "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n"
USAGE = "event_id,source,event_kind,meter,account_id,quantity,occurred_at\n" + "".join(
    f"{account},s,quantity,unit,{account},{quantity},2024-01-10T00:00:00Z\n" for account, quantity in (("acme", 1), ("bolt", 2), ("kunde", 4))
)
LIVE_GRANTS = """
select distinct pg_roles.rolname, pg_namespace.nspname, privileges.name
from pg_roles
cross join pg_namespace
cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'create']) as privileges (name)
left join pg_class on pg_class.relnamespace = pg_namespace.oid and pg_class.relkind in ('r', 'v')
where
    pg_roles.rolname in (select role from reference.role_matrix)
    and pg_namespace.nspname in (
        'raw', 'book', 'current', 'control', 'reference', 'staging', 'rules', 'billing', 'finance', 'operations', 'analytics'
    )
    and case
        when privileges.name = 'create' then has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'create')
        -- What a role makes it owns.
        when privileges.name <> 'select' and pg_has_role(pg_roles.oid, pg_class.relowner, 'member') then false
        else has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'usage') and has_table_privilege(pg_roles.oid, pg_class.oid, privileges.name)
    end
"""


@pytest.fixture(scope="module")
def shared(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporaryWarehouse]:
    """A month of two tenants and of a reseller's customer, built once."""
    from warehouse.build import run_build

    folder: Path = tmp_path_factory.mktemp("readers")
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        for kind, text in (("accounts", ACCOUNTS), ("prices", PRICES)):
            (folder / f"{kind}.csv").write_text(text)
            ingest_records(kind, [folder / f"{kind}.csv"])
        (folder / "usage.csv").write_text(USAGE)
        ingest_usage([folder / "usage.csv"])
        assert run_build().status == "published"
        yield fresh


@pytest.fixture
def name(shared: TemporaryWarehouse) -> Iterator[str]:
    """A name that no other database of the server has; the role is gone afterwards."""
    made = f"reader_{secrets.token_hex(4)}"
    yield made
    with shared.connect(autocommit=True) as administrator:
        administrator.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(f"tallyhouse_{made}")))


def seen(shared: TemporaryWarehouse, name: str, query: str) -> list[list[object]]:
    finished = shared.run("sql", query, "--role", name, "--json")
    assert finished.exit_code == 0, finished
    return finished.output["rows"]


@pytest.mark.parametrize(
    ("right", "accounts"),
    [
        (("--account", "acme"), ["acme"]),
        (("--reseller", "reso"), ["kunde", "reso"]),
        (("--analyst",), ["acme", "bolt", "kunde", "reso"]),
        (("--finance",), ["acme", "bolt", "kunde", "reso"]),
        (("--auditor",), ["acme", "bolt", "kunde", "reso"]),
    ],
)
def test_a_reader_sees_the_rows_he_was_given(shared: TemporaryWarehouse, name: str, right: tuple[str, ...], accounts: list[str]) -> None:
    added = shared.run("role", "add", name, *right, "--json")
    assert (added.exit_code, added.output["role"], added.output["is_new"]) == (0, f"tallyhouse_{name}", True)
    assert seen(shared, name, "select distinct account_id from billing.usage order by 1") == [[one] for one in accounts if one != "reso"]
    assert seen(shared, name, "select account_id from billing.accounts order by 1") == [[one] for one in accounts]
    again = shared.run("role", "add", name, *right, "--json")
    assert (again.exit_code, again.output["is_new"]) == (0, False)
    assert shared.rows("select count(*) from control.readers where role_name = %s", (f"tallyhouse_{name}",)) == [(1,)]


def test_a_foreign_account_and_an_unknown_one_look_the_same(shared: TemporaryWarehouse, name: str) -> None:
    assert shared.run("role", "add", name, "--account", "acme").exit_code == 0
    for query in (
        "select * from billing.balances where account_id = '{}'",
        "select * from billing.balance_as_of('{}', '2024-02-01Z', '2100-01-01Z')",
        "select * from finance.reseller_margin where account_id = '{}'",
    ):
        assert seen(shared, name, query.format("bolt")) == seen(shared, name, query.format("nobody")) == []
    with shared.connect(name) as reader:
        for attack in ("set role tallyhouse_finance", "set session authorization tallyhouse_finance"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(attack)
            reader.rollback()
        # The role that carries the grants has no rows of its own.
        reader.execute("set role tallyhouse_reader")
        assert reader.execute("select count(*) from billing.usage").fetchone() == (0,)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("finance", "--account", "acme"), "cannot be the name"),
        (("No Name", "--account", "acme"), "cannot be the name"),
        (("x", "--account", "nobody"), "There is no account nobody"),
        (("x",), "one of --account"),
        (("x", "--account", "acme", "--finance"), "one of --account"),
    ],
)
def test_what_cannot_be_given_is_one_sentence(shared: TemporaryWarehouse, words: tuple[str, ...], says: str) -> None:
    refused = shared.run("role", "add", *words)
    assert (refused.exit_code, refused.output, len(refused.errors.splitlines())) == (2, "", 1)
    assert says in refused.errors


def test_live_grants_equal_the_declared_matrix(shared: TemporaryWarehouse) -> None:
    declared = {*shared.rows("select role, schema_name, privilege from reference.role_matrix")}
    assert sorted({*shared.rows(LIVE_GRANTS)} ^ declared) == []
