"""Usage that comes after the close is booked in the open period as recomputed minus billed, tiers included; what was closed stays as it was.

And a rebuild from raw, one build for each that closed a period and a last one, comes to the same.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.promises.charged_house import House
from tests.promises.small_month import land_records, land_usage
from tests.promises.truth import truth
from tests.temporary_warehouse import Template, TemporaryWarehouse
from warehouse.build import run_build
from warehouse.verify import verify_book

TOKENS = {"source": "late", "event_kind": "quantity", "meter": "token_input", "account_id": "ada", "resource_type": "atlas"}
PRICE_CHANGED = "price_id,meter,currency,model,unit_price,per_units\ntokens-usd,token_input,USD,per_unit,5.00,1000000\n"


def build(as_of: str):
    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_late_usage_is_booked_in_the_open_period_at_the_price_of_its_time(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    from ingest.records import ingest_records

    land_records(warehouse, tmp_path)
    land_usage(tmp_path, "march.jsonl", [TOKENS | {"event_id": "1", "quantity": "2000000", "occurred_at": "2026-03-10T10:15:00Z"}])
    build("2026-04-01T06:00:00Z")
    close = ["action", "period_close", "--account", "ada", "--reference", "2026-03-01", "--actor", "finance", "--reason", "month end"]
    closed = warehouse.run(*close, "--json")
    assert closed.exit_code == 0, closed
    assert closed.output["status"] == "accepted", closed
    build("2026-04-02T06:00:00Z")
    assert warehouse.rows("select status from book.period_closings") == [("closed",)]
    drafts = warehouse.rows("select * from billing.invoices order by 1")
    lines = warehouse.rows("select * from billing.invoice_lines order by 1")
    assert warehouse.rows("select account_id, total_minor from billing.invoices") == [("ada", 500)]

    price = tmp_path / "changed.csv"
    price.write_text(PRICE_CHANGED)
    ingest_records("prices", [price])
    build("2026-04-03T06:00:00Z")
    assert warehouse.rows("select * from billing.invoices order by 1") == drafts
    assert warehouse.rows("select * from billing.invoice_lines order by 1") == lines

    land_usage(tmp_path, "late.jsonl", [TOKENS | {"event_id": "2", "quantity": "1000000", "occurred_at": "2026-03-20T10:15:00Z"}])
    build("2026-04-04T06:00:00Z")
    correction = warehouse.rows(
        "select entry_type, amount_minor, service_period_start::date::text, booking_period_start::date::text, corrects_entry_id is not null"
        " from billing.ledger_entries order by booked_at desc limit 1"
    )
    assert correction == [("correction", -250, "2026-03-01", "2026-04-01", True)]
    assert warehouse.rows("select * from billing.invoices order by 1") == drafts
    assert warehouse.rows("select * from billing.invoice_lines order by 1") == lines

    build("2026-05-01T06:00:00Z")
    april = warehouse.rows("select total_minor from billing.invoices where period_start = '2026-04-01Z'")
    assert april == [(250,)]
    assert warehouse.rows("select * from billing.invoice_lines where invoice_id = %s order by 1", (drafts[0][0],)) == lines


CLOSE = "action_id,kind,account_id,reference,actor,reason,requested_at\nclose-1,period_close,acme,2024-01-01,finance,month end,2024-02-02T00:00:00Z\n"
GRADUATED = "units,unit,USD,graduated,\n"
PRICE = "price_id,meter,currency,model,unit_price\n"


def closed_with_tiers(house: House, build) -> None:
    """800 of January at 0.10; closed; then other tiers for all time, and 700 more of January: they reach the second tier of those then known."""
    house.records("prices", GRADUATED, header=PRICE)
    house.records("price_tiers", "units,1,1000,0.10,\nunits,2,,0.05,\n")
    house.usage(("2024-01-10T10:00:00Z", 500))
    build("2024-01-20T00:00:00Z")
    house.usage(("2024-01-25T10:00:00Z", 300))
    house.records("actions", CLOSE.partition("\n")[2], header=CLOSE.partition("\n")[0] + "\n")
    house.build("2024-02-02T00:00:00Z")
    house.records("price_tiers", "units,1,1000,0.20,\nunits,2,,0.15,\n")
    house.usage(("2024-01-12T10:00:00Z", 700), ("2024-02-10T10:00:00Z", 40))
    build("2024-02-20T00:00:00Z")
    house.build("2024-03-01T00:00:00Z")


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_late_usage_climbs_the_tiers_that_the_close_knew_and_a_rebuild_agrees(
    warehouse: TemporaryWarehouse, template: Template, tmp_path: Path
) -> None:
    """January: 80.00 when it is closed; 1,500 are 100.00 + 25.00, so 45.00 are booked in February, beside 40 at the new 0.20."""
    house = House(warehouse, tmp_path)
    closed_with_tiers(house, house.build)
    entries = warehouse.rows(
        "select entry_type, -sum(amount_minor), service_period_start::date::text, booking_period_start::date::text"
        " from billing.ledger_entries group by 1, 3, 4 order by 3, 4, 1"
    )
    assert entries == [
        ("usage_debit", 8000, "2024-01-01", "2024-01-01"),
        ("correction", 4500, "2024-01-01", "2024-02-01"),
        ("usage_debit", 800, "2024-02-01", "2024-02-01"),
    ]
    assert warehouse.rows("select period_start::date::text, total_minor from billing.invoices order by 1") == [
        ("2024-01-01", 8000),
        ("2024-02-01", 5300),
    ]
    with template.copy(is_compiled=True) as other:
        (tmp_path / "other").mkdir()
        closed_with_tiers(House(other, tmp_path / "other"), lambda as_of: None)
        assert truth(other) == truth(warehouse)
