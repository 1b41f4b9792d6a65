"""`tallyhouse up`: start or find the warehouse, then put roles, grants, migrations, seeds and surfaces in place.

Safe to run twice, twice at once, and after it was killed: every step finds out what is already there.
"""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from warehouse import embedded
from warehouse.connection import LOGIN_ROLES, admin_url, connect, role_name, role_password
from warehouse.dbt import run_dbt
from warehouse.errors import WarehouseUnreachable, WrongUse
from warehouse.lock import build_lock
from warehouse.migrate import apply_migrations
from warehouse.progress import Progress, silent
from warehouse.settings import DATABASE_NAME, Settings, load_settings
from warehouse.versions import code_hash, seed_hash, surface_hash

HERE = Path(__file__).parent
OLDEST, NEWEST = 15, 18


def bring_up(progress: Progress = silent, wait_seconds: float = 120.0) -> dict:
    """Everything a warehouse needs, in place: {"server", "postgres", "migrations_applied", "seeds_loaded", "surfaces_made"}."""
    settings = load_settings()
    if settings.is_embedded:
        progress("starting the embedded Postgres")
        _create_database(embedded.start_server(settings))
    with connect("admin", autocommit=True) as probe:
        version = probe.info.server_version // 10000
        if not OLDEST <= version <= NEWEST:
            raise WrongUse(f"This server is Postgres {version}: Tallyhouse needs {OLDEST} to {NEWEST}.")
        if probe.execute("select current_setting('server_encoding')").fetchone()[0] != "UTF8":
            raise WrongUse("This database is not in UTF8: create one with `encoding 'UTF8'` and point TALLYHOUSE_DATABASE_URL at it.")
    with build_lock("admin", wait_seconds, progress) as connection:
        applied = put_tables_in_place(connection, settings, progress)
        installed = connection.execute(
            "select seed_hash, surface_hash from control.installations order by installation_number desc limit 1"
        ).fetchone() or (None, None)
        seeds_loaded, surfaces_made = installed[0] != seed_hash(), installed[1] != surface_hash()
        if seeds_loaded:
            progress("loading reference data")
            run_dbt(["seed", "--full-refresh"], settings=settings)
        if surfaces_made:
            progress("making the surfaces")
            run_dbt(
                ["build", "--select", "path:models/surfaces", "path:functions", "--resource-type", "model", "--resource-type", "function"],
                settings=settings,
            )
        if seeds_loaded or surfaces_made:
            _record_installation()
    return {
        "server": "embedded" if settings.is_embedded else "outside",
        "postgres": version,
        "migrations_applied": applied,
        "seeds_loaded": seeds_loaded,
        "surfaces_made": surfaces_made,
    }


def put_tables_in_place(connection: psycopg.Connection, settings: Settings, progress: Progress = silent) -> int:
    """Roles, grants and migrations; how many migrations were applied. ``connection``: the administrator's, autocommit, holding the build lock."""
    progress("roles and grants")
    create_roles(connection, settings)
    connection.execute((HERE / "grants.sql").read_text())
    applied = apply_migrations(connection, progress)
    connection.execute((HERE / "grants.sql").read_text())
    return applied


def shut_down() -> bool:
    """Stop the embedded server; False when it was not running."""
    settings = load_settings()
    if not settings.is_embedded:
        raise WrongUse("TALLYHOUSE_DATABASE_URL names a server that Tallyhouse did not start: stop it where it runs.")
    return embedded.stop_server(settings)


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("select from pg_database where datname = %s", (DATABASE_NAME,)).rowcount == 0:
            try:
                connection.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(DATABASE_NAME)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                pass


def create_roles(connection: psycopg.Connection, settings: Settings) -> None:
    """Roles belong to the whole server: another database's `up` may be making the same ones right now."""
    for _ in range(20):
        try:
            with connection.transaction():
                connection.execute((HERE / "roles.sql").read_text())
                _set_passwords(connection, settings)
            return
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation, psycopg.errors.InternalError_):
            time.sleep(0.1)
        except psycopg.errors.InsufficientPrivilege as problem:
            raise WrongUse(
                "The user of TALLYHOUSE_DATABASE_URL may not create roles: use one with CREATEROLE and CREATE on the database."
            ) from problem
    raise WarehouseUnreachable("The roles could not be made because others keep making them: run `tallyhouse up` again.")


def _set_passwords(connection: psycopg.Connection, settings: Settings) -> None:
    password = conninfo.conninfo_to_dict(admin_url(settings)).get("password")
    if not password:
        return
    for role in LOGIN_ROLES:
        connection.execute(
            sql.SQL("alter role {} password {}").format(sql.Identifier(role_name(role)), sql.Literal(role_password(str(password), role)))
        )


def _record_installation() -> None:
    with connect("runner") as connection:
        connection.execute(
            "insert into control.installations (installation_number, code_hash, seed_hash, surface_hash)"
            " select coalesce(max(installation_number), 0) + 1, %s, %s, %s from control.installations",
            (code_hash(), seed_hash(), surface_hash()),
        )
