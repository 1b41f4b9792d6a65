"""Candidate prices and tiers for a shadow rating: read by the same rules as `ingest records prices`, and landed nowhere.

One bad row refuses the whole file, with one sentence: half a price list would answer another question.
What does not belong here: what the candidates come to (``warehouse.build.shadow``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from ingest.batches import printable_name
from ingest.records.kinds import Kind, find_kind
from ingest.records.land import read_reference, template
from ingest.records.physical import RecordFile
from ingest.records.reading import Row, read_rows
from ingest.source_files import SourceFile
from warehouse.build.shadow import Scenario
from warehouse.connection import connect
from warehouse.errors import WrongUse

TIERED = ("graduated", "volume", "graduated_percentage")
Candidate = dict[str, Any]


def read_scenarios(prices: Sequence[Path], tiers: Sequence[Path]) -> list[Scenario]:
    """One scenario for each file of prices. ``tiers``: none, one for all scenarios, or one for each. Raises WrongUse."""
    if len(tiers) not in (0, 1, len(prices)):
        raise WrongUse(f"{len(prices)} files of prices take no --tiers, one for all of them, or {len(prices)} in the same order.")
    with connect("ingest", autocommit=True, application="tallyhouse shadow-rate") as connection:
        priced = [_read(connection, find_kind("prices"), path) for path in prices]
        tiered = [_read(connection, find_kind("price_tiers"), path) for path in tiers]
        for position, (path, rows) in enumerate(zip(tiers, tiered, strict=True)):
            _refuse_strangers(path, rows, priced[position] if len(tiers) > 1 else [row for own in priced for row in own])
        scenarios = []
        for position, (path, rows) in enumerate(zip(prices, priced, strict=True)):
            place = position if len(tiers) > 1 else 0
            own = [tier for tier in tiered[place] if tier["price_id"] in {row["price_id"] for row in rows}] if tiers else []
            _refuse_what_cannot_price(connection, path, rows, own)
            scenarios.append(Scenario(printable_name(path), rows, printable_name(tiers[place]) if tiers else None, own))
    return scenarios


def _read(connection: psycopg.Connection, kind: Kind, path: Path) -> list[Candidate]:
    file = RecordFile(SourceFile(printable_name(path), path))
    columns = ["record_key", "row_number", *kind.column_names]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    rows = list(read_rows(kind, file, read_reference(connection, kind)))
    _refuse_bad(kind, path, rows)
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(template("incoming.sql", kind))
        with cursor.copy(sql.SQL("copy incoming ({}, line_number, content) from stdin").format(listed)) as copy:
            for row in rows:
                copy.write_row((row.record_key, row.row_number, *(row.values or ()), row.line_number, row.content))
        if kind.whole_by:
            cursor.execute(template("incomplete.sql", kind), {"with_rejected_rows": [], "any_may_miss_a_row": False})
        broken = cursor.execute("select line_number from incoming where fate is not null order by row_number limit 1").fetchone()
        if broken:
            raise WrongUse(f"{path.name} line {broken['line_number']}: the tiers of its price do not form a whole: each ends above the one before.")
        return cursor.execute(sql.SQL("select {} from incoming order by row_number").format(listed)).fetchall()


def _refuse_bad(kind: Kind, path: Path, rows: list[Row]) -> None:
    seen: set[str | None] = set()
    for row in rows:
        if row.problem is not None:
            raise WrongUse(f"{path.name} line {row.line_number}: {row.problem.message}")
        if row.record_key in seen:
            raise WrongUse(f"{path.name} line {row.line_number} names a {kind.key[0]} that an earlier line names: leave one of them.")
        seen.add(row.record_key)
    if not rows:
        raise WrongUse(f"{path.name} has no rows: write one for each candidate.")


def _refuse_strangers(path: Path, tiers: list[Candidate], prices: list[Candidate]) -> None:
    stranger = next((tier["price_id"] for tier in tiers if tier["price_id"] not in {price["price_id"] for price in prices}), None)
    if stranger is not None:
        raise WrongUse(f"{path.name} has tiers of {stranger!r}, which is no candidate: name that price in --prices too.")


def _refuse_what_cannot_price(connection: psycopg.Connection, path: Path, prices: list[Candidate], tiers: list[Candidate]) -> None:
    for price in prices:
        if price["model"] == "flat":
            raise WrongUse(f"{path.name} has the flat price {price['price_id']!r}, and a shadow rating rates usage: leave it out.")
        if price["model"] not in TIERED:
            continue
        own = [tier for tier in tiers if tier["price_id"] == price["price_id"]]
        if own and all(tier["up_to"] is not None for tier in own):
            raise WrongUse(f"The last tier of {price['price_id']!r} has an end: leave its up_to empty, so that all usage has a price.")
        if not own and connection.execute("select from raw.price_tiers where price_id = %s limit 1", (price["price_id"],)).rowcount == 0:
            raise WrongUse(f"{path.name} has the {price['model']} price {price['price_id']!r}, which has no tiers: give them with --tiers.")
