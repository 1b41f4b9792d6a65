"""Names of the things in the hand-made rows, and reading them as one role or another. What belongs to pytest is in ``conftest``."""

from __future__ import annotations

from hashlib import md5
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql

ROWS = Path(__file__).with_name("hand_made_rows.sql")
ISSUED = Path(__file__).with_name("issued_document.sql")
SCHEMAS = ("billing", "finance", "operations", "analytics")


def named(word: str) -> UUID:
    """Identifier of the thing that the hand-made rows call by this word."""
    return UUID(md5(word.encode()).hexdigest())


def read(world: psycopg.Connection, query: str, role: str = "tallyhouse_finance") -> list[tuple]:
    """Rows of a query as a role reads them."""
    with world.transaction(force_rollback=True):
        world.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
        return world.execute(query).fetchall()


def read_as_customer(world: psycopg.Connection, scope: str, account: str, query: str) -> list[tuple]:
    """Rows of a query as a reader role sees them that was given one account, or a reseller with its customers."""
    with world.transaction(force_rollback=True):
        world.execute("create role a_customer")
        world.execute("grant usage on schema billing, finance, operations, analytics to a_customer")
        world.execute("grant select on all tables in schema billing, finance, operations, analytics to a_customer")
        world.execute("insert into control.readers (role_name, scope, account_id, is_granted) values ('a_customer', %s, %s, true)", (scope, account))
        world.execute("set local role a_customer")
        return world.execute(query).fetchall()
