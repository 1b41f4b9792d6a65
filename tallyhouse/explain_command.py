"""`tallyhouse explain`: why a line, an entry or a record costs what it costs, from the raw record to the document and back.

What does not belong here: how the chain is gathered and worded (``explaining``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from reports.amounts import exact_time, grouped, major_amount, plain_number
from tallyhouse.options import OUTPUTS, JsonOption, argument
from tallyhouse.output import answer, print_table
from warehouse.errors import WrongUse

Identifier = Annotated[str, argument("ID", "A rated line, document line, ledger entry, posting group, usage record or event id.")]
Reader = Annotated[str, typer.Option("--role", help="analyst, finance, auditor or a reader of your own: nobody sees what he may not.")]
KINDS = {
    "rated_line": "a rated line",
    "invoice_line": "a line of a document",
    "ledger_entry": "an entry of the ledger",
    "posting_group": "a posting group",
    "usage_record": "a usage record",
}
ROWS_SHOWN = 20
LINES_IN_WORDS = 3


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("explain", rich_help_panel=OUTPUTS)(explain)


def explain(identifier: Identifier, role: Reader = "finance", json_output: JsonOption = False) -> None:
    """Explain one line, entry or record: from the raw records to the document, and back."""
    import psycopg

    from tallyhouse.explaining.chain import explain as chain_of
    from warehouse.connection import LOGIN_ROLES, READER_ROLES, connect, role_name

    if role_name(role) in {role_name(name) for name in set(LOGIN_ROLES) - set(READER_ROLES)}:
        raise WrongUse(f"{role_name(role)} is no reader: use one of {', '.join(READER_ROLES)}, or a role of `tallyhouse role list`.")
    with connect(role) as connection:
        connection.read_only = True
        try:
            chain = chain_of(connection, identifier)
        except psycopg.errors.InsufficientPrivilege as problem:
            raise WrongUse(f"{role_name(role)} may not read the surfaces of billing: see `tallyhouse role list`.") from problem
    answer(chain, json_output, _show)


def _show(chain: dict[str, Any]) -> None:
    print(f"{chain['id']} is {KINDS[chain['kind']]}.")
    files = {batch["batch_id"]: batch["file_name"] for batch in chain["batches"]}
    _list(
        chain, "usage_records", "Usage records", ("event", "kind", "file", "from", "to", "quantity", "unit", "state"),
        [(row["event_id"], row["event_kind"], files.get(row["batch_id"], f"batch {row['batch_id']}"), exact_time(row["started_at"]),
          exact_time(row["ended_at"]), _number(row["quantity"]), row["unit"], row["reason"] or row["state"]) for row in chain["usage_records"]],
    )  # fmt: skip
    _list(
        chain, "rated_lines", "Rated lines", ("line", "for", "side", "window", "quantity", "unit", "amount"),
        [(row["rated_line_id"], row["account_id"], row["side"], exact_time(row["window_start"]), _number(row["quantity"]), row["unit"],
          _money(row["amount_exact"], row["currency"])) for row in chain["rated_lines"]],
    )  # fmt: skip
    for line in chain["rated_lines"][:LINES_IN_WORDS]:
        print(f"\nHow line {line['rated_line_id']} comes to {_money(line['amount_exact'], line['currency'])}")
        print("\n".join(f"  {sentence}" for sentence in line["in_words"]))
    if len(chain["rated_lines"]) > LINES_IN_WORDS:
        print(f"\nThe arithmetic of the first {LINES_IN_WORDS} of {chain['counts']['rated_lines']:,} lines: explain one by its id, or use --json.")
    _list(
        chain, "posting_groups", "Posting groups, each rounded once", ("group", "account", "lines", "sum of lines", "posted"),
        [(row["posting_group_id"], row["account_id"], row["line_count"], _money(row["amount_exact"], row["currency"]),
          _money(row["posted_minor"], row["currency"]) if row["is_posted"] else "only shown: a statement") for row in chain["posting_groups"]],
    )  # fmt: skip
    _list(
        chain, "ledger_entries", "Ledger entries", ("entry", "account", "type", "of", "amount", "booked at", "build"),
        [(row["ledger_entry_id"], row["account_id"], row["entry_type"], f"{row['reference_type']} {row['reference_id']}",
          _money(row["amount_minor"], row["currency"]), exact_time(row["booked_at"]),
          row["build_number"]) for row in chain["ledger_entries"]],
    )  # fmt: skip
    _list(
        chain, "document_lines", "Document lines", ("line", "document", "status", "description", "amount"),
        [(row["invoice_line_id"], row["invoice_number"] or row["invoice_id"], row["status"], row["description"],
          _money(row["amount_minor"], row["currency"])) for row in chain["document_lines"]],
    )  # fmt: skip
    if chain["rated_lines"] and not chain["document_lines"]:
        print("\nNo document carries it: its period has not ended, it is only shown, or it came to nothing.")


def _list(chain: dict[str, Any], name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table of the first rows, and how many there are in all."""
    if not rows:
        return
    print_table(title, columns, rows[:ROWS_SHOWN], right=("quantity", "amount", "sum of lines", "posted", "lines"))
    total = chain["counts"][name]
    if total > ROWS_SHOWN:
        print(f"{total:,} in all, the first {ROWS_SHOWN} shown: --json gives up to 1,000.")


def _number(value: Any) -> str:
    return "" if value is None else grouped(plain_number(value))


def _money(minor: Any, currency: str) -> str:
    return f"{currency} {grouped(major_amount(minor, currency))}"
