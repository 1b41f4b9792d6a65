"""A file that an export writes is there whole or as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.whole_file import whole_file


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "journal.csv"
    out.write_text("old")
    with whole_file(out) as unfinished:
        unfinished.write_text("new")
        assert out.read_text() == "old"
    assert out.read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]


def test_of_a_file_that_fails_nothing_is_left(tmp_path: Path) -> None:
    out = tmp_path / "journal.csv"
    out.write_text("old")
    with pytest.raises(ConnectionError), whole_file(out) as unfinished:
        unfinished.write_text("ne")
        raise ConnectionError
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
