"""How options and arguments are declared, the options that several commands share, and how the text of an option becomes a value.

What does not belong here: options of one command only, and checks that need the warehouse.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

import typer

from warehouse.errors import WrongUse

TRY, WAREHOUSE, INPUTS, BOOK = "To try it", "The warehouse", "What comes in", "The book"  # the groups of `tallyhouse --help`
OUTPUTS, RELEASE = "What people look at", "Before a release"
RFC_3339 = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


def option(name: str, explained: str, metavar: str | None = None) -> Any:
    """An option that names no default in its help, because it has none to name."""
    return typer.Option(name, help=explained, metavar=metavar, show_default=False)


def argument(metavar: str, explained: str) -> Any:
    """A positional argument."""
    return typer.Argument(metavar=metavar, help=explained, show_default=False)


JsonOption = Annotated[bool, option("--json", "Print exactly one JSON object.")]
AgainOption = Annotated[bool, option("--again", "Land a file even when the same bytes are here under another name.")]


def parse_time(text: str, name: str) -> datetime:
    """A time with its offset, to the microsecond (further digits are cut). Raises WrongUse for anything that is not strict RFC 3339."""
    match = RFC_3339.fullmatch(text)
    if match:
        date, clock, fraction, offset = match.groups()
        try:
            moment = datetime.fromisoformat(f"{date}T{clock}{(fraction or '')[:7]}{offset.upper()}")
        except ValueError:
            moment = None
        if moment is not None and 1990 <= moment.year < 2100:
            return moment
    raise WrongUse(f"{name} {text!r} is no time from 1990 to 2099 with its offset: write one like 2026-10-01T00:00:00Z.")


def parse_parameters(texts: list[str]) -> dict[str, str]:
    """``["account=acme", ...]`` as a dict. Raises WrongUse for a text without ``=``, an impossible name, or a name given twice."""
    parameters: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            # What stands after the = may be a secret.
            raise WrongUse(f"--param {name!r} is no name with a value: write --param account=acme, the name in small letters.")
        if name in parameters:
            raise WrongUse(f"--param {name} is given twice: give it once.")
        parameters[name] = value
    return parameters
