"""The whole journal as a file: for hledger, with balance assertions that it checks by itself, or as CSV.

In the book credits are positive; bookkeeping programs write debits positive, so amounts change their sign in the hledger file and keep it in CSV.
An account of the file is ``<type>:<account of the chart>[:<customer>]``. What does not belong here: any sum (``finance.journal`` has it).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from psycopg.rows import dict_row

from reports.amounts import currency_exponents, exact_time, major_amount
from reports.tables import harmless
from reports.whole_file import whole_file
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent
from warehouse.settings import PROJECT_ROOT

QUERIES = PROJECT_ROOT / "reports" / "queries"
LEGS, PUBLICATION = ((QUERIES / f"{name}.sql").read_text("utf-8") for name in ("journal", "publication"))
ROWS_AT_A_TIME = 5000
TOP_LEVEL = {"asset": "assets", "liability": "liabilities", "equity": "equity", "income": "revenues", "expense": "expenses"}
TAGS = ("reference_type", "reference_id", "actor", "reason", "correlation_id", "corrects_entry_id", "build_number")
KEPT_AS_IT_IS = "._@+/ "  # beside letters and digits; everything else of a customer's id is percent-encoded
FORMATS = ("hledger", "csv")

Leg = dict[str, Any]


def write_journal(out: Path, form: str, progress: Progress = silent) -> dict[str, Any]:
    """Write the published journal to the file ``out``: {"path", "format", "build_number", "entries", "legs"}.

    ``form`` is one of FORMATS. Raises WrongUse when nothing is published yet.
    """
    with connect("finance", application="tallyhouse export") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        published = connection.execute(PUBLICATION).fetchone()
        if published is None:
            raise WrongUse("Nothing is published yet, so there is no journal: run `tallyhouse build` first.")
        counted = {"entries": 0, "legs": 0}
        with (
            whole_file(out) as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as file,
            connection.cursor(name="journal", row_factory=dict_row) as cursor,
        ):
            cursor.itersize = ROWS_AT_A_TIME
            legs = _counted(cursor.execute(LEGS), counted, progress)
            if form == "hledger":
                _write_hledger(file, legs)
            else:
                _write_csv(file, [column.name for column in cursor.description if column.name != "is_last_of_the_day"], legs)
    return {"path": str(out), "format": form, "build_number": published[0], **counted}


def _counted(legs: Iterator[Leg], counted: dict[str, int], progress: Progress) -> Iterator[Leg]:
    newest = None
    for leg in legs:
        counted["legs"] += 1
        counted["entries"] += leg["ledger_entry_id"] != newest
        newest = leg["ledger_entry_id"]
        if counted["legs"] % ROWS_AT_A_TIME == 0:
            progress("writing the journal", counted["legs"])
        yield leg


def _write_csv(file: TextIO, columns: list[str], legs: Iterator[Leg]) -> None:
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows((_csv_cell(leg[name]) for name in columns) for leg in legs)


def _csv_cell(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return exact_time(value)
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)


def _write_hledger(file: TextIO, legs: Iterator[Leg]) -> None:
    file.write("; Debits are positive. Check it with: hledger check --strict -f FILE\ndecimal-mark .\n\n")
    file.writelines(f"commodity {currency} {_pattern(exponent)}\n" for currency, exponent in sorted(currency_exponents().items()))
    declared: set[str] = set()
    for _, entry in groupby(legs, key=lambda leg: leg["ledger_entry_id"]):
        written = list(entry)
        for account in sorted({_account(leg) for leg in written} - declared):
            declared.add(account)
            file.write(f"\naccount {account}")
        file.write(f"\n\n{written[0]['booked_on']} ({written[0]['ledger_entry_id']}) {written[0]['entry_type']}\n")
        file.writelines(f"    ; {name}:{_one_line(written[0][name])}\n" for name in TAGS if written[0][name] is not None)
        file.writelines(f"    {_posting(leg)}\n" for leg in written)


def _posting(leg: Leg) -> str:
    posting = f"{_account(leg)}  {leg['currency']} {major_amount(-leg['amount_minor'], leg['currency'])}"
    if leg["is_last_of_the_day"]:
        posting += f" = {leg['currency']} {major_amount(-leg['balance_minor'], leg['currency'])}"
    return posting


@cache
def _account_types() -> dict[str, str]:
    """asset, liability, equity, income or expense by account, from the chart that ships with the project."""
    with (PROJECT_ROOT / "seeds" / "chart_of_accounts.csv").open(encoding="utf-8", newline="") as rows:
        return {row["ledger_account"]: row["account_type"] for row in csv.DictReader(rows)}


def _account(leg: Leg) -> str:
    account = f"{TOP_LEVEL[_account_types()[leg['ledger_account']]]}:{leg['ledger_account']}"
    return account if leg["account_id"] is None else f"{account}:{_as_account_name(leg['account_id'])}"


def _as_account_name(account_id: str) -> str:
    """Two spaces would end an account name, a colon would make a sub-account of it."""
    return quote(account_id, safe=KEPT_AS_IT_IS).replace("  ", "%20%20").strip() or "%20"


def _one_line(value: Any) -> str:
    """A comma would end a tag's value, and a line break the comment."""
    return " ".join(str(value).replace(",", ";").split())


def _pattern(exponent: int) -> str:
    return "1000." + "0" * exponent
