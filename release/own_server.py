"""A Postgres of its own for a release check: in a new folder, for as long as the check runs, and never a warehouse that anybody uses.

Within one of its databases everything in this process works on that database, as TALLYHOUSE_HOME and TALLYHOUSE_DATABASE_URL would have it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from warehouse import embedded
from warehouse.progress import Progress
from warehouse.settings import DATABASE_NAME, PROJECT_ROOT, Settings
from warehouse.up import bring_up

TEMPLATE, EMPTY = f"{DATABASE_NAME}_template", f"{DATABASE_NAME}_empty"
GRANTS = PROJECT_ROOT / "warehouse" / "grants.sql"
VARIABLES = ("TALLYHOUSE_HOME", "TALLYHOUSE_DATABASE_URL")


class OwnServer:
    """``url``: the administrator's. ``home``: where dbt parses and logs."""

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home

    @contextmanager
    def empty_database(self) -> Iterator[None]:
        """Work on a database that holds nothing at all; it is gone afterwards."""
        self._make(EMPTY, "template0")
        try:
            with environment(self.home, self.url_of(EMPTY)):
                yield
        finally:
            self._drop(EMPTY)

    @contextmanager
    def warehouse(self, progress: Progress) -> Iterator[None]:
        """Work on an empty warehouse that is up. The first one takes as long as `tallyhouse up`, the others a second: they are copies."""
        if not self._exists(TEMPLATE):
            self._make(DATABASE_NAME, "template0")
            with environment(self.home, self.url_of(DATABASE_NAME)):
                bring_up(progress=progress)
            self._rename(DATABASE_NAME, TEMPLATE)
        # Always the same name: dbt parses the whole project again for another one.
        self._make(DATABASE_NAME, TEMPLATE)
        try:
            with environment(self.home, self.url_of(DATABASE_NAME)):
                with psycopg.connect(self.url_of(DATABASE_NAME), autocommit=True) as database:
                    # Rights on the database itself are not part of what a template hands on.
                    database.execute(GRANTS.read_text("utf-8"))
                yield
        finally:
            self._drop(DATABASE_NAME)

    def url_of(self, database: str) -> str:
        """The administrator's address of one database."""
        return conninfo.make_conninfo(self.url, dbname=database)

    def _exists(self, database: str) -> bool:
        with self._server() as server:
            return bool(server.execute("select from pg_database where datname = %s", (database,)).rowcount)

    def _make(self, database: str, template: str) -> None:
        statement = sql.SQL("create database {} encoding 'UTF8' template {}").format(sql.Identifier(database), sql.Identifier(template))
        self._drop(database)
        with self._server() as server:
            server.execute(statement)

    def _rename(self, database: str, name: str) -> None:
        with self._server() as server:
            server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (database,))
            server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(database), sql.Identifier(name)))

    def _drop(self, database: str) -> None:
        with self._server() as server:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True, connect_timeout=10)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Start one, and leave nothing of it."""
    # A short path: the server's socket lies in it.
    home = Path(tempfile.mkdtemp(prefix="tallyhouse-release-"))
    settings = Settings(home=home, database_url=None)
    try:
        yield OwnServer(embedded.start_server(settings), home)
    finally:
        embedded.stop_server(settings, immediate=True)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def environment(home: Path, database_url: str) -> Iterator[None]:
    """Within it, this process and those it starts work there; afterwards on what they worked on before."""
    before = {name: os.environ.get(name) for name in VARIABLES}
    os.environ.update(zip(VARIABLES, (str(home), database_url), strict=True))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
