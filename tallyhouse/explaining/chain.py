"""Gather the chain that an identifier is part of: raw records, usage records, lines, arithmetic, posting groups, entries, document lines.

Reads surfaces only, as the reader role whose connection it is given. What does not belong here: how the chain is told (``words``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from tallyhouse.explaining.words import arithmetic_in_words
from warehouse.errors import WrongUse

QUERIES = Path(__file__).parent
CAP = 1000  # rows of each list, in JSON too; ``counts`` says how many there are


def explain(connection: psycopg.Connection, identifier: str) -> dict[str, Any]:
    """The chain of a rated line, document line, ledger entry, posting group, usage record or event id, as one object of lists and counts.

    Raises WrongUse when the reader sees nothing of that name.
    """
    starts = _rows(connection, "find_start", uuid=_uuid(identifier), text=identifier)
    if not starts:
        raise WrongUse(
            f"{identifier!r} is no rated line, document line, ledger entry, posting group, usage record or event id that this reader sees:"
            " take one from billing.rated_usage, billing.invoice_lines, billing.ledger_entries or billing.usage."
        )
    kind = starts[0]["kind"]
    starts = [start for start in starts if start["kind"] == kind]
    chain: dict[str, Any] = {"id": identifier, "kind": kind, "counts": {}}
    lines = [start["id"] for start in starts] if kind == "rated_line" else []
    groups = {start["posting_group_id"] for start in starts} - {None}
    if kind == "usage_record":
        records = [start["id"] for start in starts]
        found = _rows(connection, "lines_of_usage", records=records)
        lines, groups = [row["rated_line_id"] for row in found], {row["posting_group_id"] for row in found}
        _add(connection, chain, "usage_records", "records_by_id", records=records)
    _add(connection, chain, "rated_lines", "lines", lines=lines, groups=[] if lines or kind == "usage_record" else list(groups))
    shown = [line["rated_line_id"] for line in chain["rated_lines"]]
    if kind != "usage_record":
        _add(connection, chain, "usage_records", "usage_records", lines=shown)
    _add(connection, chain, "arithmetic", "arithmetic", lines=shown, groups=list(groups))
    _add(connection, chain, "posting_groups", "groups", groups=list(groups))
    _add(connection, chain, "ledger_entries", "entries", groups=list(groups), entries=[s["id"] for s in starts] if kind == "ledger_entry" else [])
    _add(connection, chain, "document_lines", "document_lines", groups=list(groups))
    _add_files(connection, chain)
    by_line = {row["rated_line_id"]: row for row in chain["arithmetic"]}
    for line in chain["rated_lines"]:
        line["in_words"] = arithmetic_in_words(line, by_line.get(line["rated_line_id"]))
    return chain


def _add_files(connection: psycopg.Connection, chain: dict[str, Any]) -> None:
    """Name the files of usage and prices, for readers of the operations schema; others see the batch numbers."""
    priced = {row[column] for row in chain["arithmetic"] for column in ("price_batch_id", "tier_batch_id")}
    batches = sorted(({record["batch_id"] for record in chain["usage_records"]} | priced) - {None})
    may_read = connection.execute("select has_schema_privilege('operations', 'usage')").fetchone()
    chain["batches"] = []
    if batches and may_read and may_read[0]:
        _add(connection, chain, "batches", "batches", batches=batches)


def _add(connection: psycopg.Connection, chain: dict[str, Any], name: str, query: str, **values: Any) -> None:
    rows = _rows(connection, query, cap=CAP, **values)
    chain["counts"][name] = rows[0]["total_count"] if rows else 0
    chain[name] = [{column: value for column, value in row.items() if column != "total_count"} for row in rows]


def _rows(connection: psycopg.Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute((QUERIES / f"{query}.sql").read_text(), values).fetchall()


def _uuid(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None
