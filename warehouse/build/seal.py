"""The hash chain over the book: every publication seals the rows it added, and names the head before it.

Format, version 1. A field is ``-`` when it is null, else its length in characters, a colon, and its text (times in UTC, numbers as Postgres prints
their column). A row is sha256 of its fields in column order. A table's seal is sha256 of the row hashes ordered by key; the head is sha256 of the
previous head (32 zero bytes before the first) followed by the fields build number, and for each table name, row count and the seal in hex.
``docs/hash_chain.md`` tells it with an example for whoever checks it without this program.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

SEAL_VERSION = 1
SEALED = {
    "budget_events": "budget_event_id",
    "invoice_lines": "invoice_line_id",
    "invoice_taxes": "invoice_tax_id",
    "invoice_voids": "invoice_id",
    "invoices": "invoice_id",
    "journal_entries": "ledger_entry_id",
    "journal_legs": "ledger_entry_id, leg_number",
    "outbox_events": "outbox_event_id",
    "period_closings": "period_id, closing_number",
    "periods": "period_id",
    "posting_groups": "posting_group_id",
    "rated_lines": "rated_line_id, revision",
    "tax_results_used": "invoice_line_id",
    "taxes_included": "invoice_line_id",
    "usage_summaries": "usage_summary_id",
    "usage_summary_proofs": "usage_summary_proof_id",
}
FIRST_HEAD = bytes(32)


def rows_hashed(connection: psycopg.Connection, table: str, build_number: int | None = None) -> sql.Composed:
    """Select of build_number, the key's columns and row_hash over one table of the book; of all builds, or of one."""
    columns = connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum", (f"book.{table}",)
    ).fetchall()
    fields = sql.SQL(" || ").join(
        sql.SQL("coalesce(length({name}::text)::text || ':' || {name}::text, '-')").format(name=sql.Identifier(column[0])) for column in columns
    )
    return sql.SQL("select build_number, {key}, sha256(convert_to({fields}, 'UTF8')) as row_hash from book.{table} {where}").format(
        key=sql.SQL(SEALED[table]),
        fields=fields,
        table=sql.Identifier(table),
        where=sql.SQL("") if build_number is None else sql.SQL("where build_number = {}").format(sql.Literal(build_number)),
    )


def table_seals(connection: psycopg.Connection, table: str) -> dict[int, tuple[int, bytes]]:
    """Build number -> (row count, hash) over the rows of one table of the book, as they are now."""
    query = sql.SQL(
        "select build_number, count(*), sha256(string_agg(row_hash, ''::bytea order by {key})) from ({rows}) as hashed group by build_number"
    ).format(key=sql.SQL(SEALED[table]), rows=rows_hashed(connection, table))
    return {row[0]: (row[1], bytes(row[2])) for row in connection.execute(query).fetchall()}


def next_head(connection: psycopg.Connection, previous: bytes, build_number: int, seals: dict[str, tuple[int, bytes]]) -> bytes:
    """The head that follows ``previous``; 32 bytes."""
    fields = [str(build_number)]
    for table in sorted(seals):
        fields += [table, str(seals[table][0]), seals[table][1].hex()]
    text = "".join(f"{len(field)}:{field}" for field in fields)
    return bytes(connection.execute("select sha256(%s::bytea || convert_to(%s, 'UTF8'))", (previous, text)).fetchone()[0])


def seal_build(connection: psycopg.Connection, build_number: int) -> bytes:
    """Seal what a publication added, inside its transaction; the new head."""
    seals = {}
    for table, key in SEALED.items():
        statement = sql.SQL(
            "insert into control.seals (build_number, table_name, row_count, rows_hash, seal_version, row_hashes)"
            " select build_number, {table}, row_count, sha256(row_hashes), {version}, row_hashes"
            " from (select build_number, count(*) as row_count, string_agg(row_hash, ''::bytea order by {key}) as row_hashes"
            " from ({rows}) as hashed group by build_number) as sealed returning row_count, rows_hash"
        ).format(table=table, version=SEAL_VERSION, key=sql.SQL(key), rows=rows_hashed(connection, table, build_number))
        found = connection.execute(statement).fetchone()
        if found:
            seals[table] = (found[0], bytes(found[1]))
    row = connection.execute("select head from control.seal_heads order by build_number desc limit 1").fetchone()
    previous = bytes(row[0]) if row else FIRST_HEAD
    head = next_head(connection, previous, build_number, seals)
    connection.execute("insert into control.seal_heads (build_number, previous_head, head) values (%s, %s, %s)", (build_number, previous, head))
    return head
