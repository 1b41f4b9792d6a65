"""One usage file as it lies there: its format, what a quick look over its bytes says, and its physical records where DuckDB cannot read it whole.

What does not belong here: what makes an event good (``events``), and DuckDB (``reader``).
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.batches import FileDigest
from ingest.reasons import BadRecord, shortened
from ingest.records.physical import PhysicalRecord, RecordFile
from ingest.source_files import SourceFile
from ingest.usage.events import COLUMNS, JSON_COLUMNS, LONGEST_RECORD
from ingest.usage.json_values import column_text
from ingest.usage.reader import check_columns
from warehouse.errors import WrongUse

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
NO_HEADER = re.compile(r"header\s*=\s*(false|0)", re.IGNORECASE)
# Spaces between a quote and what ends a field, which some readers drop and others keep; not the doubled quotes of JSON inside a field.
_SPACED_QUOTE = re.compile(rb'[,\n] +"(?=[^"]|"[,\r\n])|" +[,\r\n"]')
TEXT_COLUMNS = frozenset(COLUMNS).difference(JSON_COLUMNS)
# A field as long as the longest record is still a field.
csv.field_size_limit(LONGEST_RECORD)


@dataclass(frozen=True)
class Look:
    """What one pass over the unpacked bytes told. ``is_odd``: DuckDB might read another set of records than stand there."""

    line_count: int
    has_quotes: bool
    is_odd: bool
    is_damaged: bool


@dataclass(frozen=True)
class UsageFile:
    """A file to land. ``format``: csv, json or parquet; ``columns``: the CSV header's names, empty for the others."""

    path: Path
    digest: FileDigest
    format: str
    is_gzip: bool
    columns: tuple[str, ...] = ()

    def link(self, folder: Path) -> Path:
        """A name for the file that says what is in it and means nothing to a glob or a quote, in a scratch folder."""
        link = folder / ("input." + {"csv": "csv", "json": "jsonl", "parquet": "parquet"}[self.format] + (".gz" if self.is_gzip else ""))
        if not link.is_symlink():
            link.symlink_to(self.path.resolve())
        return link

    def look(self) -> Look:
        """Read the bytes once, at the speed of memory."""
        return _look(SourceFile(self.digest.name, self.path), len(self.columns))

    def record_file(self) -> RecordFile:
        """The physical records, one after the other."""
        return RecordFile(SourceFile(self.digest.name, self.path))

    def records(self) -> Iterator[tuple[PhysicalRecord, dict[str, str | None] | None, BadRecord | None]]:
        """Each physical record of a canonical file with its values as text by column, or with what is wrong with it."""
        for record in self.record_file():
            if record.fields is None:
                yield record, None, record.problem
                continue
            try:
                yield record, self._values(record), None
            except BadRecord as problem:
                yield record, None, problem

    def write_clean(self, target: Path, columns: Sequence[str]) -> int:
        """Write the readable records of a canonical file as a CSV that DuckDB reads whole; how many were not readable."""
        unreadable = 0
        with target.open("w", encoding="utf-8", newline="") as stream:
            # A carriage return inside of a field is read back only where the field is in quotes.
            writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            for _, values, _ in self.records():
                if values is None:
                    unreadable += 1
                else:
                    writer.writerow([values.get(column) for column in columns])
        return unreadable

    def write_readable(self, target: Path) -> int:
        """Write the readable physical records for an adapter; how many were not readable. CSV as it is; of JSON, numbers with a fraction as text."""
        records, unreadable = self.record_file(), 0
        with target.open("wb") as stream:
            if records.header is not None:
                stream.write(records.header + b"\n")
            for record in records:
                if record.fields is None:
                    unreadable += 1
                elif isinstance(record.fields, dict):
                    stream.write(json.dumps(record.fields, default=str).encode() + b"\n")
                else:
                    stream.write(record.content + b"\n")
        return unreadable

    def count_records(self, look: Look, adapter_sql: str) -> int:
        """Records of a CSV or JSON lines file, the header apart."""
        if look.has_quotes or look.is_odd or look.is_damaged:
            return sum(1 for _ in self.record_file())
        return max(0, look.line_count - (self.format == "csv" and not NO_HEADER.search(adapter_sql)))

    def _values(self, record: PhysicalRecord) -> dict[str, str | None]:
        if isinstance(record.fields, list):
            return {column: text or None for column, text in zip(self.columns, record.fields, strict=True)}
        values: dict[str, str | None] = {}
        for column, value in (record.fields or {}).items():
            if column in TEXT_COLUMNS and type(value) is str:
                values[column] = value
                continue
            if column not in COLUMNS:
                raise BadRecord("unknown_column", f"The key {shortened(column)} is no canonical column.")
            try:
                values[column] = column_text(value, column in JSON_COLUMNS)
            except BadRecord as problem:
                raise BadRecord(problem.code, f"{column} {problem.message}.") from problem
        return values


def find_format(path: Path, digest: FileDigest, has_adapter: bool) -> UsageFile:
    """Tell the format from the content, and from the name only where the content does not say. Raises WrongUse for a header that is not canonical."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == PARQUET:
        return UsageFile(path, digest, "parquet", False)
    is_gzip = start[:2] == GZIP
    source = SourceFile(digest.name, path)
    if has_adapter:
        first = next(iter(source.pieces()), b"").removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        return UsageFile(path, digest, "json" if first in (b"{", b"[") else "csv", is_gzip)
    records = RecordFile(source)
    if records.header is None:
        return UsageFile(path, digest, "json", is_gzip)
    check_columns(records.names, f"The file {digest.name!r}")
    return UsageFile(path, digest, "csv", is_gzip, tuple(records.names))


def refuse_empty(digest: FileDigest) -> None:
    """Raises WrongUse for a file without a byte."""
    if digest.size_bytes == 0:
        raise WrongUse(f"The file {digest.name!r} is empty: write a CSV header with the names of the columns, or JSON lines.")


def _look(source: SourceFile, column_count: int) -> Look:
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = pairs = commas = 0
    has_quotes = is_odd = False
    tail = b"\n"
    for block in source.pieces():
        if not block:
            continue
        feeds += block.count(b"\n")
        if b"\r" in block or tail.endswith(b"\r"):
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n") + (tail.endswith(b"\r") and block.startswith(b"\n"))
        commas += block.count(b",")
        has_quotes = has_quotes or b'"' in block
        # Whatever two parsers may take in two ways. Where the columns are known, a blank line shows in the number of commas.
        edge = tail + block[:16]
        is_odd = is_odd or b"\0" in block or not _decodes(decoder, block)
        is_odd = is_odd or (column_count == 0 and any(b"\n\n" in part or b"\n\r\n" in part for part in (block, edge)))
        is_odd = is_odd or (has_quotes and any(_SPACED_QUOTE.search(part) for part in (block, edge) if b' "' in part or b'" ' in part))
        tail = (tail + block[-16:])[-16:]
    is_odd = is_odd or (has_quotes and bool(_SPACED_QUOTE.search(tail + b"\n")))
    is_odd = is_odd or returns != pairs or pairs not in (0, feeds) or bool(decoder.getstate()[0]) or source.is_damaged
    lines = feeds + (not tail.endswith(b"\n"))
    # DuckDB overlooks empty fields too many at the end of a line.
    is_odd = is_odd or (column_count > 0 and not has_quotes and commas != lines * (column_count - 1))
    return Look(lines, has_quotes, is_odd, source.is_damaged)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
        return True
    except UnicodeDecodeError:
        return False
