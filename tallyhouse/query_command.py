"""`tallyhouse sql`: one read-only statement as a reader role, as a table, CSV or JSON.

In every form a cell is Postgres' own text of the value, times in RFC 3339 with a Z. JSON has whole numbers, booleans and JSON values as such;
every other number is a string, because a JSON number is a float to most readers.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reports.tables import harmless
from tallyhouse.options import OUTPUTS, JsonOption, argument, option
from tallyhouse.output import json_text, page_width, print_table
from warehouse.errors import WrongUse

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

Statement = Annotated[str, argument("SELECT", "One statement, in quotes.")]
Reader = Annotated[str, typer.Option("--role", help="analyst, finance, auditor or a reader of your own.")]
CsvOption = Annotated[bool, option("--csv", "Print CSV; cells that a spreadsheet would run are neutralised.")]
ROWS_SHOWN = 200
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
WHOLE_NUMBERS = {"int2", "int4", "int8", "oid"}
NUMBERS = WHOLE_NUMBERS | {"numeric", "float4", "float8"}
JSON_VALUES = {"json", "jsonb"}


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("sql", rich_help_panel=OUTPUTS)(query)


def query(statement: Statement, role: Reader = "finance", as_csv: CsvOption = False, json_output: JsonOption = False) -> None:
    """Run one read-only statement as a reader role."""
    read_as(role, statement, None, as_csv, json_output)


def read_as(role: str, statement: str | sql.Composed, parameters: Sequence[Any] | None, as_csv: bool, json_output: bool) -> None:
    """Run one statement as a reader role in a transaction that can write nothing, and print what it finds.

    Raises WrongUse for a role that is no reader, for what the reader may not see, and for a statement that Postgres refuses.
    """
    import psycopg

    from warehouse.connection import LOGIN_ROLES, READER_ROLES, connect, role_name

    if role_name(role) in {role_name(name) for name in set(LOGIN_ROLES) - set(READER_ROLES)}:
        raise WrongUse(f"{role_name(role)} is no reader: use one of {', '.join(READER_ROLES)}, or `tallyhouse url --role {role}` with psql.")
    if as_csv and json_output:
        raise WrongUse("--csv and --json exclude each other: give one of them.")
    with connect(role) as connection:
        connection.read_only = True
        try:
            columns, types, rows = _run(connection, statement, parameters)
            show = _print_csv if as_csv else _print_json if json_output else _print_table
            show(columns, types, rows)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as problem:
            raise WrongUse(f"{_first_line(problem)}: {role_name(role)} reads the surfaces only, see `tallyhouse role list`.") from problem
        except psycopg.Error as problem:
            if connection.broken:
                raise
            raise WrongUse(f"Postgres refuses this statement: {_first_line(problem)}.") from problem


def _run(
    connection: psycopg.Connection, statement: str | sql.Composed, parameters: Sequence[Any] | None
) -> tuple[list[str], list[str], Iterator[tuple[str | None, ...]]]:
    """Column names, type names, and the rows as text, as they come from the server."""
    from psycopg.types.string import TextLoader

    cursor = connection.cursor()
    for known in connection.adapters.types:
        cursor.adapters.register_loader(known.oid, TextLoader)
        if known.array_oid:
            cursor.adapters.register_loader(known.array_oid, TextLoader)
    rows = cursor.stream(statement, parameters)
    first = list(islice(rows, 1))
    # A stream that has no row has no columns either.
    described = [(column.name, column.type_code) for column in cursor.description or []] if first else _described(connection, statement, parameters)
    names = [connection.adapters.types.get(code) for _, code in described]
    types = [name.name if name is not None else "text" for name in names]

    def texts() -> Iterator[tuple[str | None, ...]]:
        for row in first:
            yield tuple(map(_text, types, row))
        for row in rows:
            yield tuple(map(_text, types, row))

    return [column for column, _ in described], types, texts()


def _described(connection: psycopg.Connection, statement: str | sql.Composed, parameters: Sequence[Any] | None) -> list[tuple[str, int]]:
    """Names and type codes of the columns of a statement, which is not run."""
    from psycopg import ClientCursor

    text = ClientCursor(connection).mogrify(statement, parameters)
    connection.pgconn.prepare(b"", text.encode())
    columns = connection.pgconn.describe_prepared(b"")
    return [((columns.fname(number) or b"").decode(), columns.ftype(number)) for number in range(columns.nfields)]


def _text(type_name: str, value: str | None) -> str | None:
    if value is None or type_name != "timestamptz" or not value.endswith("+00"):
        return value
    return value[:-3].replace(" ", "T") + "Z"


def _print_csv(columns: list[str], types: list[str], rows: Iterator[tuple[str | None, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in row])


def _print_json(columns: list[str], types: list[str], rows: Iterator[tuple[str | None, ...]]) -> None:
    found = [list(map(_json_value, types, row)) for row in rows]
    sys.stdout.write(json_text({"columns": columns, "rows": found}) + "\n")


def _json_value(type_name: str, cell: str | None) -> Any:
    if cell is None:
        return None
    if type_name in WHOLE_NUMBERS:
        return int(cell)
    if type_name == "bool":
        return cell == "t"
    if type_name in JSON_VALUES:
        return json.loads(cell, parse_float=str)
    return cell


def _print_table(columns: list[str], types: list[str], rows: Iterator[tuple[str | None, ...]]) -> None:
    """A table, or one block for each row where a table would be wider than the page."""
    shown = list(islice(rows, ROWS_SHOWN))
    total = len(shown) + sum(1 for _ in rows)
    widths = [max(len(name), *(len(row[place] or "") for row in shown), 0) for place, name in enumerate(columns)]
    if sum(widths) + 3 * len(widths) <= page_width():
        print_table("", columns, shown, right=[name for name, type_name in zip(columns, types, strict=True) if type_name in NUMBERS])
    else:
        for number, row in enumerate(shown, start=1):
            print_table(f"Row {number}", ("column", "value"), zip(columns, row, strict=True))
    rest = "." if total == len(shown) else f", the first {ROWS_SHOWN} shown: --csv and --json give them all."
    print(f"\n{total:,} row{'' if total == 1 else 's'}{rest}")


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or ["no reason given"])[0].rstrip(".")
