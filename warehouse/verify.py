"""`tallyhouse verify`: every invariant of the book and the hash chain, recomputed from the rows; the first thing that is wrong is named."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from warehouse.anchor import Anchor
from warehouse.build.posting import INCOHERENCES
from warehouse.build.seal import FIRST_HEAD, SEALED, next_head, table_seals
from warehouse.connection import connect
from warehouse.progress import Progress, silent


@dataclass(frozen=True)
class VerifyReport:
    """``first_problem`` is one sentence, or None when everything holds. ``head``: the head of the hash chain in hex."""

    ok: bool
    first_problem: str | None
    publications: int
    head: str | None

    def to_dict(self) -> dict:
        return vars(self)


def verify_book(progress: Progress = silent, anchor: Anchor | None = None) -> VerifyReport:
    """Recompute everything, and look for the head that ``anchor`` names; reads one snapshot, writes nothing."""
    with connect("runner", application="tallyhouse verify") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        progress("checking the invariants", 1, 2)
        problem = _first_incoherence(connection)
        progress("recomputing the hash chain", 2, 2)
        count, head, broken = _check_chain(connection)
        problem = problem or broken or (anchor.problem(connection) if anchor else None)
    return VerifyReport(problem is None, problem, count, head.hex() if count else None)


def _first_incoherence(connection: psycopg.Connection) -> str | None:
    row = connection.execute(INCOHERENCES, (None, None)).fetchone()
    return f"{row[0]}: {row[1]}" if row else None


def _check_chain(connection: psycopg.Connection) -> tuple[int, bytes, str | None]:
    found = {table: table_seals(connection, table) for table in SEALED}
    sealed: dict[int, dict[str, tuple[int, bytes]]] = {}
    for number, table, count, digest in connection.execute("select build_number, table_name, row_count, rows_hash from control.seals").fetchall():
        sealed.setdefault(number, {})[table] = (count, bytes(digest))
    heads = connection.execute("select build_number, previous_head, head from control.seal_heads order by build_number").fetchall()
    publications = {row[0] for row in connection.execute("select build_number from control.publications").fetchall()}
    if publications != {row[0] for row in heads}:
        return len(heads), FIRST_HEAD, f"hash_chain: build {min(publications ^ {row[0] for row in heads})} is published or sealed, and not both"
    expected = FIRST_HEAD
    for number, previous, head in heads:
        now = {table: seals[number] for table, seals in found.items() if number in seals}
        for table in sorted(SEALED):
            if now.get(table) != sealed.get(number, {}).get(table):
                return len(heads), expected, f"hash_chain: the rows that build {number} added to book.{table} are not those it sealed"
        if bytes(previous) != expected or bytes(head) != next_head(connection, expected, number, now):
            return len(heads), expected, f"hash_chain: the chain breaks at build {number}"
        expected = bytes(head)
    orphans = {number for seals in found.values() for number in seals} - publications
    if orphans:
        return len(heads), expected, f"hash_chain: the book holds rows of build {min(orphans)}, which was never published"
    return len(heads), expected, None
