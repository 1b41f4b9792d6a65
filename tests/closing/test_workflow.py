"""The workflow of a billing month, as docs/workflow.md tells it: each command of the page is run, and prints what the page says.

Reseller, two currencies, shadow rating, drafts, close, issue, late usage, credit note, refund, a price that was wrong, release evidence.
The numbers are on the page, by hand. What does not belong here: what a single command does (its own tests).
"""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tallyhouse.main import run
from tests.promises.truth import book_counts
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "workflow.md"
BLOCK = re.compile(r"^```(\w+)(?: ([\w.]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BUILDS = 6


class Block(NamedTuple):
    """A fenced part of the page: its language, the word after it, and its text."""

    language: str
    word: str | None
    text: str


def blocks() -> list[Block]:
    return [Block(language, word or None, text) for language, word, text in BLOCK.findall(PAGE.read_text("utf-8"))]


def commands(block: Block) -> list[list[str]]:
    return [shlex.split(line) for line in block.text.splitlines()]


def test_the_page_tells_the_whole_workflow() -> None:
    """Nothing on the page is left out: a block is a file, commands, or what the last command prints."""
    told = [words for block in blocks() if block.language == "sh" for words in commands(block)]
    assert {words[0] for words in told} == {"tallyhouse"}
    assert {words[1] for words in told} == {"ingest", "build", "sql", "explore", "shadow-rate", "action", "verify", "export"}
    assert {(block.language, block.word) for block in blocks() if block.language == "sh"} == {("sh", None), ("sh", "refused")}
    assert all(block.word for block in blocks() if block.language == "json")


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_the_workflow_of_a_billing_month(
    warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    printed, compared = "", 0
    for block in blocks():
        if block.language == "sh":
            for words in commands(block):
                before = book_counts(warehouse) if words[1] == "shadow-rate" else None
                capsys.readouterr()
                code = run(words[1:])
                said = capsys.readouterr()
                printed = said.out
                assert code == (2 if block.word == "refused" else 0), (words, said)
                assert before is None or book_counts(warehouse) == before, words
        elif block.word:
            (tmp_path / block.word).write_text(block.text, "utf-8")
        else:
            assert printed == block.text, printed
            compared += 1
    assert compared == 17
    # The evidence: every build with every gate green, and the seal of the book.
    evidence = json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    builds = [build for build in evidence["builds"] if build["kind"] == "build"]
    assert [build["status"] for build in builds] == ["published"] * BUILDS
    assert {gate["status"] for build in builds for gate in build["gates"]} == {"pass"} and all(build["gates"] for build in builds)
    assert re.fullmatch("[0-9a-f]{64}", evidence["seal_head"])
