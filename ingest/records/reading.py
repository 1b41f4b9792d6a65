"""From the physical records of a file to canonical rows of a kind, each good or with the reason why not.

What does not belong here: files and bytes (``physical``), the database (``land``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.batches import uuid_key
from ingest.reasons import BadRecord, shortened
from ingest.records.kinds import Kind, Reference
from ingest.records.physical import PhysicalRecord, RecordFile
from ingest.records.rules import check_record
from warehouse.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Row:
    """``row_number``: position among the records of the file, from 1. ``values``: canonical values in the order of the kind's columns, None where
    ``problem`` says why. ``whole_by``: what a bad record belongs to where a batch replaces rows together, None where that cannot be read."""

    row_number: int
    line_number: int
    content: bytes
    record_key: str | None
    values: tuple[Any, ...] | None
    problem: BadRecord | None
    whole_by: str | None = None


def read_rows(kind: Kind, file: RecordFile, reference: Reference) -> Iterator[Row]:
    """Every physical record of the file as a Row. Raises WrongUse for a file whose columns are not those of the kind."""
    if file.header is not None:
        _check_header(kind, file)
    reader = _Reader(kind, reference)
    positions = [(name, index) for index, name in enumerate(file.names)]
    for row_number, physical in enumerate(file, start=1):
        yield reader.row(row_number, physical, positions)


class _Reader:
    """The parsers of one kind, made once for a file."""

    def __init__(self, kind: Kind, reference: Reference) -> None:
        self.kind = kind
        self.parsers = [(column, column.parser(reference)) for column in kind.columns]
        self.defaults = {column.name: parser(column.default) for column, parser in self.parsers if column.default is not None}
        self.known = set(kind.column_names)

    def row(self, row_number: int, physical: PhysicalRecord, positions: list[tuple[str, int]]) -> Row:
        given: dict[str, Any] = {}
        try:
            if physical.fields is None:
                raise physical.problem or BadRecord("malformed_csv", "The record cannot be read.")
            if isinstance(physical.fields, dict):
                given = physical.fields
                self._refuse_unknown(given)
            else:
                given = {name: physical.fields[index] for name, index in positions}
            record = check_record(self.kind.name, self._canonical(given))
        except BadRecord as problem:
            return Row(row_number, physical.line_number, physical.content, None, None, problem, self._whole_by(given))
        key = uuid_key(*(record[name] for name in self.kind.key))
        return Row(row_number, physical.line_number, physical.content, key, tuple(record.values()), None)

    def _canonical(self, given: dict[str, Any]) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column, parser in self.parsers:
            value = given.get(column.name)
            if value is None or value == "" or value == []:
                if column.required:
                    raise BadRecord("missing_value", f"{column.name} is empty.")
                record[column.name] = self.defaults.get(column.name)
                continue
            try:
                record[column.name] = parser(value)
            except BadRecord as problem:
                raise BadRecord(problem.code, f"{column.name}: {problem.message.removesuffix('.')}.") from problem
            if column.required and isinstance(value, str) and not value.strip():
                raise BadRecord("missing_value", f"{column.name} is blank.")
        return record

    def _whole_by(self, given: dict[str, Any]) -> str | None:
        value = given.get(self.kind.whole_by) if self.kind.whole_by else None
        return value if isinstance(value, str) and value else None

    def _refuse_unknown(self, given: dict[str, Any]) -> None:
        unknown = next((name for name in given if name not in self.known), None)
        if unknown is not None:
            raise BadRecord("unknown_column", f"{shortened(unknown)} is no column of {self.kind.name}.")


def _check_header(kind: Kind, file: RecordFile) -> None:
    for name in file.names:
        if name not in kind.column_names:
            raise WrongUse(f"{file.source.name} has the unknown column {shortened(name)}: {kind.name} take {', '.join(kind.column_names)}.")
        if file.names.count(name) > 1:
            raise WrongUse(f"{file.source.name} names the column {shortened(name)} twice: leave one of them.")
    missing = [column.name for column in kind.columns if column.required and column.name not in file.names]
    if missing:
        raise WrongUse(f"{file.source.name} lacks the column {missing[0]}, which {kind.name} need: add it.")
