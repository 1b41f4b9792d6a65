"""The tax filing as CSV: one row for each issuer, jurisdiction, month, category, rate and currency, amounts in minor and in major units.

Beside it a second file with the records that it sums: each tax of each document that was issued or cancelled. What does not belong here: any tax
(it was worked out at issue and is only summed, in ``finance.tax_filing``).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

from reports.amounts import major_amount
from reports.tables import harmless
from reports.whole_file import whole_file
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT

QUERIES = PROJECT_ROOT / "reports" / "queries"
FILING, RECORDS, PUBLICATION = ((QUERIES / f"{name}.sql").read_text("utf-8") for name in ("tax_filing", "tax_filing_records", "publication"))
RETURN = "issuer_id,jurisdiction,period,category,treatment,reason,rate_percent,currency".split(",")
AMOUNTS = "taxable,tax,taxable_minor,tax_minor".split(",")
COLUMNS = [*RETURN, *AMOUNTS, "document_count", "credit_note_count", "void_count"]
RECORD = "invoice_number,document_type,event,filed_on,corrects_invoice_number,account_id,bill_to_account_id,tax_id".split(",")
RECORD_COLUMNS = [*RETURN, *RECORD, *AMOUNTS]


def write_tax_filing(out: Path) -> dict[str, Any]:
    """Write the filing of the newest publication to ``out``, and its records beside it: {"path", "records_path", "build_number", "rows", "records"}.

    Raises WrongUse when nothing is published yet.
    """
    with connect("finance", application="tallyhouse export") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        published = connection.execute(PUBLICATION).fetchone()
        if published is None:
            raise WrongUse("Nothing is published yet, so there is nothing to file: run `tallyhouse build` first.")
        rows, records = (connection.cursor(row_factory=dict_row).execute(query).fetchall() for query in (FILING, RECORDS))
    records_out = out.with_name(f"{out.stem}_records{out.suffix}")
    _write(out, COLUMNS, rows)
    _write(records_out, RECORD_COLUMNS, records)
    return {"path": str(out), "records_path": str(records_out), "build_number": published[0], "rows": len(rows), "records": len(records)}


def _write(out: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    with whole_file(out) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        lines.writeheader()
        lines.writerows(_as_written(row) for row in rows)


def _as_written(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: major_amount(row[f"{name}_minor"], row["currency"]) for name in ("taxable", "tax")}
    written = row | amounts | {"period": f"{row['period']:%Y-%m}", "rate_percent": f"{(row['rate_bp'] / 100).normalize():f}"}
    return {name: harmless(value) if isinstance(value, str) and name not in amounts else value for name, value in written.items()}
