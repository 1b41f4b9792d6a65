"""Numbered SQL migrations, applied exactly once each: a migration and its row in control.migrations commit together.

Runs under the build lock, so two `tallyhouse up` at once take turns; a killed one leaves the last whole migration.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import psycopg

from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent

MIGRATIONS = Path(__file__).parent / "migrations"
CREATE_TABLE = """
create table if not exists control.migrations (
    migration_number int primary key,
    migration_name text not null,
    sha256 text not null,
    applied_at timestamptz not null default clock_timestamp()
)
"""


@dataclass(frozen=True)
class Migration:
    """One file ``NNNN_name.sql``."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """All migrations in order. Raises WrongUse for a number that is missing or twice."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", path.name)
        if not match:
            raise WrongUse(f"Rename the migration {path.name}: it must be called NNNN_name.sql.")
        found.append(Migration(int(match[1]), match[2], path.read_text()))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise WrongUse("The migrations must be numbered 0001, 0002, ... without a gap: renumber the newest one.")
    return found


def apply_migrations(connection: psycopg.Connection, progress: Progress = silent) -> int:
    """Apply what is missing, as the owner; how many were applied. ``connection``: the administrator's, autocommit, holding the build lock."""
    migrations = read_migrations()
    with connection.transaction():
        connection.execute("set local role tallyhouse_owner")
        connection.execute(CREATE_TABLE)
    applied = dict(connection.execute("select migration_number, sha256 from control.migrations").fetchall())
    if applied and max(applied) > len(migrations):
        raise WrongUse("This warehouse was made by a newer Tallyhouse: install that version or a later one.")
    count = 0
    for migration in migrations:
        if migration.number in applied:
            if applied[migration.number] != migration.sha256:
                raise WrongUse(
                    f"Migration {migration.number:04d}_{migration.name} was changed after it had been applied: put it back and add a new one."
                )
            continue
        progress(f"migration {migration.number:04d} {migration.name}", migration.number, len(migrations))
        with connection.transaction():
            connection.execute("set local role tallyhouse_owner")
            connection.execute("set local lock_timeout = '60s'")
            connection.execute(migration.text)
            connection.execute(
                "insert into control.migrations (migration_number, migration_name, sha256) values (%s, %s, %s)",
                (migration.number, migration.name, migration.sha256),
            )
        count += 1
    return count
