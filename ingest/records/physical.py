"""Physical records of a CSV or JSON lines file, as bytes with their line numbers. A broken one never takes its neighbours with it.

What does not belong here: what the fields mean (``reading``).
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.reasons import BadRecord, shortened
from ingest.source_files import SourceFile, without_line_end
from ingest.strict_json import decode, parse
from warehouse.errors import WrongUse

LONGEST_RECORD = 2**20
MOST_LINES = 100
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class PhysicalRecord:
    """``content``: the bytes without the end of the line; ``fields``: text by position (CSV) or by name (JSON), None where there is a ``problem``."""

    line_number: int
    content: bytes
    fields: list[str] | dict[str, Any] | None
    problem: BadRecord | None = None


class RecordFile:
    """A file of records. ``header``: the header line of a CSV file as bytes, None for JSON lines; ``names``: its columns."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self._lines = _Lines(source)
        self.header: bytes | None = None
        self.names: list[str] = []
        first = self._lines.peek()
        if not (first.lstrip()[:1] in (b"{", b"[") or _is_json_name(source.name)):
            self._read_header()

    def __iter__(self) -> Iterator[PhysicalRecord]:
        while (line := self._lines.take()) is not None:
            number = self._lines.number
            content = without_line_end(line)
            if self._lines.is_cut_off():
                problem = BadRecord("truncated_file", "The compressed file ends in the middle of this record.")
                yield PhysicalRecord(number, content, None, problem)
            elif content.strip():
                yield self._csv_record(number, line) if self.header is not None else _json_record(number, content)
        if self.source.is_damaged and not self._lines.is_cut_off():
            yield PhysicalRecord(self._lines.number + 1, b"", None, BadRecord("truncated_file", "The compressed file is damaged after this line."))

    def _read_header(self) -> None:
        line = self._lines.take()
        if line is None or not line.strip():
            raise WrongUse(f"{self.source.name} is empty: write a CSV header with the names of the columns, or JSON lines.")
        self.header = without_line_end(line)
        if len(self.header) > LONGEST_RECORD or self._lines.is_cut_off():
            raise WrongUse(f"{self.source.name} has no whole header line: write a CSV header with the names of the columns, or JSON lines.")
        try:
            self.names = next(csv.reader([decode(self.header)], strict=True))
        except (BadRecord, csv.Error) as problem:
            raise WrongUse(f"{self.source.name} is neither CSV with a header in UTF-8 nor JSON lines: convert it.") from problem

    def _csv_record(self, number: int, line: bytes) -> PhysicalRecord:
        taken = [line]
        try:
            fields = _split(self._fed(taken), len(self.names))
            if self._lines.is_cut_off():
                raise BadRecord("truncated_file", "The compressed file ends in the middle of this record.")
            return PhysicalRecord(number, without_line_end(b"".join(taken)), fields)
        except BadRecord as problem:
            # The lines that an open quote swallowed are records of their own until they prove otherwise.
            self._lines.put_back(taken[1:])
            return PhysicalRecord(number, without_line_end(line), None, problem)

    def _fed(self, taken: list[bytes]) -> Iterator[str]:
        """Lines of one record for the CSV reader, as many as it asks for; every line after the first is added to ``taken``."""
        yield _decoded_line(taken[0])
        while len(taken) < MOST_LINES and sum(map(len, taken)) < LONGEST_RECORD:
            line = self._lines.take()
            if line is None:
                return
            taken.append(line)
            yield _decoded_line(line)


class _Lines:
    """Lines of a file that can be put back."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._lines = source.lines()
        self._waiting: deque[bytes] = deque()
        self._ended = True
        self.number = 0

    def peek(self) -> bytes:
        line = next(self._lines, b"").removeprefix(BOM)
        if line:
            self._waiting.append(line)
        return line

    def take(self) -> bytes | None:
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is not None:
            self.number += 1
            self._ended = line.endswith(b"\n")
        return line

    def put_back(self, lines: list[bytes]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def is_cut_off(self) -> bool:
        """Whether the line taken last is the end of a damaged file."""
        return self._source.is_damaged and not self._ended and not self._waiting


def _is_json_name(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson", ".json"))


def _decoded_line(line: bytes) -> str:
    if len(line) > LONGEST_RECORD:
        raise BadRecord("too_large", f"The record has {len(line)} bytes, more than {LONGEST_RECORD}.")
    return decode(line)


def _split(lines: Iterator[str], width: int) -> list[str]:
    first = next(lines)
    body = first.rstrip("\n").removesuffix("\r")
    if '"' not in body:
        if "\r" in body:
            raise BadRecord("malformed_csv", "The line contains a carriage return outside quotes.")
        fields = body.split(",")
    else:
        fields = _split_quoted(first, lines)
    if len(fields) != width:
        raise BadRecord("malformed_csv", f"The line has {len(fields)} fields, and the header has {width}.")
    return fields


def _split_quoted(first: str, lines: Iterator[str]) -> list[str]:
    def fed() -> Iterator[str]:
        yield first
        yield from lines

    try:
        return next(csv.reader(fed(), strict=True))
    except csv.Error as problem:
        if "field limit" in str(problem):
            raise BadRecord("too_large", "A field of the record is too long.") from problem
        raise BadRecord("malformed_csv", f"The line is not CSV: {shortened(str(problem), 120)}.") from problem


def _json_record(number: int, content: bytes) -> PhysicalRecord:
    try:
        if len(content) > LONGEST_RECORD:
            raise BadRecord("too_large", f"The record has {len(content)} bytes, more than {LONGEST_RECORD}.")
        value = parse(decode(content))
        if not isinstance(value, dict):
            raise BadRecord("not_an_object", "The line is not a JSON object.")
        return PhysicalRecord(number, content, value)
    except BadRecord as problem:
        return PhysicalRecord(number, content, None, problem)
