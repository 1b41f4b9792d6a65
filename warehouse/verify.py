"""`tallyhouse verify`: every invariant of the book and the hash chain, recomputed from the rows; the first thing that is wrong is named."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from warehouse.anchor import Anchor
from warehouse.build.posting import INCOHERENCES
from warehouse.build.seal import FIRST_HEAD, SEALED, next_head, rows_hashed, table_seals
from warehouse.connection import connect
from warehouse.progress import Progress, silent

# The rows as they are now beside the hashes that were sealed, both in the order of the key; the first place where they part.
FIRST_BAD_ROW = """
with rows_now as (
    select
        concat_ws(', ', {named}) as row_name, row_hash,
        row_number() over (order by {key}) as place,
        lead(row_hash) over (order by {key}) as next_hash
    from ({rows}) as hashed
),
sealed as (select row_hashes from control.seals where build_number = {build} and table_name = {table})
select
    rows_now.row_name,
    substr(sealed.row_hashes, (32 * rows_now.place + 1)::int, 32) = rows_now.row_hash as is_one_gone,
    substr(sealed.row_hashes, (32 * rows_now.place - 31)::int, 32) = coalesce(rows_now.next_hash, ''::bytea) as is_one_more
from sealed
inner join rows_now on substr(sealed.row_hashes, (32 * rows_now.place - 31)::int, 32) <> rows_now.row_hash
order by rows_now.place
limit 1
"""


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
        progress("recomputing the hash chain", 1, 2)
        count, head, broken = _check_chain(connection)
        progress("checking the invariants", 2, 2)
        # A row that was changed breaks invariants too: the chain names the row, they name what follows from it.
        problem = broken or _first_incoherence(connection) or (anchor.problem(connection) if anchor else None)
    return VerifyReport(problem is None, problem, count, head.hex() if count else None)


def _first_incoherence(connection: psycopg.Connection) -> str | None:
    row = connection.execute(INCOHERENCES, {"build": None}).fetchone()
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
                return len(heads), expected, f"hash_chain: {_first_bad_row(connection, table, number)}"
        if bytes(previous) != expected or bytes(head) != next_head(connection, expected, number, now):
            return len(heads), expected, f"hash_chain: the chain breaks at build {number}"
        expected = bytes(head)
    orphans = {number for seals in found.values() for number in seals} - publications
    if orphans:
        return len(heads), expected, f"hash_chain: the book holds rows of build {min(orphans)}, which was never published"
    return len(heads), expected, None


def _first_bad_row(connection: psycopg.Connection, table: str, build_number: int) -> str:
    """What is wrong with the rows of a build whose seal does not hold: the first row that was changed, added or taken away."""
    added = f"that build {build_number} added to book.{table}"
    kept = connection.execute(
        "select coalesce(sha256(row_hashes) = rows_hash, false) from control.seals where build_number = %s and table_name = %s", (build_number, table)
    ).fetchone()
    if kept is None:
        return f"the rows {added} were never sealed"
    if not kept[0]:
        return f"the rows {added} are not those it sealed"
    named = sql.SQL(", ").join(sql.SQL("{} || ' ' || {}::text").format(f"{column}", sql.Identifier(column)) for column in SEALED[table].split(", "))
    found = connection.execute(
        sql.SQL(FIRST_BAD_ROW).format(
            named=named, key=sql.SQL(SEALED[table]), rows=rows_hashed(connection, table, build_number), build=build_number, table=table
        )
    ).fetchone()
    if found is None:
        return f"the last of the rows {added} is gone"
    row_name, is_one_gone, is_one_more = found
    if is_one_gone:
        return f"of the rows {added} the one before {row_name} is gone"
    if is_one_more:
        return f"of the rows {added} {row_name} is not among those it sealed"
    return f"of the rows {added} {row_name} is not as it was sealed"
