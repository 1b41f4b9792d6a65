"""Adapters: one DuckDB select each, shipped in ``ingest/adapters`` or named by the path of a .sql file, with their parameters.

An adapter reads its file by ``getvariable('path')`` and returns canonical columns; what it leaves out is null. It hashes personal fields (IP
addresses, say) itself, before they land. It may aggregate if ``attributes`` then tells the number of source rows and their total.
A parameter is declared in a comment: ``-- param account_id: whose usage it is`` must be given (``--param account=`` will do),
``-- param start = 2024-01-01T00:00:00Z: ...`` has a default, ``-- param resource_type (optional): ...`` is null when it is not given.
Of ``-- param salt (secret): ...`` the warehouse keeps the hash only. An adapter that needs a secret has something to hide, so the bytes of a
record that cannot be read are not kept either.
What does not belong here: running the select (``reader``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WrongUse

SHIPPED = Path(__file__).resolve().parent.parent / "adapters"
SHORTEST_SECRET = 16
RESERVED = ("path", "file_name", "batch_id", "is_staged", "is_careful", "finds_bytes")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_DECLARED = re.compile(r"^\s*--\s*param\s+(\w+)\s*(\((?:optional|secret)\)|=\s*([^:\n]\S*))?\s*:", re.ASCII | re.MULTILINE)


@dataclass(frozen=True)
class Adapter:
    """A select that returns the canonical columns. ``parameters``: every declared or given one, by name; null where optional and not given."""

    name: str
    sql: str
    sha256: str
    is_shipped: bool
    parameters: Mapping[str, str | None]
    secrets: frozenset[str] = frozenset()

    @property
    def given_parameters(self) -> dict[str, str]:
        """The parameters with a value, defaults included: what the batch row keeps. Of a secret it is the sha256, so that one sees it is the same."""
        given = {name: value for name, value in sorted(self.parameters.items()) if value is not None}
        return {name: f"sha256:{hashlib.sha256(value.encode()).hexdigest()}" if name in self.secrets else value for name, value in given.items()}


def shipped_adapters() -> list[str]:
    """Names of the adapters in ``ingest/adapters``."""
    return sorted(path.stem for path in SHIPPED.glob("*.sql"))


def load_adapter(named: str, given: Mapping[str, str]) -> Adapter:
    """Find an adapter by name or by the path of a .sql file, and check its parameters. Raises WrongUse."""
    is_file = named.endswith(".sql")
    path = Path(named) if is_file else SHIPPED / f"{named}.sql"
    if not is_file and named not in shipped_adapters():
        raise WrongUse(f"There is no adapter {named!r}: use one of {', '.join(shipped_adapters())}, or the path of a .sql file.")
    try:
        content = path.read_bytes()
        sql = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongUse(f"The adapter file {path.name!r} cannot be read: give the path of a UTF-8 text file with one select.") from problem
    name, parameters = path.name if is_file else named, _parameters(named, sql, given)
    return Adapter(name, sql, hashlib.sha256(content).hexdigest(), not is_file, parameters, _secrets(sql))


def secrets_of(shipped: str) -> frozenset[str]:
    """Names of the secret parameters of a shipped adapter; none where there is no such adapter (any more)."""
    path = SHIPPED / f"{shipped}.sql"
    return _secrets(path.read_text()) if path.exists() else frozenset()


def check_parameter_names(given: Mapping[str, str]) -> None:
    """Raises WrongUse for a parameter that cannot be the name of a DuckDB variable, or whose value no text can hold."""
    for name, value in given.items():
        if name in RESERVED:
            raise WrongUse(f"The parameter name {name!r} is taken by Tallyhouse itself: call it something else in the adapter.")
        if not _NAME.fullmatch(name):
            raise WrongUse(f"The parameter name {name!r} is not made of letters, digits and underscores: write --param NAME=VALUE.")
        if "\0" in value or (not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)):
            raise WrongUse(f"The value of the parameter {name} is not text in UTF-8: write it again.")


def _secrets(sql: str) -> frozenset[str]:
    return frozenset(name for name, form, _ in _DECLARED.findall(sql) if form == "(secret)")


def _parameters(named: str, sql: str, given: Mapping[str, str]) -> dict[str, str | None]:
    check_parameter_names(given)
    declared = {name for name, _, _ in _DECLARED.findall(sql)}
    # An adapter that asks for an account_id understands --param account as well.
    given = {f"{name}_id" if name not in declared and f"{name}_id" in declared else name: value for name, value in given.items()}
    parameters: dict[str, str | None] = {}
    for name, form, default in _DECLARED.findall(sql):
        if form in ("", "(secret)") and not given.get(name):
            raise WrongUse(f"The adapter {named} needs to know its {name}: add --param {name}=VALUE.")
        if form == "(secret)" and len(given[name]) < SHORTEST_SECRET:
            raise WrongUse(f"The {name} of the adapter {named} can be guessed: give at least {SHORTEST_SECRET} characters.")
        parameters[name] = default or None
    for name, value in given.items():
        if name not in parameters and not re.search(rf"getvariable\s*\(\s*'{name}'\s*\)", sql):
            known = ", ".join(parameters) or "no parameters"
            raise WrongUse(f"The adapter {named} does not read the parameter {name}; it takes {known}.")
        parameters[name] = value or None
    return parameters
