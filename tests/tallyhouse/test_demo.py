"""`tallyhouse demo`: the sample month through the real command line, twice, and never beside other data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tallyhouse.demo_page import current_state
from tests.temporary_warehouse import Finished, Template, TemporaryWarehouse, warehouse_in_environment

pytestmark = pytest.mark.slow


def row_counts(warehouse: TemporaryWarehouse) -> dict[str, int]:
    """How many rows each table of raw and book has."""
    tables = warehouse.rows("select schemaname || '.' || tablename from pg_tables where schemaname in ('raw', 'book')")
    return {name: warehouse.rows(f"select count(*) from {name}")[0][0] for (name,) in tables}


@pytest.fixture(scope="module")
def demonstrated(template: Template) -> Iterator[tuple[TemporaryWarehouse, Finished]]:
    """A warehouse in which the demo ran once, and what it printed."""
    with template.copy(is_compiled=True) as warehouse:
        yield warehouse, warehouse.run("demo")


def test_the_demo_shows_balances_drafts_and_findings_and_says_where_things_are(demonstrated: tuple[TemporaryWarehouse, Finished]) -> None:
    warehouse, finished = demonstrated
    assert (finished.exit_code, finished.errors) == (0, "")
    for part in ("Balances", "the money", "dispute lost", "Invoice drafts", "Reconciliation", "Findings", "USD", "EUR", "JPY", "tallyhouse sql"):
        assert part in finished.output
    assert str(warehouse.settings.home / "report" / "index.html") in finished.output
    assert (warehouse.settings.home / "report" / "index.html").exists()


def test_the_demo_tells_what_happened_to_the_money(demonstrated: tuple[TemporaryWarehouse, Finished]) -> None:
    """A payment of which a part went back, a dispute lost and one won, a budget crossed, a balance depleted: each with what it did to the balance."""
    with warehouse_in_environment(demonstrated[0].settings):
        rows = current_state()["money"]
    told = {(row["account_id"], row["event"]): (row["currency"], row["amount_minor"], row["balance_change_minor"]) for row in rows}
    assert told == {
        ("kaito-games", "payment, begun then and received"): ("JPY", 50_000, 50_000),
        ("kaito-games", "dispute lost: taken"): ("JPY", 50_000, -50_000),
        ("lumen-labs", "payment, begun then and received"): ("USD", 100_000, 100_000),
        ("lumen-labs", "part given back: succeeded, asked for by ines, approved by omar"): ("USD", 40_000, -40_000),
        ("northwind-ml", "payment, begun then and received"): ("USD", 123_456, 123_456),
        ("northwind-ml", "dispute won: taken and given back"): ("USD", 123_456, 0),
        # 14,284.02 of 12,000.00; what polder-genomics has is what the golden balance says.
        ("northwind-ml", "budget crossed at 100 percent: spent"): ("USD", 1_428_402, 0),
        ("polder-genomics", "balance depleted: restrict"): ("EUR", -354_054, 0),
    }


def test_a_second_demo_changes_no_row_of_raw_and_book(demonstrated: tuple[TemporaryWarehouse, Finished]) -> None:
    warehouse, _ = demonstrated
    before = row_counts(warehouse)
    again = warehouse.run("demo", "--json")
    assert (again.exit_code, again.errors) == (0, "")
    assert [step["build"]["status"] for step in again.output["steps"]] == ["nothing_new"] * len(again.output["steps"])
    assert all(step["already_known"] for step in again.output["steps"])
    assert row_counts(warehouse) == before
    assert before["raw.usage_events"] > 0
    assert before["book.journal_entries"] > 0


def test_the_book_of_the_demo_is_coherent(demonstrated: tuple[TemporaryWarehouse, Finished]) -> None:
    verified = demonstrated[0].run("verify", "--json")
    assert (verified.exit_code, verified.output["ok"], verified.output["first_problem"]) == (0, True, None)


def test_the_demo_refuses_a_warehouse_with_other_data(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    issuers = tmp_path / "issuers.csv"
    issuers.write_text("issuer_id,legal_name\nours,Ours Ltd\n")
    assert warehouse.run("ingest", "records", "issuers", issuers).exit_code == 0
    before = row_counts(warehouse)
    refused = warehouse.run("demo")
    assert refused.exit_code == 2
    assert "other data" in refused.errors
    assert len(refused.errors.splitlines()) == 1
    assert row_counts(warehouse) == before
