"""Hostile files of business records: kept byte for byte with a reason, neighbours unharmed, and one sentence for a file that is none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ingest.records import ingest_records
from tests.ingest.test_records import land, rejected
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse


def test_hostile_csv_lines_leave_their_neighbours_alone(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    good = [f"hostile-{number},EUR,,name {number}".encode() for number in range(13)]
    bad = [
        (b"\xff\xfe,EUR,,x", "not_utf8"),
        (b"n\x00l,EUR,,x", "nul_character"),
        (b'q,EUR,,"open', "malformed_csv"),
        (b'q,EUR,,"a"b', "malformed_csv"),
        (b"short,EUR", "malformed_csv"),
        (b"long,EUR,,x,y", "malformed_csv"),
        (b"big,EUR,," + b"x" * 10 * 2**20, "too_large"),
        (b'quoted,EUR,,"' + b"x" * 200_000 + b'"', "too_large"),
        (b"i" * 1001 + b",EUR,,x", "too_large"),
        (b"c\rr,EUR,,x", "malformed_csv"),
        (b"nowhere,ZZZ,,x", "unknown_currency"),
        (b"\xed\xa0\x80,EUR,,x", "not_utf8"),
        (b"feb,EUR,2023-02-30,x", "invalid_time"),
    ]
    lines = [
        b"\xef\xbb\xbfaccount_id,currency,valid_from,name",
        *(line for pair in zip(good, (content for content, _ in bad), strict=True) for line in pair),
    ]
    lines += [b'two-lines,EUR,,"a', b'b ""c"""', b"; drop table raw.accounts --,EUR,,x"]
    path = tmp_path / "hostile.csv"
    path.write_bytes(b"\r\n".join(lines) + b"\r\n")
    assert land("accounts", path) == (15, 0, 0, 13)
    assert [(code, bytes(content)) for code, _, content in rejected(warehouse, path.name)] == [(reason, content) for content, reason in bad]
    assert [line for _, line, _ in rejected(warehouse, path.name)] == [3 + 2 * number for number in range(13)]
    assert warehouse.rows("select name from raw.accounts where account_id = 'two-lines'") == [('a\r\nb "c"',)]


def test_hostile_json_lines_leave_their_neighbours_alone(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    bad = [
        (b'{"issuer_id": "x", "issuer_id": "y"}', "duplicate_key"),
        (b'{"issuer_id": "\\u0000"}', "nul_character"),
        (b'{"issuer_id": "\\udfff"}', "lone_surrogate"),
        (b'{"issuer_id": ' + b"9" * 5000 + b"}", "number_out_of_range"),
        (b'{"issuer_id": NaN}', "invalid_number"),
        (b'{"issuer_id": 5}', "wrong_type"),
        (b"[" * 5000, "too_deep"),
        (b"{", "malformed_json"),
        (b'["issuer_id"]', "not_an_object"),
        (b'{"issuer_id": "x", "colour": 1}', "unknown_column"),
        (b'{"issuer_id": "  "}', "missing_value"),
        (b'{"city": "x"}', "missing_value"),
        (b'{"issuer_id": "\xff"}', "not_utf8"),
    ]
    lines = [line for number, (content, _) in enumerate(bad) for line in (content, b'{"issuer_id": "hostile-%d"}' % number)]
    path = tmp_path / "hostile-issuers.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    assert land("issuers", path) == (len(bad), 0, 0, len(bad))
    assert [(code, bytes(content)) for code, _, content in rejected(warehouse, path.name)] == [(reason, content) for content, reason in bad]


PRICE_COLUMNS = (
    "price_id,meter,currency,model,unit_price,per_units,free_units,package_size,flat_fee,minimum_amount,maximum_amount,quantity_multiple,rounding"
)
# Prices as lines of PRICE_COLUMNS, with the reason each is rejected for.
BAD_PRICES = {
    "no,unit,USD,per_unit,,,,,,,,,": "missing_value",
    "no,unit,USD,percentage,,,,,,,,,": "missing_value",
    "no,unit,USD,package,5,,,,,,,,": "missing_value",
    "no,,USD,flat,,,,,,,,,": "missing_value",
    "no,,USD,graduated,,,,,,,,,": "missing_value",
    "no,unit,USD,stairs,1,,,,,,,,": "value_not_allowed",
    "no,unit,USD,per_unit,NaN,,,,,,,,": "invalid_number",
    "no,unit,USD,per_unit,-1,,,,,,,,": "number_out_of_range",
    "no,unit,USD,per_unit,1e400,,,,,,,,": "number_out_of_range",
    "no,unit,USD,per_unit,0.0000000000000000001,,,,,,,,": "too_many_decimals",
    "no,unit,USD,per_unit,1,0,,,,,,,": "number_out_of_range",
    "no,unit,USD,per_unit,1,,-1,,,,,,": "number_out_of_range",
    "no,unit,USD,package,1,,,0,,,,,": "number_out_of_range",
    "no,unit,USD,per_unit,1,,,,,,,0,": "number_out_of_range",
    "no,unit,USD,per_unit,1,,,,,5,4,,": "excluded_values",
    "no,unit,XXX,per_unit,1,,,,,,,,": "unknown_currency",
    "no,unit,USD,per_unit,1,,,,,,,,sideways": "value_not_allowed",
}


def test_hostile_prices_leave_their_neighbours_alone(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    lines = [PRICE_COLUMNS]
    for number, line in enumerate(BAD_PRICES):
        lines += [line, f"hostile-{number},unit,USD,per_unit,1,,,,,,,,"]
    path = tmp_path / "hostile-prices.csv"
    path.write_text("\n".join(lines) + "\n")
    counted = land("prices", path)
    assert {content.decode(): code for code, _, content in rejected(warehouse, path.name)} == BAD_PRICES
    assert counted == (len(BAD_PRICES), 0, 0, len(BAD_PRICES))


def test_a_cut_off_gzip_keeps_what_arrived(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    packed = gzip.compress(b"issuer_id,city\n" + b"".join(b"cut-%d,%d\n" % (number, number * 7919) for number in range(2000)))
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    landed, duplicate, conflict, bad = land("issuers", path)
    assert (duplicate, conflict, bad) == (0, 0, 1) and 100 < landed < 2000
    assert rejected(warehouse, path.name)[0][0] == "truncated_file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("issuer_id,colour\nx,red\n", "colour"),
        ("issuer_id,issuer_id\nx,y\n", "twice"),
        ("city\nBonn\n", "lacks the column issuer_id"),
        ("", "empty"),
        ("\xff\xfe", "UTF-8"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(content: str, words: str, tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    path = tmp_path / "shape.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(WrongUse, match=words):
        ingest_records("issuers", [path])
    assert warehouse.rows("select count(*) from raw.ingest_batches where file_name = 'shape.csv'") == [(0,)]


def test_wrong_use_is_said_in_one_sentence(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    with pytest.raises(WrongUse, match="accounts, issuers"):
        ingest_records("acounts", [tmp_path])
    with pytest.raises(WrongUse):
        ingest_records("accounts", [tmp_path / "missing.csv"])
