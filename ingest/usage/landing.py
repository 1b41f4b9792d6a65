"""One usage file into ``raw.usage_events``, in one transaction with its batch row: straight in where its keys are new, by a temporary table else.

The unique index is what keeps each event single. What does not belong here: what makes an event good, and reading the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import psycopg

from ingest.batches import (
    BatchIdentity,
    IngestReport,
    Progress,
    assert_unchanged,
    first_line,
    known_batch,
    lock_file,
    next_batch_id,
    write_batch,
    write_rejected,
)
from ingest.usage import setting_aside
from ingest.usage.adapters import Adapter
from ingest.usage.events import COLUMNS, LANDED_COLUMNS, SEPARATOR, BatchContext, Meter
from ingest.usage.inputs import Look, UsageFile
from ingest.usage.lines import LineFilter
from ingest.usage.ordinals import Ordinals
from ingest.usage.reader import Reader, UnreadableFile
from warehouse.connection import connect
from warehouse.errors import WarehouseUnreachable, WrongUse

HERE = Path(__file__).resolve().parent
COMPARED_COLUMNS = tuple(column for column in LANDED_COLUMNS if column not in ("event_key", "batch_id", "replaces_event_key", "as_given"))
MOST_ATTEMPTS = 12
COPY_OPTIONS = f"(format text, delimiter '{SEPARATOR}', null '')"


@dataclass(frozen=True)
class Way:
    """How a file is landed. Each flag makes it slower and lets it land more: what the last attempt ran into turns one on.

    ``is_clean``: unreadable records are left out first; ``is_staged``: through a temporary table; ``is_careful``: every row is judged in full.
    """

    is_clean: bool = False
    is_staged: bool = False
    is_careful: bool = False


def land(file: UsageFile, adapter: Adapter | None, identity: BatchIdentity, again: bool, progress: Progress, way: Way | None = None) -> IngestReport:
    """Land one file. Raises WrongUse when it, or its adapter, cannot be used."""
    progress(f"{file.digest.name}: looking over the file")
    is_known_to_split = file.format == "json" and adapter is None
    look = Look(0, False, False, False) if file.format == "parquet" or is_known_to_split else file.look()
    must_split = look.is_odd if adapter is None else look.is_damaged
    # DuckDB turns a number of a JSON file with a fraction into floating point: an adapter is given it as text instead.
    way = way or Way(is_clean=is_known_to_split or must_split)
    way = replace(way, is_clean=way.is_clean or file.format == "json")
    for _ in range(MOST_ATTEMPTS):
        try:
            with tempfile.TemporaryDirectory(prefix="tallyhouse-") as folder, connect("ingest") as connection, connection.transaction():
                return _Landing(connection, Path(folder).resolve(), file, adapter, identity, look, way, progress).run(again)
        except psycopg.errors.UniqueViolation:
            way = replace(way, is_staged=True)
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            way = replace(way, is_staged=True)
        except (UnreadableFile, setting_aside.SplitDisagrees) as problem:
            if way.is_clean or file.format == "parquet":
                raise _unusable(file, adapter, problem) from problem
            way = replace(way, is_clean=True)
        except (psycopg.DataError, psycopg.errors.CheckViolation):
            if way.is_careful:
                raise
            way = replace(way, is_careful=True)
        except psycopg.OperationalError as problem:
            raise WarehouseUnreachable(
                f"The warehouse gave up on {file.digest.name!r}, nothing was landed, run again: {first_line(problem)}"
            ) from problem
    raise WarehouseUnreachable(f"Other ingests kept getting in the way of {file.digest.name!r}, and nothing of it was landed: run again.")


class _Landing:
    """One attempt, inside its transaction."""

    def __init__(
        self,
        connection: psycopg.Connection,
        folder: Path,
        file: UsageFile,
        adapter: Adapter | None,
        identity: BatchIdentity,
        look: Look,
        way: Way,
        progress: Progress,
    ) -> None:
        self.connection, self.folder, self.file, self.adapter = connection, folder, file, adapter
        self.identity, self.look, self.way, self.progress = identity, look, way, progress
        self.finds_bytes = adapter is None and file.format != "parquet"
        self.spool = None if self.finds_bytes else folder / "rejected"
        self.rows_in_file: int | None = None
        self.unreadable = 0

    def run(self, again: bool) -> IngestReport:
        self.connection.execute("set local statement_timeout = 0")
        lock_file(self.connection, self.identity.digest)
        known = known_batch(self.connection, self.identity, again)
        if known:
            return known
        self.batch = BatchContext(next_batch_id(self.connection), self.identity.digest.name, _meters(self.connection))
        with self._reader() as reader:
            if self.adapter is not None:
                self.rows_in_file = self._count(reader)
            lines = LineFilter(self.batch, self.way.is_staged, self.spool, self.progress, self.rows_in_file or self.look.line_count or None)
            copied = self._copy(lines.copied(reader.blocks()))
        assert_unchanged(self.file.path, self.identity.digest)
        landed, conflicting = self._settle() if self.way.is_staged else (copied, Ordinals())
        conflicts = conflicting.count
        rejected = self._set_aside(lines, conflicting) - conflicts
        duplicates = copied - landed - conflicts
        rows_read = copied + rejected
        return write_batch(
            self.connection, self.batch.batch_id, self.identity, rows_in_file=rows_read if self.rows_in_file is None else self.rows_in_file,
            landed=landed, duplicate=duplicates, conflict=conflicts, rejected=rejected,
        )  # fmt: skip

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        path, columns = self.file.link(self.folder), list(self.file.columns)
        if self.way.is_clean:
            self.progress(f"{self.file.digest.name}: splitting the file into records")
            path = self.folder / ("clean.csv" if self.finds_bytes or self.file.format == "csv" else "clean.jsonl")
            if self.finds_bytes:
                columns = columns or list(COLUMNS)
                self.unreadable = self.file.write_clean(path, columns)
            else:
                self.unreadable = self.file.write_readable(path)
        given = dict(self.adapter.parameters) if self.adapter else {}
        variables = given | {
            "path": str(path), "file_name": self.batch.file_name, "batch_id": str(self.batch.batch_id),
            "is_staged": self.way.is_staged, "is_careful": self.way.is_careful, "finds_bytes": self.finds_bytes,
        }  # fmt: skip
        # Lines leave one after the other, so only an adapter's own work gains from a second thread.
        with Reader(self.folder, self.batch.meters, variables, threads=2 if self.adapter else 1) as reader:
            reader.seal(self.file.path.resolve())
            if self.adapter:
                reader.give_adapter(self.adapter)
            elif self.file.format == "parquet":
                reader.give_parquet(path)
            else:
                reader.give_csv(path, columns)
            yield reader

    def _count(self, reader: Reader) -> int:
        if self.file.format == "parquet":
            return reader.count_parquet(self.file.link(self.folder))
        return self.file.count_records(self.look, self.adapter.sql if self.adapter else "")

    def _copy(self, blocks: Generator[bytes]) -> int:
        """Stream lines into the warehouse; how many rows."""
        columns = ", ".join(LANDED_COLUMNS)
        target = f"raw.usage_events ({columns})"
        if self.way.is_staged:
            self.connection.execute((HERE / "arriving.sql").read_text())
            target = f"arriving (ordinal, row_hash, given, {columns})"
        with self.connection.cursor() as cursor:
            with closing(blocks), cursor.copy(f"copy {target} from stdin {COPY_OPTIONS}") as copy:
                for block in blocks:
                    copy.write(block)
            return cursor.rowcount

    def _settle(self) -> tuple[int, Ordinals]:
        """Land what is new of the staged rows: how many, and the ordinals of those in conflict with what stands."""
        self.progress(f"{self.file.digest.name}: comparing with what is there")
        self.connection.execute("select pg_advisory_xact_lock(hashtextextended('tallyhouse staged usage', 0))")
        self.connection.execute((HERE / "number_equal_rows.sql").read_text())
        self.connection.execute("analyze arriving")
        insert = (HERE / "insert_first.sql").read_text().format(columns=", ".join(LANDED_COLUMNS), landed=_listed("arriving", LANDED_COLUMNS))
        landed = self.connection.execute(insert).rowcount
        compared = {"arriving": _listed("arriving", COMPARED_COLUMNS), "standing": _listed("usage_events", COMPARED_COLUMNS)}
        query = (HERE / "conflicts.sql").read_text().format(**compared)
        conflicting = Ordinals()
        with self.connection.cursor(name="conflicting") as cursor:
            for ordinal, event_key, event_id, given in cursor.execute(query):
                conflicting.add(ordinal)
                if self.spool:
                    setting_aside.spool_row(self.spool, "conflict", setting_aside.conflict_message(event_id), given, event_key)
        return landed, conflicting

    def _set_aside(self, lines: LineFilter, conflicting: Ordinals) -> int:
        """Write the quarantine; how many records, conflicts included."""
        if not (lines.rejected.count or conflicting.count or self.unreadable):
            return 0
        if self.spool:
            records = setting_aside.spooled_rows(self.spool)
            if self.unreadable:
                is_withheld = bool(self.adapter and self.adapter.secrets)
                records = chain(setting_aside.unreadable_records(self.file, is_withheld), records)
        else:
            records = setting_aside.physical_records(self.file, self.batch, lines.row_count, lines.rejected, conflicting)
        return write_rejected(self.connection, self.batch.batch_id, "usage", records)


def _meters(connection: psycopg.Connection) -> Mapping[str, Meter]:
    try:
        with connection.transaction():
            rows = connection.execute("select meter, input_decimals, event_kinds from reference.meters").fetchall()
    except psycopg.errors.UndefinedTable as problem:
        raise WarehouseUnreachable("The warehouse has no meters yet: run `tallyhouse up` first.") from problem
    return {meter: Meter(int(decimals), frozenset(kinds.split("|"))) for meter, decimals, kinds in rows}


def _listed(table: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{table}.{column}" for column in columns)


def _unusable(file: UsageFile, adapter: Adapter | None, problem: Exception) -> WrongUse:
    reader = f"The adapter {adapter.name}" if adapter else "Tallyhouse"
    return WrongUse(f"{reader} cannot read {file.digest.name!r}, and nothing was landed: {first_line(problem)}")
