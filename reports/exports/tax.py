"""The tax filing as CSV: one row for each issuer, jurisdiction, month, category, rate and currency, amounts in minor and in major units.

What does not belong here: any tax (it was worked out at issue and is only summed, in ``finance.tax_filing``).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

from reports.amounts import major_amount
from reports.tables import harmless
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT

QUERIES = PROJECT_ROOT / "reports" / "queries"
FILING, PUBLICATION = ((QUERIES / f"{name}.sql").read_text("utf-8") for name in ("tax_filing", "publication"))
COLUMNS = (
    "issuer_id,jurisdiction,period,category,treatment,reason,rate_percent,currency,taxable,tax,taxable_minor,tax_minor,"
    "document_count,credit_note_count,void_count"
).split(",")


def write_tax_filing(out: Path) -> dict[str, Any]:
    """Write the filing of the newest publication to the file ``out``: {"path", "build_number", "rows"}.

    Raises WrongUse when nothing is published yet.
    """
    with connect("finance", application="tallyhouse export") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        published = connection.execute(PUBLICATION).fetchone()
        if published is None:
            raise WrongUse("Nothing is published yet, so there is nothing to file: run `tallyhouse build` first.")
        rows = connection.cursor(row_factory=dict_row).execute(FILING).fetchall()
    unfinished = out.with_name(f"{out.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        lines.writeheader()
        lines.writerows(_as_written(row) for row in rows)
    unfinished.replace(out)
    return {"path": str(out), "build_number": published[0], "rows": len(rows)}


def _as_written(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: major_amount(row[f"{name}_minor"], row["currency"]) for name in ("taxable", "tax")}
    written = row | amounts | {"period": f"{row['period']:%Y-%m}", "rate_percent": f"{(row['rate_bp'] / 100).normalize():f}"}
    return {name: harmless(value) if isinstance(value, str) and name not in amounts else value for name, value in written.items()}
