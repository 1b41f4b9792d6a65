"""The tables of the report: which query, which columns, how each is written in the page and in its CSV file.

What does not belong here: sums and verdicts (they are columns of the queries) and the look of the page (``templates/``).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from reports import amounts

Row = dict[str, Any]
NUMBERS = ("money", "exact_money", "count", "quantity", "rate")
KIND_CLASSES = {"code": "code", "sentence": "sentence", "time": "time", "date": "time"}
# What a spreadsheet runs as a formula when a cell starts with it, full-width signs included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

VERDICTS = {
    "agrees": ("good", "Agrees"),
    "matched": ("good", "Matched"),
    "unassigned": ("open", "Open"),
    "differs": ("bad", "Differs"),
    "unmatched": ("open", "Unmatched"),
}


@dataclass(frozen=True)
class Column:
    """``kind``: text, sentence, code, time, date, verdict, or a number: money and exact_money (minor units, currency in the row), count, quantity,
    rate (basis points, written in percent).

    ``in_page``: False for what only the CSV file carries.
    """

    name: str
    heading: str
    kind: str = "text"
    in_page: bool = True

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


# More letters without a place to break than a narrow column has room for; the page may break a name at its underscores.
LONG_WORD = re.compile(r"[^\s_]{21}")
# A trillion with ten decimals. One row with more digits, which some record always has, would push the columns beside it off the page.
LONGEST_NUMBER_IN_ONE_LINE = 28


@dataclass(frozen=True)
class Cell:
    """What the page shows of one value: ``text``, a style class for verdicts, negative amounts and what may be broken anywhere, and its column."""

    text: str
    style: str
    column: Column

    @property
    def html(self) -> Markup:
        """The text, escaped, with places to break a name."""
        return Markup(escape(self.text).replace("_", Markup("_<wbr>")))

    @property
    def classes(self) -> str:
        """What the style sheet knows the cell by; empty for plain text."""
        kind = "number" if self.column.is_number else KIND_CLASSES.get(self.column.kind, "")
        vast = "vast" if self.column.is_number and len(self.text) > LONGEST_NUMBER_IN_ONE_LINE else ""
        return " ".join(filter(None, (kind, vast, self.style if self.column.kind != "verdict" else "")))


@dataclass(frozen=True)
class Table:
    """One table: ``name`` is its query, its anchor and its CSV file; ``empty`` is the sentence that stands for no rows.

    ``query``: another query that gives the rows of several tables, each with the table's name in its column ``part``. ``by_currency``: the page
    has a table for each currency. ``folded``: the page shows it on demand, beside a chart of the same rows.
    """

    name: str
    caption: str
    empty: str
    columns: tuple[Column, ...]
    query: str = ""
    by_currency: bool = False
    folded: bool = False

    @property
    def shown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.in_page)

    def cells(self, row: Row) -> list[Cell]:
        """The visible cells of a row."""
        return [Cell(_page_text(row, column), _style(row, column), column) for column in self.shown]

    def csv_bytes(self, rows: list[Row]) -> bytes:
        """All rows as UTF-8 CSV with the headings of the page: plain numbers in major units, times in UTC, no cell a spreadsheet would run."""
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow([column.heading for column in self.columns])
        for row in rows:
            writer.writerow([_file_text(row, column) for column in self.columns])
        # The mark tells spreadsheets that the file is UTF-8.
        return b"\xef\xbb\xbf" + target.getvalue().encode()


def harmless(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: an apostrophe goes before one that it would run."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def _page_text(row: Row, column: Column) -> str:
    value = row[column.name]
    if value is None:
        return ""
    if column.is_number:
        return amounts.grouped(_number(row, column))
    if column.kind == "verdict":
        return VERDICTS.get(str(value), ("bad", str(value)))[1]
    return amounts.readable_time(value) if column.kind in ("time", "date") else str(value)


def _file_text(row: Row, column: Column) -> str:
    value = row[column.name]
    if value is None:
        return ""
    if column.is_number:
        return _number(row, column)
    if column.kind == "verdict":
        return VERDICTS.get(str(value), ("bad", str(value)))[1]
    return amounts.exact_time(value) if column.kind in ("time", "date") else harmless(str(value))


def _number(row: Row, column: Column) -> str:
    value = row[column.name]
    if column.kind in ("money", "exact_money"):
        # An amount without a currency counts nothing: a check over records.
        return amounts.major_amount(value, row["currency"] or "") if row["currency"] or value else ""
    return amounts.plain_number(Decimal(value).scaleb(-2) if column.kind == "rate" else value)


def _style(row: Row, column: Column) -> str:
    value = row[column.name]
    if column.kind == "verdict":
        return VERDICTS.get(str(value), ("bad", ""))[0]
    if column.kind in ("money", "exact_money") and value is not None and value < 0:
        return "negative"
    return "long" if not column.is_number and LONG_WORD.search(str(value)) else ""


CURRENCY = Column("currency", "Currency", "code")
ACCOUNT = Column("account_id", "Account", "code")
NAME = Column("name", "Name")
