"""Migrations before a release: numbered and unchanged, applied from nothing, and applied to the database that an earlier version left.

What does not belong here: applying them (``warehouse.migrate``).
"""

from __future__ import annotations

import gzip
from pathlib import Path

import psycopg
from psycopg import sql

from release.judgement import Refused
from release.own_server import OwnServer
from warehouse.anchor import Anchor, read_anchor
from warehouse.connection import connect
from warehouse.lock import build_lock
from warehouse.migrate import Migration, read_migrations
from warehouse.settings import load_settings
from warehouse.up import create_roles, put_tables_in_place
from warehouse.verify import verify_book

HERE = Path(__file__).parent
EARLIER = HERE / "earlier"
WAIT_SECONDS = 30.0
# Lines of a dump that are psql's own, or that only the newest Postgres takes.
NOT_FOR_THE_SERVER = ("\\", "SET transaction_timeout")


def migrations_are_those_released(released: list[dict], migrations: list[Migration] | None = None) -> str:
    """What a release carried stays as it was. ``released``: {"number", "name", "sha256"} of each. Raises Refused, or WrongUse for a gap."""
    now = {migration.number: migration for migration in (read_migrations() if migrations is None else migrations)}
    for was in released:
        migration = now.get(was["number"])
        if migration is None or (migration.name, migration.sha256) != (was["name"], was["sha256"]):
            what = "is gone" if migration is None else "was changed after it had been released"
            raise Refused(f"Migration {was['number']:04d}_{was['name']} {what}: put it back as it was and add a new one.")
    return f"{len(now)} migrations are numbered without a gap; the {len(released)} of the last release are unchanged."


def from_nothing(server: OwnServer) -> tuple[str, list[str]]:
    """Apply all to an empty database, twice: (what was found, the catalogue as lines)."""
    with server.empty_database():
        applied, again = _apply(), _apply()
        if again:
            raise Refused(f"A second run applied {again} migrations again: each must leave its row in control.migrations.")
        return f"{applied} migrations make a database from nothing, and a second run finds nothing to do.", catalogue()


def from_earlier(server: OwnServer, dump: Path, catalogue_from_nothing: list[str]) -> str:
    """Apply what is missing to the database of an earlier version: the book it holds stays, row for row, and the tables come out the same."""
    anchor = _anchor_of(dump)
    with server.empty_database():
        with connect("admin", autocommit=True) as connection:
            create_roles(connection, load_settings())
            _restore(connection, dump)
            columns = _columns_of_the_book(connection)
            before = _book(connection, columns)
        applied = _apply()
        if not applied:
            raise Refused(f"The database {dump.name} lacks no migration, so it is no earlier version: keep one of an older release.")
        with connect("admin") as connection:
            after = _book(connection, columns)
        changed = [table for table in before if before[table] != after[table]]
        if changed:
            raise Refused(f"The upgrade changed rows of book.{changed[0]} that an earlier version had posted: a migration never rewrites the book.")
        verified = verify_book(anchor=anchor)
        if not verified.ok:
            raise Refused(f"After the upgrade the book does not verify: {verified.first_problem}")
        differing = sorted(set(catalogue()) ^ set(catalogue_from_nothing))
        if differing:
            raise Refused(f"The upgraded database is not the one made from nothing; differences: {len(differing)}, the first: {differing[0][:300]}")
    rows = sum(count for count, _ in before.values())
    name = dump.name.partition(".")[0]
    return f"{applied} migrations upgrade the database {name}; its {rows:,} rows of the book are unchanged and verify against its anchor."


def earlier_databases(folder: Path = EARLIER) -> list[Path]:
    """Plain dumps with inserts, gzipped, each with its anchor beside it."""
    return sorted(folder.glob("*.sql.gz"))


def catalogue() -> list[str]:
    """What the migrations made in the database of this process, a line of text for each thing."""
    with connect("admin") as connection:
        return [row[0] for row in connection.execute((HERE / "catalogue.sql").read_text("utf-8")).fetchall()]


def _apply() -> int:
    """Apply what is missing; how many. Raises Refused with what the database said to the one that it would not take."""
    steps: list[str] = []
    with build_lock("admin", WAIT_SECONDS) as connection:
        try:
            return put_tables_in_place(connection, load_settings(), lambda message, done=None, total=None: steps.append(message))
        except psycopg.Error as problem:
            said = problem.diag.message_primary or str(problem)
            raise Refused(f"The database refuses the {steps[-1]}: {said}. Mend it before it is released.") from problem


def _restore(connection: psycopg.Connection, dump: Path) -> None:
    lines = gzip.decompress(dump.read_bytes()).decode().splitlines(keepends=True)
    try:
        with connection.transaction():
            connection.execute("".join(line for line in lines if not line.startswith(NOT_FOR_THE_SERVER)))
            connection.execute("reset all; set timezone to 'UTC'")
    except psycopg.Error as problem:
        raise Refused(f"The dump {dump.name} cannot be read back ({problem.diag.message_primary}): make it as CONTRIBUTING.md says.") from problem


def _columns_of_the_book(connection: psycopg.Connection) -> dict[str, list[str]]:
    rows = connection.execute(
        "select table_name, array_agg(column_name::text order by column_name) from information_schema.columns"
        " where table_schema = 'book' group by table_name"
    ).fetchall()
    return {str(table): columns for table, columns in rows}


def _book(connection: psycopg.Connection, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Table of the book -> how many rows, and a hash over what they say in these columns. Raises Refused when a table or column is gone."""
    found = {}
    for table, names in columns.items():
        row = sql.SQL(
            "select count(*), md5(coalesce(string_agg(line, E'\n' order by line collate \"C\"), '')) from (select row({})::text as line from {}) as l"
        )
        try:
            found[table] = connection.execute(row.format(sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier("book", table))).fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as problem:
            raise Refused(f"The upgrade took something of book.{table} away ({problem.diag.message_primary}): the book only grows.") from problem
    return found


def _anchor_of(dump: Path) -> Anchor:
    return read_anchor(dump.with_name(dump.name.removesuffix(".sql.gz") + ".anchor.json"))


def migrations_as_json() -> list[dict]:
    """Every migration of this code, as a release and the evidence carry them."""
    return [{"number": migration.number, "name": migration.name, "sha256": migration.sha256} for migration in read_migrations()]
