"""The anchor: the head of the hash chain in a small file that is kept where nobody who can write to the database can write.

A superuser can cut the newest publications off, seals and all, and what is left is coherent; it no longer holds the head that an anchor names.
Format: a JSON object with ``seal_version``, ``build_number`` and ``head`` (64 hex digits).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from warehouse.build.seal import SEAL_VERSION
from warehouse.connection import connect
from warehouse.errors import WrongUse


@dataclass(frozen=True)
class Anchor:
    """``head``: the head of the chain, in hex, after the publication of build ``build_number``."""

    seal_version: int
    build_number: int
    head: str

    def write(self, path: Path) -> None:
        """Write it as one line of JSON."""
        path.write_text(json.dumps(asdict(self)) + "\n")

    def problem(self, connection: psycopg.Connection) -> str | None:
        """One sentence when the chain does not hold the anchored head, else None. That the chain itself holds is for verify."""
        row = connection.execute("select head from control.seal_heads where build_number = %s", (self.build_number,)).fetchone()
        if row is None:
            return f"anchor: the publication of build {self.build_number}, which the anchor names, is gone from the book"
        if bytes(row[0]).hex() != self.head:
            return f"anchor: the book up to build {self.build_number} is not the one that the anchor was taken of"
        return None


def newest_anchor() -> Anchor:
    """The anchor of the book as it stands. Raises WrongUse when nothing is published yet."""
    with connect("runner", application="tallyhouse export anchor") as connection:
        row = connection.execute("select build_number, head from control.seal_heads order by build_number desc limit 1").fetchone()
    if row is None:
        raise WrongUse("Nothing is published yet, so there is nothing to anchor: run `tallyhouse build` first.")
    return Anchor(SEAL_VERSION, row[0], bytes(row[1]).hex())


def read_anchor(path: Path) -> Anchor:
    """An anchor from its file. Raises WrongUse for a file that is none, or one of a later format."""
    try:
        anchor = Anchor(**json.loads(path.read_text()))
        bytes.fromhex(anchor.head)
    except (OSError, ValueError, TypeError) as problem:
        raise WrongUse(f"{path} is no anchor: name a file that `tallyhouse export anchor` wrote.") from problem
    if anchor.seal_version != SEAL_VERSION:
        raise WrongUse(f"{path} is of format {anchor.seal_version} and this program reads {SEAL_VERSION}: use the version that wrote it.")
    return anchor
