"""The one place that opens connections to the warehouse, and the URLs of its roles.

On an outside server every login role has a password derived from the administrator's own (HMAC-SHA256 over the role's name), so nothing
secret is stored anywhere; a server that lets the administrator in without a password is expected to trust the roles too.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote

import psycopg
from psycopg import conninfo

from warehouse import embedded
from warehouse.errors import WarehouseUnreachable, WrongUse
from warehouse.settings import DATABASE_NAME, Settings, load_settings

LOGIN_ROLES = ("ingest", "runner", "build", "poster", "analyst", "finance", "auditor")
READER_ROLES = ("analyst", "finance", "auditor")


def role_name(role: str) -> str:
    """``finance`` and ``tallyhouse_finance`` are the same role: the full name."""
    return role if role.startswith("tallyhouse_") else f"tallyhouse_{role}"


def role_password(admin_password: str, role: str) -> str:
    """Password of a login role, 64 hex digits, derived from the administrator's password."""
    return hmac.new(admin_password.encode(), f"tallyhouse/{role_name(role)}".encode(), hashlib.sha256).hexdigest()


def admin_url(settings: Settings | None = None) -> str:
    """libpq URL of the administrator: the embedded superuser, or what TALLYHOUSE_DATABASE_URL names. Raises WrongUse for what is no such URL."""
    settings = settings or load_settings()
    if settings.database_url:
        try:
            conninfo.conninfo_to_dict(settings.database_url)
        except psycopg.Error:
            # What libpq says of it repeats a part of the URL, which may be the password.
            raise WrongUse("TALLYHOUSE_DATABASE_URL is not a libpq URL: write postgresql://user:password@host:port/database.") from None
        return settings.database_url
    url = embedded.running_url(settings, DATABASE_NAME)
    if url is None:
        raise WarehouseUnreachable("The embedded Postgres is not running: run `tallyhouse up` first.")
    return url


def role_url(role: str, settings: Settings | None = None) -> str:
    """libpq URL that logs in as a role, in the form postgresql://user:password@host:port/database?options."""
    settings = settings or load_settings()
    parts = conninfo.conninfo_to_dict(admin_url(settings))
    parts["user"] = role_name(role)
    if parts.get("password"):
        parts["password"] = role_password(str(parts["password"]), role)
    parts.setdefault("dbname", DATABASE_NAME)
    return _to_url(parts)


def connect(
    role: str = "admin", *, autocommit: bool = False, application: str = "tallyhouse", settings: Settings | None = None
) -> psycopg.Connection:
    """Open a connection as ``admin`` or as a role. Raises WarehouseUnreachable with what to do about it."""
    settings = settings or load_settings()
    url = admin_url(settings) if role == "admin" else role_url(role, settings)
    try:
        connection = psycopg.connect(url, autocommit=autocommit, application_name=application, connect_timeout=10)
    except psycopg.OperationalError as problem:
        if "role" in str(problem) and "does not exist" in str(problem):
            raise WarehouseUnreachable(
                f"The role {role_name(role)} does not exist in this warehouse: run `tallyhouse up`, or `tallyhouse role list`."
            ) from problem
        raise WarehouseUnreachable(
            "The warehouse does not answer: run `tallyhouse up`, and check TALLYHOUSE_DATABASE_URL if you set it."
        ) from problem
    with connection.transaction():
        connection.execute(
            "set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres';"
            " set extra_float_digits to 1; set bytea_output to 'hex'"
        )
    return connection


def _to_url(parts: dict) -> str:
    user = quote(str(parts.pop("user")), safe="")
    password = parts.pop("password", None)
    database = quote(str(parts.pop("dbname")), safe="")
    host, port = str(parts.pop("host", "") or ""), parts.pop("port", None)
    login = user if not password else f"{user}:{quote(str(password), safe='')}"
    options = [f"{name}={quote(str(value), safe='/')}" for name, value in parts.items() if value not in (None, "")]
    if host.startswith("/") or not host:
        options = ([f"host={quote(host, safe='/')}"] if host else []) + ([f"port={port}"] if port else []) + options
        address = ""
    else:
        address = host if not port else f"{host}:{port}"
    return f"postgresql://{login}@{address}/{database}" + ("?" + "&".join(options) if options else "")
