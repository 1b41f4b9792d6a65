"""Hostile usage files: kept byte for byte with a stable reason, neighbours unharmed, nothing lost."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import duckdb
import pytest

from ingest.usage import ingest_usage
from tests.ingest.usage_files import COLUMNS, counts, csv_bytes, event, json_lines, landed_ids, rejected, write
from tests.temporary_warehouse import TemporaryWarehouse

HEADER = ",".join(COLUMNS).encode()
FIRST, LAST = event("first"), event("last", resource_id='quo"ted', attributes='{"a": "b,c"}')


def raw_line(**changes: str) -> bytes:
    """One CSV line as it is, nothing quoted."""
    given = {name: value or "" for name, value in event("bad", **changes).items()}
    return ",".join(given[column] for column in COLUMNS).encode("utf-8", "surrogateescape")


# Physical lines of a CSV file, with the reason each is rejected for.
BAD_LINES: dict[str, tuple[bytes, str]] = {
    "negative": (raw_line(quantity="-5"), "negative_quantity"),
    "not a number": (raw_line(quantity="NaN"), "invalid_number"),
    "infinite": (raw_line(quantity="-Infinity"), "invalid_number"),
    "1e400": (raw_line(quantity="1e400"), "number_out_of_range"),
    "5,000 digits": (raw_line(quantity="7" * 5000), "number_out_of_range"),
    "half a token": (raw_line(quantity="1.5"), "too_many_decimals"),
    "no quantity": (raw_line(quantity=""), "missing_value"),
    "no account": (raw_line(account_id=""), "missing_value"),
    "no meter": (raw_line(meter=""), "missing_value"),
    "no kind": (raw_line(event_kind=""), "missing_value"),
    "no time": (raw_line(occurred_at=""), "missing_value"),
    "unknown kind": (raw_line(event_kind="sample"), "value_not_allowed"),
    "kind not of the meter": (raw_line(event_kind="span", ended_at="2024-03-02T00:00:00Z"), "value_not_allowed"),
    "end of no span": (raw_line(ended_at="2024-03-02T00:00:00Z"), "excluded_values"),
    "span without end": (raw_line(event_kind="span", meter="gpu_hour"), "missing_value"),
    "ends first": (raw_line(event_kind="span", meter="gpu_hour", ended_at="2024-03-01T11:59:59.999999Z"), "ends_before_start"),
    "level below zero": (raw_line(event_kind="level", meter="storage_gib_hour", quantity="-1"), "negative_quantity"),
    "level without a quantity": (raw_line(event_kind="level", meter="storage_gib_hour", quantity=""), "missing_value"),
    "level with an end": (raw_line(event_kind="level", meter="storage_gib_hour", ended_at="2024-03-02T00:00:00Z"), "excluded_values"),
    "level decimals": (raw_line(event_kind="level", meter="storage_gib_hour", quantity="1.0001"), "too_many_decimals"),
    "reading that is no number": (raw_line(event_kind="reading", meter="network_egress_byte", quantity="NaN"), "invalid_number"),
    "reading below zero": (raw_line(event_kind="reading", meter="network_egress_byte", quantity="-0.1"), "negative_quantity"),
    "reading without a quantity": (raw_line(event_kind="reading", meter="network_egress_byte", quantity=""), "missing_value"),
    "reading of seats": (raw_line(event_kind="reading", meter="seat"), "value_not_allowed"),
    "start without a quantity": (raw_line(event_kind="start", meter="gpu_hour", quantity=""), "missing_value"),
    "start with an end": (raw_line(event_kind="start", meter="gpu_hour", ended_at="2024-03-02T00:00:00Z"), "excluded_values"),
    "GPU decimals": (raw_line(event_kind="span", meter="gpu_hour", quantity="0.1234", ended_at="2024-03-02T00:00:00Z"), "too_many_decimals"),
    "no offset": (raw_line(occurred_at="2024-03-01T12:00:00"), "time_without_offset"),
    "no such day": (raw_line(occurred_at="2024-02-30T12:00:00Z"), "invalid_time"),
    "leap second": (raw_line(occurred_at="2016-12-31T23:59:60Z"), "invalid_time"),
    "far past": (raw_line(occurred_at="0001-01-01T00:00:00Z"), "time_out_of_range"),
    "far future": (raw_line(occurred_at="9999-12-31T00:00:00Z"), "time_out_of_range"),
    "words for a time": (raw_line(occurred_at="tomorrow"), "invalid_time"),
    "bad JSON": (raw_line(attributes="{not json}"), "malformed_json"),
    "deep JSON": (raw_line(attributes="[" * 5000 + "]" * 5000), "too_deep"),
    "long id": (raw_line(account_id="x" * 1001), "too_large"),
    "10 MB": (raw_line(resource_id="x" * 10_000_000), "too_large"),
    "NUL": (raw_line(resource_id="a\0b"), "nul_character"),
    "bad UTF-8": (raw_line(resource_id="a\udcff\udcfeb"), "not_utf8"),
    "too few fields": (b"bad,test,quantity", "malformed_csv"),
    "too many fields": (raw_line() + b",,,surplus", "malformed_csv"),
    "open quote": (raw_line(resource_id='"never closed'), "malformed_csv"),
    "text after a quote": (raw_line(resource_id='"closed"too early'), "malformed_csv"),
    "bare return": (raw_line(resource_id="a\rb"), "malformed_csv"),
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("what", BAD_LINES)
def test_a_bad_csv_line_leaves_its_neighbours_alone(shared_warehouse: TemporaryWarehouse, tmp_path: Path, what: str, end: bytes) -> None:
    warehouse = shared_warehouse
    line, reason = BAD_LINES[what]
    name = f"{what} {end!r}"
    good = [csv_bytes([{**given, "source": name}]).splitlines()[1] for given in (FIRST, LAST)]
    report = ingest_usage([write(tmp_path / "bad.csv", end.join([HEADER, good[0], line, good[1]]) + end)])[0]
    assert counts(report) == {"landed": 2, "rejected": 1}
    assert report.rows_in_file == 3
    assert warehouse.rows("select event_id from raw.usage_events where batch_id = %s order by 1", (report.batch_id,)) == [("first",), ("last",)]
    columns = "reason_code, line_number, header, content, content_sha256, kind, length(message) > 10"
    [row] = warehouse.rows(f"select {columns} from raw.rejected_records where batch_id = %s", (report.batch_id,))
    assert row[:2] == (reason, 3)
    assert (bytes(row[2]), bytes(row[3]), bytes(row[4])) == (HEADER, line, hashlib.sha256(line).digest())
    assert row[5:] == ("usage", True)


BAD_JSON: dict[str, tuple[bytes, str]] = {
    "cut off": (b'{"event_id": "bad", "meter', "malformed_json"),
    "duplicate key": (b'{"event_id": "bad", "event_id": "worse"}', "duplicate_key"),
    "duplicate key inside": (json_lines([event("bad")])[:-2] + b', "attributes": {"a": 1, "a": 2}}', "duplicate_key"),
    "trailing comma": (json_lines([event("bad")])[:-2] + b",}", "malformed_json"),
    "NaN": (json_lines([event("bad")])[:-2] + b', "attributes": {"a": NaN}}', "invalid_number"),
    "1e400": (b'{"event_id": "bad", "quantity": 1e400}', "number_out_of_range"),
    "no exponent": (b'{"event_id": "bad", "quantity": 1e99999999999999999999}', "number_out_of_range"),
    "5,000 digits": (b'{"event_id": "bad", "quantity": ' + b"9" * 5000 + b"}", "number_out_of_range"),
    "lone surrogate": (b'{"event_id": "bad \\ud800", "meter": "unit"}', "lone_surrogate"),
    "NUL": (b'{"event_id": "bad \\u0000"}', "nul_character"),
    "bare NUL": (b'{"event_id": "bad \x00"}', "nul_character"),
    "bad UTF-8": (b'{"event_id": "bad \xc3\x28"}', "not_utf8"),
    "deep": (b'{"attributes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
    "deeper than Python": (b"[" * 100_000, "too_deep"),
    "list": (b"[1, 2]", "not_an_object"),
    "text": (b'"event"', "not_an_object"),
    "list for text": (b'{"event_id": ["bad"]}', "wrong_type"),
    "true for text": (b'{"event_id": true}', "wrong_type"),
    "unknown key": (b'{"event_id": "bad", "colour": "red"}', "unknown_column"),
    "10 MB": (b'{"event_id": "' + b"x" * 10_000_000 + b'"}', "too_large"),
    "no offset": (json_lines([event("bad", occurred_at="2024-03-01T12:00:00")])[:-1], "time_without_offset"),
    "negative": (json_lines([event("bad", quantity=-1)])[:-1], "negative_quantity"),
}


@pytest.mark.parametrize("what", BAD_JSON)
def test_a_bad_json_line_leaves_its_neighbours_alone(shared_warehouse: TemporaryWarehouse, tmp_path: Path, what: str) -> None:
    line, reason = BAD_JSON[what]
    lines = [json_lines([{**given, "source": what}])[:-1] for given in (FIRST, LAST)]
    report = ingest_usage([write(tmp_path / "bad.jsonl", b"\n".join([lines[0], line, b"", lines[1]]))])[0]
    assert counts(report) == {"landed": 2, "rejected": 1}
    found = shared_warehouse.rows(
        "select reason_code, line_number, header, content from raw.rejected_records where batch_id = %s", (report.batch_id,)
    )
    assert [(code, number, header, bytes(content)) for code, number, header, content in found] == [(reason, 2, None, line)]


def test_a_carriage_return_inside_of_a_text_is_kept(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    given = [event("first", resource_id="eu\rwest"), event("last", resource_id="\r")]
    assert counts(ingest_usage([write(tmp_path / "returns.jsonl", json_lines(given))])[0]) == {"landed": 2}
    in_quotes = HEADER + b"\n" + raw_line(resource_id='"eu\rwest"') + b"\n"
    assert counts(ingest_usage([write(tmp_path / "returns.csv", in_quotes)])[0]) == {"landed": 1}
    found = warehouse.rows("select event_id, resource_id from raw.usage_events order by event_id")
    assert found == [("bad", "eu\rwest"), ("first", "eu\rwest"), ("last", "\r")]


def test_every_bad_line_at_once(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    lines = [HEADER]
    for number, (line, _) in enumerate(BAD_LINES.values()):
        lines += [csv_bytes([event(f"good-{number:02d}")]).splitlines()[1], line, b""]
    report = ingest_usage([write(tmp_path / "bad.csv", b"\n".join(lines))])[0]
    assert counts(report) == {"landed": len(BAD_LINES), "rejected": len(BAD_LINES)}
    assert landed_ids(warehouse) == [f"good-{number:02d}" for number in range(len(BAD_LINES))]
    assert rejected(warehouse) == [(reason, 3 * number + 3, line) for number, (line, reason) in enumerate(BAD_LINES.values())]


def test_numbers_of_json_lines_are_exact(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    line = json.dumps(event("exact", meter="unit", quantity=0)).replace('"quantity": 0', '"quantity": 12345678901234567890.123456789')
    assert counts(ingest_usage([write(tmp_path / "exact.jsonl", line.encode())])[0]) == {"landed": 1}
    assert warehouse.rows("select quantity::text from raw.usage_events") == [("12345678901234567890.123456789",)]


@pytest.mark.parametrize("name", ["cut.csv.gz", "cut.jsonl.gz"])
def test_a_truncated_gzip_keeps_what_came_before(warehouse: TemporaryWarehouse, tmp_path: Path, name: str) -> None:
    events = [event(hashlib.sha256(str(number).encode()).hexdigest()) for number in range(5000)]
    whole = gzip.compress(csv_bytes(events) if "csv" in name else json_lines(events))
    report = ingest_usage([write(tmp_path / name, whole[: len(whole) // 2])])[0]
    assert report.rejected == 1 and 1000 < report.landed < 4000 and counts(report)
    [(code, line, content)] = rejected(warehouse)
    assert code == "truncated_file"
    assert line == report.landed + 1 + ("csv" in name)
    assert content in (csv_bytes(events) if "csv" in name else json_lines(events))


def test_a_damaged_file_for_an_adapter(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    header = b"TIMESTAMP,ContextTokens,GeneratedTokens\n"
    content = header + b"2023-11-16 18:17:03.9799600,4808,10\nbroken\n2023-11-16 18:17:04.0319600,31\xff80,8\n2023-11-16 18:17:04.1,3,x\n"
    report = ingest_usage([write(tmp_path / "trace.csv", content)], "azure_llm", {"account": "acme"})[0]
    assert counts(report) == {"landed": 3, "rejected": 3}
    assert report.rows_in_file == 4
    found = rejected(warehouse)
    assert [(code, line) for code, line, _ in found] == [("malformed_csv", 3), ("not_utf8", 4), ("invalid_number", None)]
    assert found[1][2] == b"2023-11-16 18:17:04.0319600,31\xff80,8"


def test_a_bad_row_of_parquet_is_kept_as_json(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rows = "(values ('good', '1'), ('bad', 'many'), ('nul', '1')) as t (event_id, quantity)"
    columns = "event_id, 'unit' as meter, 'quantity' as event_kind, case when event_id = 'nul' then chr(0) else 'a' end as account_id, quantity"
    duckdb.sql(f"copy (select {columns}, '2024-03-01T12:00:00Z' as occurred_at from {rows}) to '{tmp_path / 'rows.parquet'}'")
    assert counts(ingest_usage([tmp_path / "rows.parquet"])[0]) == {"landed": 1, "rejected": 2}
    found = {code: json.loads(content) for code, _, content in rejected(warehouse)}
    assert found["invalid_number"]["quantity"] == "many"
    assert found["nul_character"]["account_id"] == "\0"
