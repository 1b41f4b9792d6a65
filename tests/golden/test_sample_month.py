"""The sample month is the same on every machine, and has what it promises to have."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction
from pathlib import Path

from ingest.sample_month.generate import RECORD_KINDS, SampleMonth, write_sample_month
from tests.golden.sample_month_oracle import Oracle, SampleMonthTotals

METERS = Path(__file__).parents[2] / "seeds" / "meters.csv"
# Over the bytes of all files in the order of their paths. A change of the generator moves every golden file: make them anew with it.
FILES_SHA256 = "04e441335d5f233ce2a779f7bbf95e701e0645defff064547a155470f5acb12b"


def oracle_totals(month: SampleMonth) -> SampleMonthTotals:
    """The oracle's totals as of the last step."""
    records = {kind: month.paths("records", kind) for kind in RECORD_KINDS}
    return Oracle(records, month.paths("usage"), month.paths("stripe"), METERS, month.steps[-1].as_of).totals()


def test_files_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    write_sample_month(tmp_path)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (tmp_path / name).read_bytes())
    assert digest.hexdigest() == FILES_SHA256


def test_it_is_a_rich_month(tmp_path: Path) -> None:
    totals = oracle_totals(write_sample_month(tmp_path))
    counts = sum(totals.usage.counts.values(), Counter())
    assert counts == {"landed": 6074, "duplicate": 14, "conflict": 3, "rejected": 12}
    assert totals.waiting == {"account": 2, "meter": 1, "time": 1, "price (retail)": 2}
    assert {group.currency for group in totals.groups} == {"USD", "EUR", "JPY"}
    assert {group.side for group in totals.groups} == {"retail", "wholesale"}
    assert {group.charge[0] for group in totals.groups} == {"snapshot", "contract", "plan", "catalogue", "commit"}
    assert {group.charge[3] for group in totals.groups} == {"on_demand", "spot", None}


def test_it_has_ties_that_show_how_they_are_rounded(tmp_path: Path) -> None:
    totals = oracle_totals(write_sample_month(tmp_path))
    ties = [total for total in totals.groups.values() if total.amount_exact.denominator == 2]
    assert ties
    assert all(total.amount_minor == total.amount_exact + Fraction(1, 2) for total in ties)
