"""The kinds of business records, read from ``kinds.yml``: columns, keys, and a ready parser for each column.

What does not belong here: reading files (``physical``), rules over several columns (``rules``), SQL (``land``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.records import values
from warehouse.errors import WrongUse

HERE = Path(__file__).parent
Parser = Callable[[Any], Any]


@dataclass(frozen=True)
class Reference:
    """What values are checked against: ``currencies`` with a minor unit, and the ``time_zones`` the database knows."""

    currencies: Collection[str]
    time_zones: Collection[str]


@dataclass(frozen=True)
class Column:
    """One column: ``type`` as in kinds.yml, ``default`` as text, ``allowed`` values (empty: any)."""

    name: str
    type: str = "text"
    required: bool = False
    default: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    above: int | None = None
    open_end: bool = False

    def parser(self, reference: Reference) -> Parser:
        """The function from a given value to canonical text (a list of text for percents)."""
        if self.allowed:
            return lambda given: values.as_choice(given, self.allowed)
        decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", self.type)
        if decimal:
            precision, scale = int(decimal[1]), int(decimal[2])
            return lambda given: values.as_decimal(given, precision, scale, self.minimum, self.maximum, self.above)
        parsers: dict[str, Parser] = {
            "text": values.as_identifier if self.name.endswith("_id") else values.as_text,
            "boolean": values.as_boolean,
            "integer": lambda given: values.as_integer(given, values.INTEGER, self.minimum),
            "minor": lambda given: values.as_integer(given, values.BIGINT, self.minimum),
            "time": lambda given: values.as_time(given, self.open_end),
            "date": values.as_date,
            "percents": values.as_percents,
            "currency": lambda given: values.as_currency(given, reference.currencies),
            # Rates of currencies that have ended stay facts.
            "currency_code": lambda given: values.as_currency(given, None),
            "time_zone": lambda given: values.as_time_zone(given, reference.time_zones),
            "country": values.as_country,
        }
        return parsers[self.type]


@dataclass(frozen=True)
class Kind:
    """One kind: ``key`` columns, ``versions`` (newest, first, whole), ``whole_by`` the column whose rows a batch replaces together."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    versions: str = "newest"
    whole_by: str | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of kinds.yml."""
    definitions = yaml.safe_load((HERE / "kinds.yml").read_text())
    return {name: _kind(name, definition) for name, definition in definitions.items()}


def find_kind(name: str) -> Kind:
    """The kind of that name. Raises WrongUse that lists the kinds."""
    if name not in kinds():
        raise WrongUse(f"There is no kind of record called {name!r}: use one of {', '.join(kinds())}.")
    return kinds()[name]


def _kind(name: str, definition: dict[str, Any]) -> Kind:
    columns = tuple(
        Column(column, **{option: tuple(value) if option == "allowed" else value for option, value in options.items()})
        for column, options in definition["columns"].items()
    )
    return Kind(name, tuple(definition["key"]), columns, definition.get("versions", "newest"), definition.get("whole_by"))
