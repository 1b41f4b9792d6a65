"""Tiers of a price land together or not at all: a set with a row missing would price wrongly without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.record_files import land, rejected, write_csv
from tests.temporary_warehouse import TemporaryWarehouse


def test_tiers_of_a_price_land_as_a_whole(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    first, second = (
        {"price_id": "whole", "tier_no": "1", "up_to": "10", "unit_price": "1"},
        {"price_id": "whole", "tier_no": "2", "up_to": "", "unit_price": "2"},
    )
    assert land("price_tiers", write_csv(tmp_path / "t1.csv", first, second)) == (2, 0, 0, 0)
    assert land("price_tiers", write_csv(tmp_path / "t2.csv", second, first)) == (0, 2, 0, 0)
    assert land("price_tiers", write_csv(tmp_path / "t3.csv", first, second | {"unit_price": "3"})) == (2, 0, 0, 0)
    assert land("price_tiers", write_csv(tmp_path / "t4.csv", first)) == (1, 0, 0, 0)
    assert land("price_tiers", write_csv(tmp_path / "t5.csv", second | {"unit_price": "3"}, first)) == (2, 0, 0, 0)


def test_tiers_with_a_bad_one_among_them_do_not_land(tmp_path: Path, warehouse: TemporaryWarehouse) -> None:
    good = {"price_id": "broken", "tier_no": "1", "up_to": "10", "unit_price": "1"}
    other = good | {"price_id": "unharmed"}
    path = write_csv(
        tmp_path / "broken.csv",
        good,
        good | {"tier_no": "2", "up_to": "x"},
        other,
        good | {"price_id": "falling", "up_to": "9", "tier_no": "2"},
        good | {"price_id": "falling"},
    )
    assert land("price_tiers", path) == (1, 0, 0, 4)
    assert [row[0] for row in rejected(warehouse, path.name)] == ["incomplete_tiers", "invalid_number", "incomplete_tiers", "incomplete_tiers"]


@pytest.mark.parametrize("line", ["set,2,1000,0.08", "set,2,\x00,0.08,", '"set', "set,2,1000,\udcff,"])
def test_tiers_beside_a_line_that_cannot_be_read_do_not_land(tmp_path: Path, warehouse: TemporaryWarehouse, line: str) -> None:
    """Without the second tier the third would price what is the second's, and nothing would say so."""
    good = {"price_id": "set", "tier_no": "1", "up_to": "100", "unit_price": "0.10", "flat_fee": ""}
    assert land("price_tiers", write_csv(tmp_path / "good.csv", good, good | {"tier_no": "2", "up_to": ""})) == (2, 0, 0, 0)
    path = tmp_path / "unreadable.csv"
    last = [] if line.startswith('"') else ["set,3,,0.05,"]
    path.write_bytes("\n".join(["price_id,tier_no,up_to,unit_price,flat_fee", "set,1,100,0.10,", line, *last, ""]).encode(errors="surrogateescape"))
    assert land("price_tiers", path) == (0, 0, 0, 2 + len(last))
    assert {row[0] for row in rejected(warehouse, path.name)} > {"incomplete_tiers"}
