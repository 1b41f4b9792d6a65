"""H, the hash of the truth: what two ways to the same book are compared by, and the book's own rows for what must not change at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.temporary_warehouse import TemporaryWarehouse

QUERY = (Path(__file__).parent / "truth.sql").read_text()
WRITTEN_ONCE = (
    "periods",
    "period_closings",
    "posting_groups",
    "rated_lines",
    "journal_entries",
    "journal_legs",
    "invoices",
    "invoice_lines",
    "invoice_voids",
)


def truth(warehouse: TemporaryWarehouse) -> list[str]:
    """The truth as ordered lines; compare two of them to see where they part."""
    return [row[0] for row in warehouse.rows(QUERY)]


def truth_hash(warehouse: TemporaryWarehouse) -> str:
    """H: sha256 of the truth, 64 hex digits."""
    return hashlib.sha256("\n".join(truth(warehouse)).encode()).hexdigest()


def book_counts(warehouse: TemporaryWarehouse) -> dict[str, int]:
    """How many rows each table of the book holds, and how many publications there are."""
    counts = {table: warehouse.rows(f"select count(*) from book.{table}")[0][0] for table in WRITTEN_ONCE}
    return counts | {"publications": warehouse.rows("select count(*) from control.publications")[0][0]}
