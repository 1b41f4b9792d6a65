"""Reader roles of one's own: a login that reads every surface, and a right that says whose rows it sees there.

What does not belong here: what a surface shows to whom (the macro ``reader_may_see``), and the roles that come with the warehouse (``roles.sql``).
"""

from __future__ import annotations

import re

import psycopg
from psycopg import conninfo, sql

from warehouse.connection import LOGIN_ROLES, READER_ROLES, admin_url, connect, role_name, role_password
from warehouse.errors import WrongUse

NAME = re.compile(r"[a-z][a-z0-9_]{0,50}")
# Who sees one account, or a reseller with its customers, is a member of this one.
OWN_ROWS = "reader"
HOLDS = "select from control.reader_grants where role_name = %s and scope = %s and account_id is not distinct from %s"
GIVEN = "insert into control.readers (role_name, scope, account_id, is_granted) values (%s, %s, %s, true)"


def add_reader(name: str, scope: str, account_id: str | None = None) -> dict[str, str | bool | None]:
    """Make a reader role, or give one a further right: {"role", "scope", "account_id", "is_new"}.

    ``scope``: ``account`` or ``reseller`` with its ``account_id``, else ``analyst``, ``finance`` or ``auditor``, who see everything in the surfaces
    of that role. The same right again changes nothing. Raises WrongUse for a name or an account that cannot be.
    """
    role = role_name(name)
    if not NAME.fullmatch(name) or role in {role_name(taken) for taken in (*LOGIN_ROLES, OWN_ROWS, "owner")}:
        raise WrongUse(f"{name} cannot be the name of a reader: use lower-case letters, digits and _, and none of the warehouse's own roles.")
    group, right = (role_name(scope), "everything") if scope in READER_ROLES else (role_name(OWN_ROWS), scope)
    with connect("admin") as connection, connection.transaction():
        if account_id is not None and not connection.execute("select from raw.accounts where account_id = %s limit 1", (account_id,)).rowcount:
            raise WrongUse(f"There is no account {account_id}: land its record first, or correct the name.")
        is_new = connection.execute("select from pg_roles where rolname = %s", (role,)).rowcount == 0
        if is_new:
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        _set_password(connection, role)
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(group), sql.Identifier(role)))
        if not connection.execute(HOLDS, (role, right, account_id)).rowcount:
            connection.execute(GIVEN, (role, right, account_id))
    return {"role": role, "scope": scope, "account_id": account_id, "is_new": is_new}


def _set_password(connection: psycopg.Connection, role: str) -> None:
    password = conninfo.conninfo_to_dict(admin_url()).get("password")
    if password:
        connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(role_password(str(password), role))))
