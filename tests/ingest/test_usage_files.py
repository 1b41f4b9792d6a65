"""Canonical usage files and adapters: what lands, whatever the format and the name of the file."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.usage import Way, ingest_usage
from tests.ingest.usage_files import COLUMNS, counts, csv_bytes, event, json_lines, rejected, write
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WarehouseUnreachable, WrongUse

FULL = event(
    "full", event_kind="span", meter="gpu_hour", resource_type="H100", quantity="1.50", occurred_at="2024-03-01T13:00:00.1234567+01:00",
    ended_at="2024-03-01T14:00:00Z", attributes='{"b": 1.0, "a": ["x", null]}', project_id="p", submitter_id="s", route_id="r", region="eu",
    correlation_id="c", pricing_mode="spot", parent_resource_id="parent", pricing_snapshot='{"currency": "USD", "unit_price": "1.95"}',
    replaces_event_id="earlier",
)  # fmt: skip
EVERYTHING = 'select * from raw.usage_events order by event_id collate "C"'


def everything(warehouse: TemporaryWarehouse) -> list[tuple]:
    """All landed rows without their batch, and without what was given: formats differ in that."""
    with warehouse.connect() as connection:
        cursor = connection.execute(EVERYTHING)
        kept = [place for place, column in enumerate(cursor.description) if column.name not in ("batch_id", "as_given")]
        return [tuple(row[place] for place in kept) for row in cursor]


def test_a_full_event_lands_in_canonical_form(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    report = ingest_usage([write(tmp_path / "full.csv", csv_bytes([FULL], FULL))])[0]
    assert counts(report) == {"landed": 1}
    columns = "quantity, occurred_at, ended_at, pricing_mode, pricing_snapshot, attributes, as_given, event_key::text, replaces_event_key::text"
    row = warehouse.rows(f"select {columns} from raw.usage_events")[0]
    assert row[:3] == (Decimal("1.5"), datetime(2024, 3, 1, 12, 0, 0, 123456, UTC), datetime(2024, 3, 1, 14, tzinfo=UTC))
    assert row[3:6] == ("spot", {"currency": "USD", "unit_price": "1.95"}, {"a": ["x", None], "b": 1.0})
    assert row[6] == {"quantity": "1.50", "occurred_at": "2024-03-01T13:00:00.1234567+01:00"}
    key = "select left(encode(sha256(convert_to(%s, 'UTF8')), 'hex'), 32)::uuid::text"
    assert row[7:] == (warehouse.rows(key, ("4:test4:full",))[0][0], warehouse.rows(key, ("4:test7:earlier",))[0][0])


def test_every_format_lands_the_same_rows(template, tmp_path: Path) -> None:
    from tests.temporary_warehouse import warehouse_in_environment

    events = [FULL, event("plain"), event("accents", account_id="Łódź 😀", resource_id='quo"te, comma'), event("line", resource_id="two\nlines")]
    events = [{**dict.fromkeys(FULL), **given} for given in events]
    as_csv = csv_bytes(events, FULL)
    parquet = tmp_path / "events.parquet"
    write(tmp_path / "source.csv", as_csv)
    source = f"read_csv('{tmp_path / 'source.csv'}', all_varchar = true, header = true, quote = '\"', escape = '\"')"
    duckdb.sql(f"copy (from {source}) to '{parquet}'")
    files = {
        "events.csv": as_csv, "events.csv.gz": gzip.compress(as_csv), "events.jsonl": json_lines(events), "packed": gzip.compress(json_lines(events)),
        "bom.csv": b"\xef\xbb\xbf" + as_csv, "events.parquet": parquet.read_bytes(),
    }  # fmt: skip
    found = []
    for name, content in files.items():
        with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
            assert counts(ingest_usage([write(tmp_path / name, content)])[0]) == {"landed": 4}, name
            found.append(everything(warehouse))
    assert all(rows == found[0] for rows in found)


def test_typed_parquet_lands_exactly(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    duckdb.sql(
        "copy (select 'typed' as event_id, 'unit' as meter, 'quantity' as event_kind, 42 as account_id, 0.100000000::decimal(38, 9) as quantity,"
        " timestamptz '2024-03-01 12:00:00.5+00' as occurred_at, {'a': 1} as attributes,"
        f" {{'unit_price': 0.123456789012345678::decimal(38, 18)}} as pricing_snapshot) to '{tmp_path / 'typed.parquet'}'"
    )
    assert counts(ingest_usage([tmp_path / "typed.parquet"])[0]) == {"landed": 1}
    found = warehouse.rows("select account_id, quantity, occurred_at, attributes, pricing_snapshot ->> 'unit_price', as_given from raw.usage_events")
    assert found == [("42", Decimal("0.1"), datetime(2024, 3, 1, 12, 0, 0, 500000, UTC), {"a": 1}, "0.123456789012345678", None)]


def test_floating_point_quantities_are_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    columns = "'e' as event_id, 'unit' as meter, 'quantity' as event_kind, 'a' as account_id, '2024-03-01T12:00:00Z' as occurred_at"
    duckdb.sql(f"copy (select {columns}, 0.1::double as quantity) to '{tmp_path / 'double.parquet'}'")
    with pytest.raises(WrongUse, match="not exact"):
        ingest_usage([tmp_path / "double.parquet"])


def test_hostile_names_are_data(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    folder = tmp_path / "o'clock; drop schema raw cascade; -- [x]*?"
    folder.mkdir()
    write(folder / "other.csv", csv_bytes([event("never")]))
    path = write(
        folder / "*'); drop table raw.usage_events; --[a-z].csv",
        csv_bytes([event("'; drop schema raw; --", account_id="\\N", resource_id="\x1f\x01\t\\.")]),
    )
    report = ingest_usage([path])[0]
    assert counts(report) == {"landed": 1}
    assert warehouse.rows("select event_id, account_id, resource_id from raw.usage_events") == [("'; drop schema raw; --", "\\N", "\x1f\x01\t\\.")]
    assert warehouse.rows("select file_name from raw.ingest_batches") == [(path.name,)]


def test_an_unknown_column_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="'colour'"):
        ingest_usage([write(tmp_path / "odd.csv", csv_bytes([event(colour="red")], (*COLUMNS, "colour")))])
    with pytest.raises(WrongUse, match="twice"):
        ingest_usage([write(tmp_path / "twice.csv", csv_bytes([event()], (*COLUMNS, "meter")))])
    with pytest.raises(WrongUse, match="no column account_id"):
        ingest_usage([write(tmp_path / "less.csv", csv_bytes([event()], ("event_id", "event_kind", "meter", "occurred_at")))])
    assert counts(ingest_usage([write(tmp_path / "odd.jsonl", json_lines([event("a"), event("b", colour="red")]))])[0]) == {
        "landed": 1,
        "rejected": 1,
    }
    assert rejected(warehouse)[0][0] == "unknown_column"
    assert warehouse.rows("select count(*) from raw.ingest_batches") == [(1,)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\xff\x80", "event_id,metér".encode("utf-16"), b"PAR1 is not enough"])
def test_a_file_that_is_none_of_the_formats_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WrongUse):
        ingest_usage([write(tmp_path / "what.csv", content)])


def test_a_missing_file_or_folder_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="check the path"):
        ingest_usage([tmp_path / "nowhere.csv"])
    with pytest.raises(WrongUse, match="not a file"):
        ingest_usage([tmp_path])


ADAPTER = """
-- param account: whose usage it is
select 'quantity' as event_kind, 'unit' as meter, getvariable('account') as account_id, amount as quantity, moment || 'Z' as occurred_at
from read_csv(getvariable('path'), header = true, all_varchar = true)
where amount <> '0' -- nothing was used
"""


def test_an_adapter_of_ones_own(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    adapter = str(write(tmp_path / "mine's.sql", ADAPTER.encode()))
    path = write(tmp_path / "in.csv", b"amount,moment\n1,2024-01-01T00:00:00\n0,2024-01-01T00:00:00\nmany,2024-01-01T00:00:00\n")
    report = ingest_usage([path], adapter, {"account": "o'neil"})[0]
    assert counts(report) == {"landed": 1, "rejected": 1}
    assert (report.rows_in_file, report.rows_read) == (3, 2)
    assert warehouse.rows("select account_id, length(event_id) from raw.usage_events") == [("o'neil", 64)]
    [(code, line, content)] = rejected(warehouse)
    assert (code, line) == ("invalid_number", None)
    assert b'"quantity":"many"' in content


@pytest.mark.parametrize(
    ("sql", "parameters", "sentence"),
    [
        (ADAPTER, {}, "--param account="), (ADAPTER, {"account": "a", "acount": "b"}, "acount"), (ADAPTER, {"account": "a", "path": "/x"}, "taken"),
        ("select 1 as one", {}, "'one'"), ("select 'a' as meter", {}, "no column event_kind"), ("selec 1", {}, "not valid DuckDB SQL"),
        ("", {}, "one select"), ("select 1; select 2", {}, "one select"), ("copy (select 1) to 'x'", {}, "one select"),
        ("from nothing", {}, "nothing"),
        ("select column0 as meter from read_csv('https://example.com/a.csv')", {}, "cannot be used"),
        ("select content as meter from read_text('/etc/passwd')", {}, "cannot be used"),
        ("select meter.no_such, 'a' as event_kind from read_csv(getvariable('path'))", {}, "cannot be used"),
    ],
)  # fmt: skip
def test_an_adapter_that_cannot_be_used_is_refused(
    warehouse: TemporaryWarehouse, tmp_path: Path, sql: str, parameters: dict[str, str], sentence: str
) -> None:
    adapter = str(write(tmp_path / "mine.sql", sql.encode()))
    path = write(tmp_path / "in.csv", b"amount,moment\n1,2024-01-01T00:00:00\n")
    with pytest.raises(WrongUse) as caught:
        ingest_usage([path], adapter, parameters)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert warehouse.rows("select count(*) from raw.ingest_batches") == [(0,)]


def test_an_adapter_that_is_not_there_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", b"a\n1\n")
    with pytest.raises(WrongUse, match="azure_llm"):
        ingest_usage([path], "no_such_adapter")
    with pytest.raises(WrongUse, match="cannot be read"):
        ingest_usage([path], str(tmp_path / "no_such.sql"))
    with pytest.raises(WrongUse, match="--adapter"):
        ingest_usage([path], None, {"account": "a"})


def test_the_plain_way_and_the_careful_way_agree(template, tmp_path: Path) -> None:
    """The DuckDB shortcut must give, row by row, what the full check gives."""
    from tests.temporary_warehouse import warehouse_in_environment

    times = [
        "2024-02-29T23:59:59Z",
        "2024-03-01T00:00:00.5Z",
        "2024-03-01T00:00:00.500Z",
        "2024-03-01T00:00:00.123456789Z",
        "2024-03-01T05:30:00+05:30",
    ]
    times += [
        "2023-02-29T00:00:00Z",
        "1990-01-01T00:00:00Z",
        "1989-12-31T23:59:59.9Z",
        "2100-01-01T00:00:00+00:01",
        "2024-03-01T00:00:00",
        "2024-03-01T00:00:00.000Z",
    ]
    quantities = ["0", "7", "007", "1.0", "1.5", "1.500", "-0", "1e2", "", "99999999999999999999", "999999999999999999999", "0.0000000000", "-1"]
    attributes = [
        None,
        "{}",
        '{"a":1.50}',
        '{"a":"b", "c":null}',
        '{"a":1,"a":2}',
        '{"a":NaN}',
        '{"a":1,}',
        '{"a":"\\u0000"}',
        '{"a":01}',
        '{"é":true}',
        "[1]",
        "nul",
    ]
    events = [event(None, occurred_at=time, quantity=quantity, meter="unit") for time in times for quantity in quantities]
    events += [event(f"json-{place}", attributes=text, correlation_id=place * "x") for place, text in enumerate(attributes)]
    events += [event(None, attributes=text) for text in attributes]
    events += [event(f"long-{size}", project_id="é" * size) for size in (499, 500, 501)]
    events += [
        event(f"kind-{kind}-{ended}", event_kind=kind, meter="gpu_hour", quantity="1.125", ended_at=ended)
        for kind in ("span", "stop", "odd", "")
        for ended in (None, times[0], times[4])
    ]
    content = csv_bytes(events, (*COLUMNS, "project_id", "correlation_id"))
    seen = []
    for way in (Way(), Way(is_careful=True), Way(is_staged=True), Way(is_clean=True, is_staged=True, is_careful=True)):
        with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
            report = ingest_usage([write(tmp_path / "same.csv", content)], way=way)[0]
            rows = warehouse.rows("select row_to_json(usage_events)::jsonb - 'batch_id' from raw.usage_events order by event_key")
            seen.append((counts(report), rows, rejected(warehouse)))
    assert seen[0][0]["landed"] > 60 and seen[0][0]["rejected"] > 60
    assert all(found == seen[0] for found in seen)


def test_no_warehouse_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TALLYHOUSE_DATABASE_URL", raising=False)
    monkeypatch.setenv("TALLYHOUSE_HOME", str(tmp_path / "home"))
    with pytest.raises(WarehouseUnreachable, match="tallyhouse up"):
        ingest_usage([write(tmp_path / "in.csv", csv_bytes([event()]))])
