"""Warehouses for tests: one real server for the session, one template that `tallyhouse up` made, and a fresh copy of it for each test.

A copy takes a fraction of a second, so tests share nothing. The server is the embedded Postgres, or the one TALLYHOUSE_TEST_DATABASE_URL
names. What does not belong here: pytest fixtures (``conftest``) and data (each test brings its own).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests import compiled_plan
from warehouse import connection, embedded
from warehouse.settings import PROJECT_ROOT, Settings, load_settings

NO_TELEMETRY = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DAGSTER_DISABLE_TELEMETRY": "true", "GX_ANALYTICS_ENABLED": "false"}
ROLES_LOCK = 7_255_001
GRANTS = PROJECT_ROOT / "warehouse" / "grants.sql"


class Finished(NamedTuple):
    """What a command left: ``output`` is its JSON object when it ran with ``--json``, else the text it printed."""

    exit_code: int
    output: Any
    errors: str


@dataclass(frozen=True)
class TemporaryWarehouse:
    """One database of its own, and a home folder of its own."""

    settings: Settings

    @property
    def environment(self) -> dict[str, str]:
        """Environment of a command that works on this warehouse."""
        return {
            **os.environ,
            **NO_TELEMETRY,
            "TALLYHOUSE_HOME": str(self.settings.home),
            "TALLYHOUSE_DATABASE_URL": str(self.settings.database_url),
        }

    @property
    def program(self) -> str:
        """The module of the command line: where the plan is compiled, the one that runs its statements."""
        return "tests.compiled_plan" if (self.settings.home / compiled_plan.FILE).exists() else "tallyhouse.main"

    def connect(self, role: str = "admin", *, autocommit: bool = False) -> psycopg.Connection:
        """A connection as ``admin`` or as a role; the caller closes it."""
        return connection.connect(role, autocommit=autocommit, settings=self.settings)

    def url(self, role: str = "finance") -> str:
        """libpq URL of a role."""
        return connection.role_url(role, self.settings)

    def rows(self, query: str, parameters: tuple[Any, ...] | None = None, role: str = "admin") -> list[tuple[Any, ...]]:
        """Rows of one query."""
        with self.connect(role) as opened:
            return opened.execute(query, parameters).fetchall()

    def run(self, *arguments: object, environment: dict[str, str] | None = None, seconds: float = 300) -> Finished:
        """Run the real command line in a process of its own."""
        words = [str(argument) for argument in arguments]
        finished = subprocess.run(
            [sys.executable, "-m", self.program, *words],
            cwd=PROJECT_ROOT,
            env={**self.environment, **(environment or {})},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
        output = json.loads(finished.stdout) if "--json" in words and finished.stdout else finished.stdout
        return Finished(finished.returncode, output, finished.stderr)

    def start(self, *arguments: object, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start the real command line and do not wait for it: for tests that kill it."""
        return subprocess.Popen(
            [sys.executable, "-m", self.program, *map(str, arguments)],
            cwd=PROJECT_ROOT,
            env={**self.environment, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )


@dataclass(frozen=True)
class Template:
    """A database that `up` has brought up and that nobody is connected to, and the home folder it left."""

    server_url: str
    database: str
    home: Path

    @contextmanager
    def copy(self, is_lasting: bool = False, is_compiled: bool = False) -> Iterator[TemporaryWarehouse]:
        """A fresh copy of the template with a home of its own; both are gone afterwards. ``is_compiled``: builds run the compiled plan.

        dbt parses the whole project again for another database name, so copies take turns at the one name that the template was parsed under,
        unless another copy has it, or this one is there to last.
        """
        if is_compiled and not (self.home / compiled_plan.FILE).exists():
            self._compile()
        home = Path(tempfile.mkdtemp(prefix="tallyhouse-test-"))
        with _administrator(self.server_url) as server:
            name = self.database.removesuffix("_template")
            if is_lasting or is_compiled or server.execute("select from pg_database where datname = %s", (name,)).rowcount:
                name = f"tallyhouse_test_{secrets.token_hex(6)}"
            source = f"{self.database}_planned" if is_compiled else self.database
            server.execute(sql.SQL("create database {} template {} strategy file_copy").format(sql.Identifier(name), sql.Identifier(source)))
            try:
                settings = Settings(home=home, database_url=_url_of(self.server_url, name))
                with _administrator(settings.database_url) as database:
                    # Rights on the database itself are not part of what a template hands on.
                    database.execute(GRANTS.read_text())
                if (self.home / "dbt").exists():
                    shutil.copytree(self.home / "dbt", settings.dbt_target)
                if is_compiled:
                    shutil.copy(self.home / compiled_plan.FILE, home)
                yield TemporaryWarehouse(settings)
            finally:
                server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
                shutil.rmtree(home, ignore_errors=True)

    def _compile(self) -> None:
        """Keep a second database beside the template, in which the plan's tables are made, and the statements that fill them."""
        with self.copy() as warehouse, _administrator(self.server_url) as server:
            compiled_plan.compile_plan(warehouse.settings)
            shutil.copy(warehouse.settings.home / compiled_plan.FILE, self.home)
            made, kept = urlsplit(str(warehouse.settings.database_url)).path.strip("/"), f"{self.database}_planned"
            server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (made,))
            server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(made), sql.Identifier(kept)))


@contextmanager
def brought_up_template(is_durable: bool = True) -> Iterator[Template]:
    """Bring up a template on the server of the session; the database, the home and an embedded server are gone afterwards.

    ``is_durable``: False where nobody pulls a plug: an embedded server that does not wait for the disk survives every kill of a process.
    """
    from warehouse.up import bring_up

    home = Path(tempfile.mkdtemp(prefix="tallyhouse-template-"))
    outside = os.environ.get("TALLYHOUSE_TEST_DATABASE_URL")
    embedded_settings = Settings(home=home, database_url=None)
    server_url = outside or embedded.start_server(embedded_settings)
    name = f"tallyhouse_test_{secrets.token_hex(6)}"
    database = f"{name}_template"
    try:
        with _administrator(server_url) as server:
            if not outside and not is_durable:
                server.execute("alter system set fsync = off")
                server.execute("select pg_reload_conf()")
            server.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(name)))
            try:
                # Roles belong to the whole server, which other workers may bring up too.
                server.execute("select pg_advisory_lock(%s)", (ROLES_LOCK,))
                with warehouse_in_environment(Settings(home=home, database_url=_url_of(server_url, name))):
                    bring_up()
                server.execute("select pg_advisory_unlock(%s)", (ROLES_LOCK,))
                server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(database)))
                yield Template(server_url, database, home)
            finally:
                for made in (name, database, f"{database}_planned"):
                    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(made)))
    finally:
        if not outside:
            embedded.stop_server(embedded_settings, immediate=True)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def warehouse_in_environment(settings: Settings) -> Iterator[Settings]:
    """Within it, everything in this process works on the given warehouse."""
    with mock.patch.dict(os.environ, {**NO_TELEMETRY, "TALLYHOUSE_HOME": str(settings.home), "TALLYHOUSE_DATABASE_URL": str(settings.database_url)}):
        yield load_settings()


def _administrator(url: str | None) -> psycopg.Connection:
    return psycopg.connect(str(url), autocommit=True, connect_timeout=10)


def _url_of(server_url: str, database: str) -> str:
    """The same server and user, another database. Raises ValueError for a URL in libpq's other form."""
    parts = urlsplit(server_url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("TALLYHOUSE_TEST_DATABASE_URL must be of the form postgresql://user:password@host:port/database")
    return urlunsplit(parts._replace(path=f"/{database}"))
