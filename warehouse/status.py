"""`tallyhouse status`: what state the warehouse is in, in one look."""

from __future__ import annotations

import psycopg

from warehouse.connection import connect
from warehouse.errors import WarehouseUnreachable
from warehouse.migrate import read_migrations
from warehouse.settings import load_settings
from warehouse.versions import seed_hash, surface_hash

NEWEST_BUILDS = """
select builds.build_number, builds.as_of, coalesce(build_outcomes.status, 'open'), build_outcomes.reason
from control.builds
left join control.build_outcomes on build_outcomes.build_number = builds.build_number
order by builds.build_number desc
limit 1
"""
BACKLOG = """
select count(*)
from raw.ingest_batches
left join control.build_batches on build_batches.batch_id = ingest_batches.batch_id
where build_batches.batch_id is null
"""


def warehouse_status() -> dict:
    """What runs, what is in place, the newest build and publication, and what waits. Never raises for a warehouse that is down."""
    settings = load_settings()
    status: dict = {"server": "embedded" if settings.is_embedded else "outside", "home": str(settings.home), "running": False}
    try:
        connection = connect("admin", autocommit=True)
    except WarehouseUnreachable as problem:
        return status | {"advice": str(problem)}
    with connection:
        status |= {"running": True, "postgres": connection.info.server_version // 10000, "database": connection.info.dbname}
        if connection.execute("select to_regclass('control.installations')").fetchone()[0] is None:
            return status | {"is_set_up": False, "advice": "This warehouse is not set up: run `tallyhouse up`."}
        return status | _installation(connection) | _builds(connection)


def _installation(connection: psycopg.Connection) -> dict:
    applied = connection.execute("select count(*) from control.migrations").fetchone()[0]
    row = connection.execute("select seed_hash, surface_hash from control.installations order by installation_number desc limit 1").fetchone()
    current = applied == len(read_migrations()) and row == (seed_hash(), surface_hash())
    found = {"is_set_up": True, "migrations": applied, "is_current": current}
    return found if current else found | {"advice": "The code is newer than the warehouse: run `tallyhouse up`."}


def _builds(connection: psycopg.Connection) -> dict:
    newest = connection.execute(NEWEST_BUILDS).fetchone()
    published = connection.execute("select build_number, as_of, published_at from control.publications order by build_number desc limit 1").fetchone()
    parked = connection.execute("select count(distinct account_id) from current.parked_accounts").fetchone()[0]
    return {
        "newest_build": None
        if newest is None
        else {"build_number": newest[0], "as_of": newest[1].isoformat(), "status": newest[2], "reason": newest[3]},
        "publication": None
        if published is None
        else {"build_number": published[0], "as_of": published[1].isoformat(), "published_at": published[2].isoformat()},
        "batches_waiting": connection.execute(BACKLOG).fetchone()[0],
        "accounts_parked": parked,
    }
