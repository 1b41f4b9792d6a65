"""What `tallyhouse demo` shows at its end, read from the surfaces as finance: balances, drafts, reconciliation, findings, usage that waits.

What does not belong here: running the demo (``tallyhouse.demo_command``) and the finance report (``reports``).
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from reports import amounts
from tallyhouse.output import print_table

QUERIES = Path(__file__).parent / "demo_tables"
PARTS = {
    "balances": ("Balances: below zero, the account owes", ("currency", "account_id", "amount")),
    "money": (
        "What happened to the money: each event with what it did to the balance",
        ("happened_at", "account_id", "event", "currency", "amount", "balance_change"),
    ),
    "drafts": (
        "Invoice drafts of ended periods, times in UTC",
        ("currency", "account_id", "period_start", "period_end", "lines", "amount"),
    ),
    "reconciliation": ("Reconciliation of the newest build", ("check_name", "currency", "compared", "matched", "unmatched", "amount", "status")),
    "findings": ("Findings per currency", ("currency", "check_name", "reason", "offenders", "amount")),
    "unbilled": ("Usage that is not billed yet, and why", ("reason", "records")),
    "parked": ("Parked accounts", ("account_id", "reason")),
}
NUMBERS = ("amount", "balance change", "lines", "compared", "matched", "unmatched", "offenders", "records")


def current_state() -> dict[str, list[dict[str, Any]]]:
    """Rows of every part of the page, by name. Amounts are minor units of the currency beside them."""
    from psycopg.rows import dict_row

    from warehouse.connection import connect

    with connect("finance") as connection:
        cursor = connection.cursor(row_factory=dict_row)
        return {name: cursor.execute((QUERIES / f"{name}.sql").read_text()).fetchall() for name in PARTS}


def show_state(result: dict[str, Any]) -> None:
    """The page for people: one table for each part, amounts in major units, never summed across currencies."""
    for name, (title, columns) in PARTS.items():
        rows = [[_cell(row, column) for column in columns] for row in result[name]]
        if rows:
            print_table(title, [column.replace("_", " ") for column in columns], rows, right=NUMBERS)
        elif name == "findings":
            print("\nFindings: none, in no currency.")
    print("\nThe odd rows are part of the sample month: what to do about each finding stands in finance.reconciliation_findings.")
    program = _program()
    print(f"\nThe report:  {result['report']}")
    print(f'The tables:  {program} sql "select * from billing.invoice_lines"')
    print(f'With psql:   psql "$({program} url)"')


def _program() -> str:
    """How the reader starts this program from here: by its name where the shell finds it, else by its path."""
    started = Path(sys.argv[0])
    return "tallyhouse" if started.name != "tallyhouse" or shutil.which("tallyhouse") else os.path.relpath(started)


def _cell(row: dict[str, Any], column: str) -> Any:
    if column in ("amount", "balance_change"):
        minor = row[f"{column}_minor"]
        return "" if minor is None else amounts.grouped(amounts.major_amount(minor, row["currency"]))
    value = row[column]
    if isinstance(value, datetime):
        return amounts.readable_time(value)
    if isinstance(value, int):
        return amounts.grouped(str(value))
    return value
