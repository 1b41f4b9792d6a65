"""The command line as people and programs meet it: help, exit codes, one JSON object, one sentence for an error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tallyhouse.main import ORDER
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.settings import PROJECT_ROOT

UNREACHABLE = {"TALLYHOUSE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}


def tallyhouse(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The real command line on a warehouse that does not answer."""
    return subprocess.run(
        [sys.executable, "-m", "tallyhouse.main", *words],
        cwd=PROJECT_ROOT,
        env={"PATH": "/usr/bin:/bin", "TALLYHOUSE_HOME": "/nonexistent/tallyhouse", **(environment or UNREACHABLE)},
        capture_output=True,
        text=True,
    )


def test_help_lists_every_command_and_the_exit_codes() -> None:
    shown = tallyhouse("--help")
    assert shown.returncode == 0
    assert all(f" {command} " in shown.stdout for command in ORDER)
    assert "Exit codes" in shown.stdout


def test_no_words_at_all_is_help() -> None:
    assert tallyhouse().stdout == tallyhouse("--help").stdout


def test_help_answers_at_once() -> None:
    # What takes seconds to import is imported by the commands that need it, when they run.
    shown = subprocess.run([sys.executable, "-X", "importtime", "-m", "tallyhouse.main", "--help"], capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in shown.stderr.splitlines() if line.startswith("import time:")}
    assert "typer" in imported
    assert imported & {"dagster", "dagster_dbt", "dbt", "duckdb", "great_expectations", "pandas", "pgserver", "psycopg", "sqlglot", "stripe"} == set()


@pytest.mark.parametrize(
    "words",
    [
        "up", "down", "status", "url", "role add", "role list", "ingest usage", "ingest records", "ingest stripe",
        "quarantine list", "quarantine show", "quarantine redrive", "build", "shadow-rate", "verify", "action", "report", "relay",
        "export focus", "export journal", "export invoice", "export tax", "export evidence", "export anchor", "sql", "explain", "demo",
        "metrics", "quality",
    ],
)  # fmt: skip
def test_every_command_has_help_and_takes_json(words: str) -> None:
    shown = tallyhouse(*words.split(), "--help")
    assert shown.returncode == 0
    assert "--json" in shown.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["bild"], "Did you mean 'build'"),
        (["ingest"], "see `tallyhouse ingest --help`"),
        (["ingest", "usage"], "Missing argument 'PATH"),
        (["ingest", "usage", "x.csv", "--param", "account"], "write --param account=acme"),
        (["build", "--as-of", "yesterday"], "2026-10-01T00:00:00Z"),
        (["build", "--as-of", "2026-10-01T00:00:00"], "with its offset"),
        (["build", "--as-of", "2026-02-30T00:00:00Z"], "with its offset"),
        (["build", "--as-of", "1026-01-01T00:00:00Z"], "1990"),
        (["action", "period_close"], "Missing option '--actor'"),
        (["action", "period_close", "--actor", "a", "--reason", "b", "--amount-minor", "1.5"], "--amount-minor"),
        (["sql", "select 1", "--csv", "--json"], "exclude each other"),
        (["sql", "select 1", "--role", "poster"], "no reader"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(words: list[str], says: str) -> None:
    finished = tallyhouse(*words)
    assert finished.returncode == 2
    said = finished.stdout if "--json" in words else finished.stderr
    assert says in said
    assert len(said.splitlines()) == 1
    as_json = tallyhouse(*words, "--json")
    assert as_json.returncode == 2
    assert list(json.loads(as_json.stdout)) == ["error"]
    assert as_json.stderr == ""


@pytest.mark.parametrize("words", [["build"], ["verify"], ["sql", "select 1"], ["report"], ["role", "list"], ["quarantine", "list"]])
def test_a_warehouse_that_does_not_answer_is_exit_code_3(words: list[str]) -> None:
    finished = tallyhouse(*words)
    assert (finished.returncode, len(finished.stderr.splitlines()), finished.stdout) == (3, 1, "")
    assert "tallyhouse up" in finished.stderr
    as_json = tallyhouse(*words, "--json")
    assert (as_json.returncode, as_json.stderr) == (3, "")
    assert "tallyhouse up" in json.loads(as_json.stdout)["error"]


def test_an_embedded_server_that_does_not_run_is_exit_code_3(tmp_path: Path) -> None:
    finished = tallyhouse("sql", "select 1", environment={"TALLYHOUSE_HOME": str(tmp_path)})
    assert finished.returncode == 3
    assert finished.stderr == "tallyhouse: The embedded Postgres is not running: run `tallyhouse up` first.\n"


def test_json_is_one_object_and_nothing_else(warehouse: TemporaryWarehouse) -> None:
    for words in (["status"], ["url"], ["up"], ["role", "list"], ["quarantine", "list"]):
        finished = warehouse.run(*words, "--json")
        assert (finished.exit_code, finished.errors, type(finished.output)) == (0, "", dict), words


def test_the_url_logs_in_as_the_role(warehouse: TemporaryWarehouse) -> None:
    import psycopg

    for role in ("finance", "analyst", "poster"):
        with psycopg.connect(warehouse.run("url", "--role", role).output.strip()) as opened:
            assert opened.execute("select current_user::text").fetchone() == (f"tallyhouse_{role}",)


def test_roles_are_listed_with_what_they_read(warehouse: TemporaryWarehouse) -> None:
    reads = {role["role"]: role["reads"] for role in warehouse.run("role", "list", "--json").output["roles"]}
    assert reads["tallyhouse_finance"] == ["analytics", "billing", "finance", "operations"]
    assert "finance" not in reads["tallyhouse_analyst"]


def test_a_second_up_finds_everything_in_place(warehouse: TemporaryWarehouse) -> None:
    again = warehouse.run("up", "--json")
    assert again.exit_code == 0
    assert (again.output["migrations_applied"], again.output["seeds_loaded"], again.output["surfaces_made"]) == (0, False, False)


def test_an_outside_server_is_not_stopped(warehouse: TemporaryWarehouse) -> None:
    finished = warehouse.run("down")
    assert finished.exit_code == 2
    assert "did not start" in finished.errors
