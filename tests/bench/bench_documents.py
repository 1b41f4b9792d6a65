"""Documents at size: drafts of 20,000 accounts with ten lines each in one build, and their issue in one posting transaction.

``python -m tests.bench.bench_documents`` prints the ratio of the build that drafts to a script by hand that inserts the same lines and headers, and
the invoices per minute of the build that issues. Net means: less what a build with nothing new costs, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.records import ingest_records
from ingest.usage import ingest_usage
from tests.bench.measured import Cost, built, cost_of
from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template, warehouse_in_environment

KINDS = 10
IN_THE_MONTH, AFTER_ITS_END, AT_THE_CLOSE = (datetime(2024, *day, tzinfo=UTC) for day in ((1, 31), (2, 1, 12), (2, 5)))
HAND_WRITTEN = (Path(__file__).parent / "hand_written_drafts.sql").read_text()
SAME_LINES = """
select count(*), sum(amount_minor), sum(quantity), (select count(*) from {schema}.draft_invoices),
    (select sum(total_minor) from {schema}.draft_invoices)
from {schema}.draft_invoice_lines
"""
# One event of each kind and account in January, with another quantity each, and one of February, so that the source is not behind.
EVENTS = """
copy (
    select
        'e-' || number as event_id, 'meter' as source, 'quantity' as event_kind, 'unit' as meter,
        'acct-' || lpad((number // {kinds})::text, 5, '0') as account_id, 'kind-' || number % {kinds} as resource_type,
        hash(number) % 9000 + 1 as quantity,
        case when number < {lines} then strftime(timestamp '2024-01-01' + to_seconds((hash(number) % (29 * 86400))::bigint), '%Y-%m-%dT%H:%M:%SZ')
            else '2024-02-01T01:00:00Z' end as occurred_at
    from range({lines} + 1) as numbers (number)
) to '{target}' (header, delimiter ',')
"""


def land_month(folder: Path, accounts: int) -> None:
    """Accounts, a catalogue price for each kind, and a month of usage."""
    texts = {
        # The last one is there for the event of February.
        "accounts": "account_id,currency\n" + "".join(f"acct-{number:05d},USD\n" for number in range(accounts + 1)),
        "prices": "price_id,meter,resource_type,currency,model,unit_price\n"
        + "".join(f"unit-{kind},unit,kind-{kind},USD,per_unit,0.{kind + 1:02d}\n" for kind in range(KINDS)),
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
        ingest_records(name, [folder / f"{name}.csv"])
    duckdb.sql(EVENTS.format(kinds=KINDS, lines=accounts * KINDS, target=folder / "events.csv"))
    ingest_usage([folder / "events.csv"])


def by_hand(warehouse: TemporaryWarehouse) -> Cost:
    """What the script by hand costs."""
    with warehouse.connect() as connection:
        return cost_of(warehouse, lambda: (connection.execute(HAND_WRITTEN), connection.commit()))


def measure(accounts: int) -> dict[str, float]:
    """Costs, ratios and invoices per minute."""
    costs: dict[str, Cost] = {}
    with (
        tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as name,
        brought_up_template() as template,
        template.copy() as warehouse,
        warehouse_in_environment(warehouse.settings),
    ):
        land_month(Path(name), accounts)
        costs["rating"] = built(warehouse, IN_THE_MONTH)
        costs["nothing_new"] = built(warehouse, IN_THE_MONTH, "nothing_new")
        with warehouse.connect(autocommit=True) as connection:
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")
        # The drafts of the month that has ended; what is posted is the periods of the next one and its one event.
        costs["drafting"] = built(warehouse, AFTER_ITS_END)
        costs["by_hand"] = by_hand(warehouse)
        drafted = warehouse.rows(SAME_LINES.format(schema="current"))
        assert drafted == warehouse.rows(SAME_LINES.format(schema="hand")), drafted
        with warehouse.connect() as connection:
            connection.execute(
                "insert into reference.closing_policies (account_id, grace_hours, source_memory_days, issues_documents) values (null, 48, 0, true)"
            )
        costs["closing"] = built(warehouse, AT_THE_CLOSE)
        costs["issuing"] = built(warehouse, AT_THE_CLOSE)
        numbers = warehouse.rows("select count(distinct invoice_number), max(invoice_number) from billing.invoices where status = 'issued'")
        assert numbers == [(accounts, f"INV-2024-{accounts:06d}")], numbers
    drafts = costs["drafting"].less(costs["nothing_new"])
    found: dict[str, float] = {"documents_accounts": accounts, "documents_lines": drafted[0][0]}
    return (
        found
        | {f"documents_{name}": cost.seconds for name, cost in costs.items()}
        | {
            "drafts_net_to_by_hand": drafts.seconds / costs["by_hand"].seconds,
            "drafts_net_to_by_hand_busy": drafts.busy / costs["by_hand"].busy,
            "invoices_per_minute": accounts / costs["issuing"].seconds * 60,
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.accounts)
    print(json.dumps(found) if arguments.json else "\n".join(f"{name}: {value:,.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
