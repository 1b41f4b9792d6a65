"""Where Dagster keeps its runs: a database of its own on the warehouse's server, a role that can do nothing else, and its folder.

What does not belong here: the warehouse's own database (``warehouse.up``).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import yaml
from psycopg import conninfo, sql

from orchestration.manifest import dagster_home
from warehouse.connection import admin_url, connect, role_name, role_password, role_url
from warehouse.errors import WarehouseUnreachable, WrongUse
from warehouse.settings import DATABASE_NAME, PROJECT_ROOT

TEMPLATE = Path(__file__).with_name("dagster.yaml")
ROLE = "dagster"
LOCATION = "tallyhouse"


def storage_url() -> str:
    """URL of Dagster's database for SQLAlchemy: postgresql+psycopg2://role@host/<warehouse database>_dagster."""
    parts = urlsplit(role_url(ROLE))
    return urlunsplit(parts._replace(scheme="postgresql+psycopg2", path=f"/{_database()}"))


def make_storage() -> None:
    """Make Dagster's role and database where they are missing. Raises WrongUse when the administrator may not."""
    name, database = sql.Identifier(role_name(ROLE)), sql.Identifier(_database())
    password = conninfo.conninfo_to_dict(admin_url()).get("password")
    with connect("admin", autocommit=True) as connection:
        try:
            if connection.execute("select from pg_roles where rolname = %s", (role_name(ROLE),)).rowcount == 0:
                connection.execute(sql.SQL("create role {} login").format(name))
            if password:
                connection.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(role_password(str(password), ROLE))))
            if connection.execute("select from pg_database where datname = %s", (_database(),)).rowcount == 0:
                connection.execute(sql.SQL("grant {} to current_user").format(name))
                connection.execute(sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(database, name))
                connection.execute(sql.SQL("revoke all on database {} from public").format(database))
        except psycopg.errors.InsufficientPrivilege as problem:
            raise WrongUse("The user of TALLYHOUSE_DATABASE_URL may not make Dagster's database: give it CREATEDB and CREATEROLE.") from problem
        except psycopg.OperationalError as problem:
            raise WarehouseUnreachable("The server ended the connection while Dagster's database was made: start it again.") from problem


def write_home() -> Path:
    """Write dagster.yaml and workspace.yaml into TALLYHOUSE_HOME/dagster; that folder. Neither holds a secret: the address is in the environment."""
    home = dagster_home()
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(TEMPLATE.read_text())
    module = {"module_name": "orchestration.definitions", "working_directory": str(PROJECT_ROOT), "location_name": LOCATION}
    (home / "workspace.yaml").write_text(yaml.safe_dump({"load_from": [{"python_module": module}]}))
    return home


def _database() -> str:
    return f"{conninfo.conninfo_to_dict(admin_url()).get('dbname') or DATABASE_NAME}_dagster"
