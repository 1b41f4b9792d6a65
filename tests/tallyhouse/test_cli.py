"""The command line as people and programs meet it: help, exit codes, one JSON object, one sentence for an error."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from tallyhouse.guide import EXAMPLES, with_examples
from tallyhouse.main import ORDER, app
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


def test_every_command_has_an_example_that_its_options_take() -> None:
    program = with_examples(typer.main.get_command(app))
    commands = {name: command for name, command in all_commands(program) if name}
    assert set(EXAMPLES) == set(commands)
    shown = tallyhouse("--help").stdout
    for name, example in EXAMPLES.items():
        words = shlex.split(example.removeprefix('psql "$(').removesuffix(')"'))
        assert words[:2] == ["tallyhouse", name.split()[0]]
        assert " " in name or words[-1] in shown
        found, rest = program, words[1:]
        while isinstance(found, TyperGroup):
            found, rest = found.commands[rest[0]], rest[1:]
        found.make_context(name, rest)


def all_commands(command: TyperCommand | TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    yield " ".join(path), command
    for name, below in getattr(command, "commands", {}).items():
        yield from all_commands(below, (*path, name))


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_commands_and_options(tmp_path: Path) -> None:
    """What README tells to put into ~/.bashrc, run by a real bash, offline and with no warehouse."""
    program = tmp_path / "tallyhouse"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tallyhouse.main "$@"\n')
    program.chmod(0o755)
    script = """
        eval "$(_TALLYHOUSE_COMPLETE=source_bash tallyhouse)"
        complete -p tallyhouse
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _tallyhouse_completion tallyhouse; echo "${COMPREPLY[@]}"; }
        ask tallyhouse rel
        ask tallyhouse export a
        ask tallyhouse build --a
    """
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TALLYHOUSE_HOME": "/nonexistent/tallyhouse", **UNREACHABLE}
    said = subprocess.run(["bash", "-c", script], cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["complete -o default -F _tallyhouse_completion tallyhouse", "relay release-check", "anchor", "--as-of"]
    assert said.stderr == ""


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
        "export focus", "export journal", "export invoice", "export tax", "export evidence", "export anchor", "sql", "explore", "explain",
        "release-check", "demo", "metrics", "quality", "webhook",
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
        (["ingest", "usage", "x.csv", "--param", "SALT=s3cret"], "--param 'SALT' is no name"),
        (["build", "--as-of", "yesterday"], "2026-10-01T00:00:00Z"),
        (["build", "--as-of", "2026-10-01T00:00:00"], "with its offset"),
        (["build", "--as-of", "2026-02-30T00:00:00Z"], "with its offset"),
        (["build", "--as-of", "1026-01-01T00:00:00Z"], "1990"),
        (["action", "period_close"], "Missing option '--actor'"),
        (["action", "period_close", "--actor", "a", "--reason", "b", "--amount-minor", "1.5"], "--amount-minor"),
        (["sql", "select 1", "--csv", "--json"], "exclude each other"),
        (["sql", "select 1", "--role", "poster"], "no reader"),
        (["explore", "spend"], "add currency to --by"),
        (["explore", "spend", "--only", "currency"], "write --only currency=USD"),
        (["explore", "spend", "--only", "currency=USD", "--only", "currency=EUR"], "given twice"),
        (["explore", "spend", "--by", "currency", "--from", "2024-1-1"], "write one like 2026-10-01"),
        (["explore", "--by", "currency"], "Name a metric"),
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


@pytest.mark.parametrize("url", ["postgres//bob:s3cret@db/tally", "postgresql://bob:s3%zzcret@db/tally", "postgresql://bob:s3cret@db/tally?sslmod=x"])
@pytest.mark.parametrize("words", [["up"], ["status"], ["url"], ["sql", "select 1"]])
def test_a_url_that_is_none_is_exit_code_2_and_repeats_no_password(url: str, words: list[str]) -> None:
    finished = tallyhouse(*words, environment={"TALLYHOUSE_DATABASE_URL": url})
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "tallyhouse: TALLYHOUSE_DATABASE_URL is not a libpq URL: write postgresql://user:password@host:port/database.\n"


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
