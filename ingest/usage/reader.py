"""The DuckDB side of usage ingest: a sandboxed connection, the view ``given`` over one file, and its lines through a pipe.

DuckDB reads and writes inside one scratch folder only, loads no extension, and cannot reach the network. What does not belong here: Postgres.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import duckdb

from ingest.batches import first_line
from ingest.usage.adapters import Adapter
from ingest.usage.events import COLUMNS, JSON_COLUMNS, REQUIRED_COLUMNS, Meter
from warehouse.errors import WrongUse

HERE = Path(__file__).resolve().parent
NEVER_IN_A_LINE = "\x02"
BLOCK_BYTES = 1 << 18
LONGEST_LINE = 4 << 20
TIMES = ("occurred_at", "ended_at")


class UnreadableFile(Exception):
    """DuckDB cannot read the file whole; its first line of explanation."""


class Reader:
    """One file as the view ``given``, and as lines. Use as a context manager."""

    def __init__(self, folder: Path, meters: Mapping[str, Meter], variables: Mapping[str, str | bool | None], threads: int = 1) -> None:
        self.folder = folder
        self.fifo = folder / "lines"
        self._connection = duckdb.connect(":memory:", config=_configuration(folder, threads))
        self._connection.execute("set TimeZone = 'UTC'")
        for name, value in variables.items():
            self._connection.execute(f"set variable {name} = {_literal(value)}")
        self._connection.execute("create temp table takes (meter varchar, event_kinds varchar[], input_decimals integer)")
        rows = [(name, sorted(meter.event_kinds), meter.input_decimals) for name, meter in meters.items()]
        if rows:
            self._connection.executemany("insert into takes values (?, ?, ?)", rows)
        self._connection.execute((HERE / "macros.sql").read_text())

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def seal(self, real_path: Path) -> None:
        """From here on only the scratch folder and the input file can be opened, and no setting can be changed."""
        self._connection.execute(f"set allowed_directories = [{_literal(str(self.folder))}]")
        self._connection.execute(f"set allowed_paths = [{_literal(str(real_path))}]")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def give_csv(self, path: Path, columns: list[str]) -> None:
        """``given`` over a CSV file whose header names these canonical columns, every value as text."""
        names = ", ".join(f"'{column}': 'varchar'" for column in columns)
        source = (
            f"read_csv({_literal(str(path))}, columns = {{{names}}}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
            f" strict_mode = true, max_line_size = {LONGEST_LINE}, compression = '{'gzip' if path.suffix == '.gz' else 'none'}')"
        )
        self._give(source, dict.fromkeys(columns, "VARCHAR"))

    def give_parquet(self, path: Path) -> None:
        """``given`` over a Parquet file with canonical columns. Raises WrongUse for a column that is none, or of a type that is not exact."""
        source = f"read_parquet({_literal(str(path))})"
        self._give(source, self._described(f"from {source}", "This Parquet file"))

    def give_adapter(self, adapter: Adapter) -> None:
        """``given`` over an adapter's rows. Raises WrongUse when its select is wrong, UnreadableFile when the file is."""
        try:
            statements = duckdb.extract_statements(adapter.sql)
        except duckdb.Error as problem:
            raise WrongUse(f"The adapter {adapter.name} is not valid DuckDB SQL: {first_line(problem)}") from problem
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise WrongUse(f"The adapter {adapter.name} must be one select and nothing else: put everything into one statement.")
        query = statements[0].query.strip().rstrip(";")
        types = self._described(query, f"The adapter {adapter.name}")
        self._give(f"({query}\n)", types)

    def count_parquet(self, path: Path) -> int:
        return self._one(f"select count(*) from read_parquet({_literal(str(path))})")

    def blocks(self) -> Generator[bytes]:
        """Whole lines of ``emit_lines.sql`` in blocks of some 256 KB, in file order. Raises UnreadableFile.

        The pipe holds DuckDB back until its reader has taken what is there, so memory does not grow with the file.
        """
        if not self.fifo.exists():
            os.mkfifo(self.fifo, 0o600)
        reading = os.open(self.fifo, os.O_RDONLY | os.O_NONBLOCK)
        # Until DuckDB has opened the pipe, and after it failed to, this end keeps the reader from seeing an end or waiting for ever.
        writing = os.open(self.fifo, os.O_WRONLY)
        os.set_blocking(reading, True)
        problems: list[duckdb.Error] = []
        thread = threading.Thread(target=self._emit, args=(writing, problems), daemon=True)
        thread.start()
        try:
            yield from _whole_lines(reading)
        except BaseException:
            self._connection.interrupt()
            raise
        finally:
            os.close(reading)
            thread.join()
        if problems:
            raise UnreadableFile(first_line(problems[0])) from problems[0]

    def _emit(self, writing: int, problems: list[duckdb.Error]) -> None:
        sql = (HERE / "emit_lines.sql").read_text().replace("{{ fifo }}", str(self.fifo).replace("'", "''")).replace("{{ never }}", NEVER_IN_A_LINE)
        try:
            self._connection.execute(sql)
        except duckdb.Error as problem:
            problems.append(problem)
        finally:
            os.close(writing)

    def _described(self, query: str, subject: str) -> dict[str, str]:
        try:
            rows = self._connection.execute(f"describe {query}").fetchall()
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.PermissionException) as problem:
            raise WrongUse(f"{subject} cannot be used: {first_line(problem)}") from problem
        except duckdb.Error as problem:
            raise UnreadableFile(first_line(problem)) from problem
        types = {str(row[0]).lower(): str(row[1]).upper() for row in rows}
        check_columns(list(types), subject)
        for column, kind in types.items():
            if kind == "BLOB":
                raise WrongUse(f"{subject} gives {column} as bytes: cast it to text.")
            if column == "quantity" and kind in ("FLOAT", "DOUBLE", "BOOLEAN"):
                raise WrongUse(f"{subject} gives quantity as {kind}, which is not exact: cast it to decimal or text at the source.")
            if column == "pricing_snapshot" and ("FLOAT" in kind or "DOUBLE" in kind):
                raise WrongUse(f"{subject} gives a price in pricing_snapshot as floating point, which is not exact: write it as text.")
        return types

    def _give(self, source: str, types: Mapping[str, str]) -> None:
        columns = ", ".join(f"{_text_of(column, types.get(column))} as {column}" for column in COLUMNS)
        try:
            self._connection.execute(f"create temp view given as select {columns} from {source}")
        except duckdb.Error as problem:
            raise UnreadableFile(first_line(problem)) from problem

    def _one(self, query: str) -> int:
        try:
            return self._connection.execute(query).fetchone()[0]
        except duckdb.Error as problem:
            raise UnreadableFile(first_line(problem)) from problem


def check_columns(columns: list[str], subject: str) -> None:
    """Raises WrongUse for a column that is not canonical, one named twice, or a required one that is missing."""
    for column in columns:
        if column not in COLUMNS:
            raise WrongUse(f"{subject} has a column {column!r} that is not canonical: use an adapter, or put it under attributes.")
        if columns.count(column) > 1:
            raise WrongUse(f"{subject} has the column {column} twice: keep one of them.")
    missing = [column for column in REQUIRED_COLUMNS if column not in columns]
    if missing:
        raise WrongUse(f"{subject} has no column {missing[0]}: every event needs {', '.join(REQUIRED_COLUMNS)}.")


def _configuration(folder: Path, threads: int) -> dict[str, str]:
    return {
        "threads": os.environ.get("TALLYHOUSE_DUCKDB_THREADS") or str(threads),
        "memory_limit": os.environ.get("TALLYHOUSE_DUCKDB_MEMORY") or "256MB",
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }


def _text_of(column: str, kind: str | None) -> str:
    """The canonical text of one column of a type, as a DuckDB expression; empty text is null."""
    if kind is None:
        return "null::varchar"
    if column in JSON_COLUMNS and (kind.startswith(("STRUCT", "MAP", "UNION")) or kind.endswith("]")):
        return f"nullif(to_json({column})::varchar, 'null')"
    if column in TIMES and kind == "TIMESTAMP WITH TIME ZONE":
        return f"regexp_replace(strftime({column}, '%Y-%m-%dT%H:%M:%S.%fZ'), '(\\.[0-9]*[1-9])?\\.?0*Z$', '\\1Z')"
    if column == "quantity" and kind.startswith("DECIMAL"):
        return f"canonical_quantity({column}::varchar)"
    return f"nullif({column}::varchar, '')"


def _literal(value: str | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return "'" + value.replace("'", "''") + "'"


def _whole_lines(reading: int) -> Iterator[bytes]:
    rest: list[bytes] = []
    while block := os.read(reading, BLOCK_BYTES):
        cut = block.rfind(b"\n") + 1
        if cut:
            rest.append(block[:cut])
            yield b"".join(rest)
            rest = [block[cut:]] if cut < len(block) else []
        else:
            rest.append(block)
    if rest:
        yield b"".join(rest)
