"""From nothing to a verified build through the real command line: on the embedded Postgres, and on a Postgres 15 of this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_cluster import POSTGRES_15, running_cluster
from warehouse.settings import PROJECT_ROOT

pytestmark = pytest.mark.slow

ACCOUNTS = "account_id,currency\nacme,USD\n"
PRICES = "price_id,meter,currency,model,unit_price,per_units\ntokens-in,token_input,USD,per_unit,2.50,1000000\n"
USAGE = "event_id,source,event_kind,meter,account_id,quantity,occurred_at\ne1,gateway,quantity,token_input,acme,2000000,2026-09-01T10:00:00Z\n"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder with a short path: a server's socket may lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="tallyhouse-home-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def tallyhouse(home: Path, database_url: str | None, *words: object) -> dict[str, Any]:
    """The JSON object of one command, which must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALLYHOUSE_")} | {"TALLYHOUSE_HOME": str(home)}
    if database_url:
        environment["TALLYHOUSE_DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "tallyhouse.main", *map(str, words), "--json"]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True)
    assert (finished.returncode, finished.stderr) == (0, ""), (words, finished.stdout, finished.stderr)
    return json.loads(finished.stdout)


def from_nothing_to_a_verified_build(home: Path, database_url: str | None, folder: Path) -> None:
    """2,000,000 tokens at USD 2.50 per million are 500 cents on one draft line."""
    for name, text in {"accounts.csv": ACCOUNTS, "prices.csv": PRICES, "usage.csv": USAGE}.items():
        (folder / name).write_text(text)
    first = tallyhouse(home, database_url, "up")
    assert first["migrations_applied"] > 0
    assert tallyhouse(home, database_url, "up")["migrations_applied"] == 0
    for kind in ("accounts", "prices"):
        assert tallyhouse(home, database_url, "ingest", "records", kind, folder / f"{kind}.csv")["landed"] == 1
    assert tallyhouse(home, database_url, "ingest", "usage", folder / "usage.csv")["landed"] == 1
    assert tallyhouse(home, database_url, "ingest", "usage", folder / "usage.csv")["already_known"] is True
    assert tallyhouse(home, database_url, "build", "--as-of", "2026-10-02T00:00:00Z")["status"] == "published"
    assert tallyhouse(home, database_url, "build", "--as-of", "2026-10-02T00:00:00Z")["status"] == "nothing_new"
    drafts = tallyhouse(home, database_url, "sql", "select account_id, currency, status, total_minor from billing.invoices")
    assert drafts["rows"] == [["acme", "USD", "draft", 500]]
    assert tallyhouse(home, database_url, "verify")["ok"] is True
    assert tallyhouse(home, database_url, "status")["running"] is True


def test_the_embedded_postgres_goes_up_and_down_and_keeps_its_data(home: Path, tmp_path: Path) -> None:
    try:
        from_nothing_to_a_verified_build(home, None, tmp_path)
        assert tallyhouse(home, None, "down") == {"stopped": True}
        assert tallyhouse(home, None, "down") == {"stopped": False}
        assert tallyhouse(home, None, "status")["running"] is False
        assert tallyhouse(home, None, "up")["migrations_applied"] == 0
        assert tallyhouse(home, None, "sql", "select count(*) from billing.invoices")["rows"] == [[1]]
    finally:
        tallyhouse(home, None, "down")


@pytest.mark.postgres_15
@pytest.mark.skipif(not (POSTGRES_15 / "initdb").exists(), reason="Postgres 15 is not installed (on Debian: postgresql-15)")
def test_postgres_15_with_a_password_carries_it_too(home: Path, tmp_path: Path) -> None:
    with running_cluster(POSTGRES_15) as url:
        from_nothing_to_a_verified_build(home, url, tmp_path)
        analyst = tallyhouse(home, url, "url", "--role", "analyst")["url"]
        assert "tallyhouse_analyst:" in analyst
