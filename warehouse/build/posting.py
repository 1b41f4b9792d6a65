"""The posting transaction: the only code that writes to the book. It commits whole or not at all.

The rows it inserts stand in ``rules.<table>_to_post``, exactly as they were audited; it decides nothing about money.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from warehouse.build.seal import seal_build
from warehouse.errors import GateFailed

# In the order of their foreign keys.
BOOK_TABLES = {
    "periods": ("period_id",),
    "posting_groups": ("posting_group_id",),
    "journal_entries": ("ledger_entry_id",),
    "journal_legs": ("ledger_entry_id", "leg_number"),
    "rated_lines": ("rated_line_id", "revision"),
    "period_closings": ("period_id", "closing_number"),
    "invoices": ("invoice_id",),
    "invoice_lines": ("invoice_line_id",),
    "invoice_voids": ("invoice_id",),
    "invoice_taxes": ("invoice_tax_id",),
    "taxes_included": ("invoice_line_id",),
    "tax_results_used": ("invoice_line_id",),
    "budget_events": ("budget_event_id",),
    "outbox_events": ("outbox_event_id",),
    "usage_summaries": ("usage_summary_id",),
    "usage_summary_proofs": ("usage_summary_proof_id",),
}
# What each publication records beside the book.
CONTROL_TABLES = ("reconciliation_results", "reconciliation_ages", "finding_changes", "usage_superseded")
# Of what one build touched, or of everything where ``build`` is null.
INCOHERENCES = (
    "(select check_name, detail from book.incoherences(%(build)s) union all select check_name, detail from book.document_incoherences(%(build)s)"
    " union all select check_name, detail from book.settlement_incoherences(%(build)s)) order by check_name, detail limit 1"
)
# From so many rows on, what this transaction posted is read whole to be checked: nothing has counted it yet, and a join that is guessed to be small
# would look up each row of one side in all of the other.
MANY_ROWS = 10_000
OF_THE_SCOPE = "(kept.account_id, kept.meter) in (select usage_touches.account_id, usage_touches.meter from rules.usage_touches)"
OF_DRAFTED_ACCOUNTS = "kept.account_id in (select accounts_to_draft.account_id from rules.accounts_to_draft)"
OF_SETTLED_ACCOUNTS = "kept.account_id in (select accounts_to_settle.account_id from rules.accounts_to_settle)"
OF_COMMITS = "kept.account_id in (select commit_accounts.account_id from rules.commit_accounts)"
OF_GRANTS = "kept.account_id in (select grant_accounts.account_id from rules.grant_accounts)"
# Table of `current` -> (its key, which of its rows this build speaks for).
CURRENT_TABLES = {
    "accounts": ("account_id", "true"),
    "meters": ("meter", "true"),
    "currencies": ("currency_code", "true"),
    "price_terms": ("terms_id", "kept.price_id is not null"),
    "price_steps": ("terms_id, step_number", "kept.terms_id in (select price_terms.terms_id from rules.price_terms)"),
    "usage_holdings": ("usage_record_id", OF_THE_SCOPE),
    "usage_readings": ("usage_record_id", OF_THE_SCOPE),
    "usage_exceptions": ("event_key", OF_THE_SCOPE),
    "batches_withdrawn": ("batch_id", "true"),
    "unrated_usage": ("unrated_usage_id", OF_THE_SCOPE),
    "group_totals": ("posting_group_id", "kept.posting_group_id in (select fresh.posting_group_id from rules.group_totals_to_refresh as fresh)"),
    "draft_invoices": ("invoice_id", OF_DRAFTED_ACCOUNTS),
    "draft_invoice_lines": ("invoice_line_id", OF_DRAFTED_ACCOUNTS),
    "draft_invoice_taxes": ("invoice_tax_id", OF_DRAFTED_ACCOUNTS),
    "invoice_settlements": ("invoice_id", OF_SETTLED_ACCOUNTS),
    "payments": ("payment_id", "true"),
    "disputes": ("dispute_id", "true"),
    "refunds": ("refund_id", "true"),
    "commits": ("contract_id", OF_COMMITS),
    "commit_lines": ("rated_line_id", OF_COMMITS),
    "credit_grants": ("grant_id", OF_GRANTS),
    "grant_lines": ("rated_line_id", OF_GRANTS),
    "fx_conversions": ("usage_account_id, period_start, used_on", "true"),
    "rerate_previews": ("usage_account_id, meter, account_id, period_start", "true"),
    "findings": ("finding_id", "true"),
    "parked_accounts": ("account_id, finding", "true"),
    "budget_postures": ("policy_id", "true"),
    "prepaid_postures": ("account_id, currency", "true"),
    "retention_policies": ("table_schema, table_name", "true"),
}


def rows_to_post(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows the plan adds to each table of the book."""
    return {table: connection.execute(sql.SQL("select count(*) from rules.{}").format(_planned(table))).fetchone()[0] for table in BOOK_TABLES}


def post_and_publish(connection: psycopg.Connection, build_number: int, gate_count: int) -> dict[str, int]:
    """Post what the plan has and the book lacks, refresh `current`, check, seal, publish; rows added per table of the book.

    ``connection`` is the poster's. Raises GateFailed, with nothing written, when anything is not as it was audited.
    """
    with connection.transaction():
        planned = rows_to_post(connection)
        _open_the_posting(connection, build_number, gate_count, "published" if sum(planned.values()) else "nothing_new")
        for table, key in BOOK_TABLES.items():
            _post(connection, table, key, build_number, planned[table])
        for table, (key, scope) in CURRENT_TABLES.items():
            _refresh(connection, table, key, scope)
        connection.execute(
            "insert into control.publications (build_number, as_of, rows_posted)"
            " select build_number, as_of, %s from control.builds where build_number = %s",
            (sum(planned.values()), build_number),
        )
        for table in CONTROL_TABLES:
            _record(connection, table)
        if sum(planned.values()) > MANY_ROWS:
            connection.execute("set local enable_nestloop = off")
        problem = connection.execute(INCOHERENCES, {"build": build_number}).fetchone()
        connection.execute("set local enable_nestloop to default")
        if problem:
            raise GateFailed(
                f"The book would not be coherent ({problem[0]}: {problem[1]}): nothing was posted;"
                " run `tallyhouse verify` and look at this build's plan."
            )
        seal_build(connection, build_number)
    return planned


def _open_the_posting(connection: psycopg.Connection, build_number: int, gate_count: int, status: str) -> None:
    """The outcome comes first: a later build that wants to call this one abandoned has to wait for it, or was faster."""
    written = connection.execute(
        "insert into control.build_outcomes (build_number, status) values (%s, %s) on conflict (build_number) do nothing", (build_number, status)
    ).rowcount
    newest = connection.execute("select max(build_number) from control.builds").fetchone()[0]
    if written != 1 or newest != build_number:
        raise GateFailed(f"Build {build_number} is no longer the open one: nothing was posted, run the build again.")
    green, seen = connection.execute(
        "select count(*) filter (where status = 'pass'), count(*) from control.gate_results where build_number = %s", (build_number,)
    ).fetchone()
    if not (green == seen == gate_count and gate_count > 0):
        raise GateFailed(f"Only {green} of {gate_count} gates of build {build_number} are green: nothing was posted.")
    stamps = connection.execute(
        sql.SQL(" union ").join(sql.SQL("select build_number from rules.{}").format(_planned(table)) for table in (*BOOK_TABLES, *CONTROL_TABLES))
    ).fetchall()
    if any(stamp[0] != build_number for stamp in stamps):
        raise GateFailed(f"The plan holds rows of another build than {build_number}: nothing was posted, run the build again.")


def _post(connection: psycopg.Connection, table: str, key: tuple[str, ...], build_number: int, planned: int) -> None:
    if planned == 0:
        return
    columns = _columns(connection, "book", table)
    keys = sql.SQL(", ").join(map(sql.Identifier, key))
    inserted = connection.execute(
        sql.SQL("insert into book.{table} ({columns}) select {columns} from rules.{planned} order by {keys} on conflict ({keys}) do nothing").format(
            table=sql.Identifier(table), columns=columns, planned=_planned(table), keys=keys
        )
    ).rowcount
    if inserted != planned:
        raise GateFailed(
            f"{planned - inserted} rows of {table}_to_post stand in the book already: nothing was posted;"
            " run the build again, and report this if it stays."
        )


def _record(connection: psycopg.Connection, table: str) -> None:
    names = {"table": sql.Identifier(table), "planned": _planned(table), "columns": _columns(connection, "control", table)}
    connection.execute(sql.SQL("insert into control.{table} ({columns}) select {columns} from rules.{planned}").format(**names))


def _refresh(connection: psycopg.Connection, table: str, key: str, scope: str) -> None:
    """Delete what this build speaks for and says otherwise, insert what is missing: what is unchanged is not written."""
    columns = _columns(connection, "current", table)
    names = {"table": sql.Identifier(table), "fresh": sql.Identifier(f"{table}_to_refresh"), "columns": columns, "key": sql.SQL(key)}
    prefixed = {
        prefix: sql.SQL(", ").join(sql.SQL(prefix + ".") + name for name in _column_names(connection, "current", table))
        for prefix in ("kept", "fresh")
    }
    same_key = sql.SQL(" and ").join(sql.SQL(f"fresh.{name} = kept.{name}") for name in key.split(", "))
    connection.execute(
        sql.SQL(
            "delete from current.{table} as kept where {scope} and not exists ("
            "select from rules.{fresh} as fresh where {same_key} and ({fresh_columns}) is not distinct from ({kept_columns}))"
        ).format(scope=sql.SQL(scope), same_key=same_key, fresh_columns=prefixed["fresh"], kept_columns=prefixed["kept"], **names)
    )
    connection.execute(
        sql.SQL("insert into current.{table} ({columns}) select {columns} from rules.{fresh} on conflict ({key}) do nothing").format(**names)
    )


def _planned(table: str) -> sql.Identifier:
    return sql.Identifier(f"{table}_to_post")


def _column_names(connection: psycopg.Connection, schema: str, table: str) -> list[sql.Identifier]:
    rows = connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum", (f"{schema}.{table}",)
    ).fetchall()
    return [sql.Identifier(row[0]) for row in rows]


def _columns(connection: psycopg.Connection, schema: str, table: str) -> sql.Composed:
    return sql.SQL(", ").join(_column_names(connection, schema, table))
