"""Take in: one transaction that fixes what a build sees (its number, its as_of, the hashes of code and seeds, its batches)."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg

from warehouse.errors import WrongUse
from warehouse.migrate import read_migrations
from warehouse.versions import code_hash, seed_hash

END_WHAT_IS_LEFT = """
select pg_terminate_backend(pid)
from pg_stat_activity
where usename = 'tallyhouse_build' and datname = current_database() and pid <> pg_backend_pid()
"""
MARK_ABANDONED = """
insert into control.build_outcomes (build_number, status, reason)
select builds.build_number, 'abandoned', 'The process of this build ended before it did.'
from control.builds
left join control.build_outcomes on build_outcomes.build_number = builds.build_number
where build_outcomes.build_number is null
on conflict (build_number) do nothing
"""
TAKE_BATCHES = """
insert into control.build_batches (batch_id, build_number)
select ingest_batches.batch_id, %s
from raw.ingest_batches
left join control.build_batches on build_batches.batch_id = ingest_batches.batch_id
where build_batches.batch_id is null
"""


def check_installation(connection: psycopg.Connection) -> None:
    """Raise WrongUse unless `tallyhouse up` has put this very code in place."""
    if connection.execute("select to_regclass('control.installations')").fetchone()[0] is None:
        raise WrongUse("This warehouse is not set up: run `tallyhouse up` first.")
    migrated = connection.execute("select count(*) from control.migrations").fetchone()[0]
    installed = connection.execute("select seed_hash from control.installations order by installation_number desc limit 1").fetchone()
    if migrated != len(read_migrations()) or installed is None or installed[0] != seed_hash():
        raise WrongUse("The migrations or the reference data have changed: run `tallyhouse up`, then build again.")


def end_what_is_left(connection: psycopg.Connection) -> None:
    """End connections of an orphaned dbt and mark the build it belonged to as abandoned. ``connection`` holds the build lock.

    A posting transaction that is just committing is waited for: it wrote the outcome of its build first.
    """
    connection.execute(END_WHAT_IS_LEFT)
    connection.execute(MARK_ABANDONED)


def take_in(connection: psycopg.Connection, as_of: datetime | None, kind: str) -> tuple[int, datetime]:
    """Write the build's row and take every committed batch that no build took; (build number, as_of in UTC). Raises WrongUse."""
    now = datetime.now(UTC)
    as_of = (as_of or now).astimezone(UTC)
    if as_of > now:
        raise WrongUse(f"--as-of {as_of.isoformat()} lies in the future: leave it out, or name a time that has passed.")
    with connection.transaction():
        newest = connection.execute("select coalesce(max(build_number), 0), max(as_of) from control.builds where kind <> 'shadow'").fetchone()
        if newest[1] is not None and as_of < newest[1]:
            raise WrongUse(
                f"--as-of {as_of.isoformat()} lies before the last build's {newest[1].isoformat()}: time never goes back, name that or a later time."
            )
        number = connection.execute("select coalesce(max(build_number), 0) + 1 from control.builds").fetchone()[0]
        connection.execute(
            "insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values (%s, %s, %s, %s, %s)",
            (number, kind, as_of, code_hash(), seed_hash()),
        )
        connection.execute(TAKE_BATCHES, (number,))
    connection.execute("select control.count_what_grew()")
    return number, as_of
