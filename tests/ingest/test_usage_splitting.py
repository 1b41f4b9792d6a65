"""DuckDB and the physical records must see the same rows in a file, or the file must be called odd and split outside DuckDB."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from ingest.batches import digest_file
from ingest.usage.inputs import find_format
from ingest.usage.reader import Reader
from tests.ingest.usage_files import csv_bytes, event, write

COLUMNS = ["event_kind", "meter", "account_id", "occurred_at"]
PIECES = ["a", "b", ",", '"', '""', " ", "\n", "é", "\\", "'", "#", "\t"]


def made_up(dice: random.Random) -> bytes:
    """A CSV file that is right, or nearly."""
    end = dice.choice(["\n", "\n", "\r\n"])
    body = ""
    for _ in range(dice.randrange(1, 5)):
        if dice.random() < 0.4:
            body += "".join(dice.choice(PIECES) for _ in range(dice.randrange(12))) + end
            continue
        fields = ["".join(dice.choice(["a", "b", " ", '"', ",", end, "x"]) for _ in range(dice.randrange(4))) for _ in COLUMNS]
        quoted = [f'"{field.replace(chr(34), chr(34) * 2)}"' if dice.random() < 0.7 else field.replace(",", "").replace(end, "") for field in fields]
        body += ",".join(quoted) + end
    return (",".join(COLUMNS) + end + (body.rstrip("\r\n") if dice.random() < 0.3 else body)).encode()


def read_by_duckdb(path: Path) -> list[tuple] | None:
    """The rows, or None where DuckDB cannot read the file whole."""
    with Reader(path.parent, {}, {}) as reader:
        try:
            reader.give_csv(path, COLUMNS)
            return reader._connection.execute(f"select {', '.join(COLUMNS)} from given").fetchall()
        except duckdb.Error:
            return None


def test_both_readings_agree(tmp_path: Path) -> None:
    dice = random.Random(7)
    compared = 0
    for _ in range(600):
        path = write(tmp_path / "input.csv", made_up(dice))
        file = find_format(path, digest_file(path), False)
        if file.look().is_odd or (rows := read_by_duckdb(path)) is None:
            continue
        records = list(file.records())
        if any(values is None for _, values, _ in records):
            # What DuckDB overlooks in silence are empty fields too many; then the checks of the quarantine split the file again.
            assert all("fields" in problem.message or "not CSV" in problem.message for _, _, problem in records if problem is not None)
            continue
        assert [tuple(values[column] for column in COLUMNS) for _, values, _ in records] == rows, path.read_bytes()
        compared += 1
    assert compared > 60


@pytest.mark.parametrize(
    ("content", "is_odd"),
    [
        (csv_bytes([event()]), False),
        (csv_bytes([event(attributes='{"a": "b", "c": [1, "d"]}', resource_id="two\nlines")]), False),
        (csv_bytes([event()]).replace(b"\n", b"\r\n"), False),
        (csv_bytes([event()]).rstrip(), False),
        (csv_bytes([event()]).replace(b"\n", b"\r\n", 1), True),
        (csv_bytes([event()]) + b"\n", True),
        (csv_bytes([event()]) + b"\r\n", True),
        (csv_bytes([event()]).rstrip() + b",\n", True),
        (csv_bytes([event(account_id="a\rb")]), True),
        (csv_bytes([event(account_id="a\0b")]), True),
        (csv_bytes([event()]).replace(b"acme", b"a\xffme"), True),
        (csv_bytes([event()]).replace(b"acme", b'"acme" '), True),
        (csv_bytes([event()]).replace(b"acme", b' "acme"'), True),
    ],
)
def test_what_makes_a_file_odd(tmp_path: Path, content: bytes, is_odd: bool) -> None:
    path = write(tmp_path / "input.csv", content)
    assert find_format(path, digest_file(path), False).look().is_odd == is_odd


def test_odd_things_at_the_edge_of_a_block_are_seen(tmp_path: Path) -> None:
    header = b"event_id,event_kind,meter,account_id,occurred_at\n"
    for shift in range(-3, 4):
        line = b"x" * (2**16 - len(header) - 5 + shift)
        for end, is_odd in ((b"\n", False), (b"\n\n", True), (b"\n\r\n", True), (b"\r\n", True), (b"\r", True)):
            path = write(tmp_path / "input.csv", header + line + b",,,," + end + b"y,,,,\n")
            assert find_format(path, digest_file(path), False).look().is_odd == is_odd, (shift, end)
        pairs = (header + line + b",,,,\ny,,,,\n").replace(b"\n", b"\r\n")
        path = write(tmp_path / "input.csv", pairs)
        assert not find_format(path, digest_file(path), False).look().is_odd, shift
        accent = header + line + "é".encode() + b",,,,\n"
        assert not find_format(write(path, accent), digest_file(path), False).look().is_odd
