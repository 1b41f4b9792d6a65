"""The journal of the sample month as other programs read it, and the anchor that a cut-off book no longer holds."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from reports.amounts import major_amount
from tests.built_sample_month import BuiltMonth
from tests.temporary_warehouse import TemporaryWarehouse

hledger = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed: the journal is not read by an independent program")


def run_hledger(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["hledger", *words, "-f", str(path)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def journal(built_month: BuiltMonth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "journal.hledger"
    assert built_month.warehouse.run("export", "journal", "--out", path).exit_code == 0
    return path


@hledger
def test_hledger_accepts_the_journal_and_comes_to_the_same_balances(built_month: BuiltMonth, journal: Path) -> None:
    checked = run_hledger(journal, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    rows = csv.reader(
        run_hledger(journal, "balance", "liabilities:customer", "--flat", "--empty", "-O", "csv", "--layout", "bare").stdout.splitlines()
    )
    found = {(account.rpartition(":")[2], commodity): -Decimal(amount) for account, commodity, amount in list(rows)[1:] if account.startswith("liab")}
    balances = built_month.warehouse.rows("select account_id, currency, balance_minor from billing.balances where balance_minor <> 0")
    assert {key: amount for key, amount in found.items() if amount} == {
        (account, currency): Decimal(major_amount(minor, currency)) for account, currency, minor in balances
    }


@hledger
def test_hledger_refuses_a_journal_in_which_one_cent_moved(journal: Path, tmp_path: Path) -> None:
    """Both legs of one entry change alike: the entry still sums to zero, and only the assertions notice."""
    lines = journal.read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.strip().startswith("liabilities:customer:") and "USD" in line)
    for number, sign in ((first, 1), (first + 1, -1)):
        posting, equals, rest = lines[number].partition(" = ")
        head, _, amount = posting.rpartition(" ")
        lines[number] = f"{head} {Decimal(amount) + sign * Decimal('0.01')}{equals}{rest}"
    changed = tmp_path / "changed.hledger"
    changed.write_text("\n".join(lines) + "\n")
    checked = run_hledger(changed, "check", "--strict")
    assert checked.returncode != 0
    assert "balance assertion" in checked.stderr.lower()


def test_the_csv_journal_holds_every_leg_of_the_book(built_month: BuiltMonth, tmp_path: Path) -> None:
    path = tmp_path / "journal.csv"
    said = built_month.warehouse.run("export", "journal", "--format", "csv", "--out", path, "--json").output
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    book = built_month.warehouse.rows("select ledger_entry_id::text, leg_number::text, amount_minor::text from book.journal_legs")
    assert {(row["ledger_entry_id"], row["leg_number"], row["amount_minor"]) for row in rows} == set(book)
    assert said["legs"] == len(rows) == len(book) > 0
    last = {(row["ledger_account"], row["account_id"], row["currency"]): int(row["balance_minor"]) for row in rows}
    totals = built_month.warehouse.rows(
        "select ledger_account, coalesce(account_id, ''), currency, sum(amount_minor)::bigint from book.journal_legs group by 1, 2, 3"
    )
    assert last == {(ledger, account, currency): total for ledger, account, currency, total in totals}


@pytest.mark.compiled_plan
def test_a_journal_without_legs_names_its_columns(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    accounts, path = tmp_path / "accounts.csv", tmp_path / "journal.csv"
    accounts.write_text("account_id,account_type,currency\nacme,tenant,USD\n")
    assert warehouse.run("ingest", "records", "accounts", accounts).exit_code == 0
    assert warehouse.run("build", "--as-of", "2026-06-01T12:00:00Z").exit_code == 0
    assert warehouse.run("export", "journal", "--format", "csv", "--out", path, "--json").output["legs"] == 0
    assert path.read_text().startswith("ledger_entry_id,leg_number,booked_on,") and path.read_text().count("\n") == 1


@pytest.mark.compiled_plan
def test_an_anchor_outlives_a_tail_that_was_cut_off(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """What a superuser leaves when he takes the newest publication out, seals and all, is coherent by itself."""
    prices = tmp_path / "prices.csv"
    prices.write_text("price_id,meter,currency,model,unit_price,valid_from\np,unit,USD,per_unit,1.00,2026-01-01T00:00:00Z\n")
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,account_type,currency\nacme,tenant,USD\n")
    for kind, path in (("prices", prices), ("accounts", accounts)):
        assert warehouse.run("ingest", "records", kind, path).exit_code == 0
    anchors = []
    for day in ("01", "02"):
        usage = tmp_path / f"{day}.csv"
        usage.write_text(f"event_id,source,event_kind,meter,account_id,quantity,occurred_at\ne{day},s,quantity,unit,acme,3,2026-06-{day}T00:30:00Z\n")
        assert warehouse.run("ingest", "usage", usage).exit_code == 0
        assert warehouse.run("build", "--as-of", f"2026-06-{day}T12:00:00Z").exit_code == 0
        with warehouse.connect(autocommit=True) as superuser:
            superuser.execute(f"create table public.totals_{day} as select * from current.group_totals")
        anchors.append(tmp_path / f"anchor-{day}.json")
        assert warehouse.run("export", "anchor", "--out", anchors[-1]).exit_code == 0
    assert all(warehouse.run("verify", "--anchor", anchor).exit_code == 0 for anchor in anchors)

    newest = json.loads(anchors[1].read_text())["build_number"]
    with warehouse.connect(autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        tables = superuser.execute(
            "select format('%I.%I', table_schema, table_name) from information_schema.columns where column_name = 'build_number'"
            " and table_schema in ('book', 'control') and table_name in (select tablename from pg_tables)"
        ).fetchall()
        for (table,) in tables:
            superuser.execute(f"alter table {table} disable trigger all; delete from {table} where build_number = {newest}")
        superuser.execute("delete from current.group_totals; insert into current.group_totals select * from public.totals_01")
    assert warehouse.run("verify", "--anchor", anchors[0]).exit_code == 0
    found = warehouse.run("verify", "--anchor", anchors[1], "--json")
    assert found.exit_code == 1
    assert found.output["first_problem"] == f"anchor: the publication of build {newest}, which the anchor names, is gone from the book"
