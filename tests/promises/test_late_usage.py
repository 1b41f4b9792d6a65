"""Promise 9 as far as it stands: usage that comes after the close is booked in the open period, and what was closed stays as it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.promises.small_month import land_records, land_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.verify import verify_book

TOKENS = {"source": "late", "event_kind": "quantity", "meter": "token_input", "account_id": "ada", "resource_type": "atlas"}
PRICE_CHANGED = "price_id,meter,currency,model,unit_price,per_units\ntokens-usd,token_input,USD,per_unit,5.00,1000000\n"


def build(as_of: str):
    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    assert verify_book().ok, verify_book()


@pytest.mark.slow
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
