"""Rating at size: ten million events of 2,000 accounts, a tenth of which make nine tenths of them, in a million lines of tiered prices.

``python -m tests.bench.bench_scale`` prints the ratios: the first build against a script by hand, the same new batch with the history doubled,
a shadow rating of all accounts against the first build. Net means: less what a build with nothing new costs, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.records import ingest_records
from tests.bench.bench_ingest import land_in_a_process
from tests.bench.measured import Cost, built, cheapest, cost_of
from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template, warehouse_in_environment

ACCOUNTS = 2_000
AS_OF = datetime(2024, 3, 5, tzinfo=UTC)
RECORDS = {
    "accounts": "account_id,currency\n" + "".join(f"acct-{number:04d},USD\n" for number in range(ACCOUNTS)),
    "prices": "price_id,meter,currency,model,per_units\nin,token_input,USD,graduated,1000000\nout,token_output,USD,graduated,1000000\n",
    "price_tiers": "price_id,tier_no,up_to,unit_price\n"
    "in,1,5000000,2.50\nin,2,50000000,2.25\nin,3,,2.00\n"
    "out,1,5000000,10.00\nout,2,50000000,9.00\nout,3,,8.00\n",
}
CANDIDATES = {
    "prices": "price_id,meter,currency,model,per_units\nnew,token_input,USD,graduated,1000000\n",
    "tiers": "price_id,tier_no,up_to,unit_price\nnew,1,10000000,2.40\nnew,2,,1.90\n",
}
HAND_WRITTEN = (Path(__file__).parent / "hand_written_tiers.sql").read_text()
# Nine events of ten belong to the first tenth of the accounts. Numbers come from hashes: the same rows for the same name.
EVENTS = """
copy (
    select
        '{name}-' || number as event_id, 'gateway' as source, 'quantity' as event_kind,
        case account % 2 when 0 then 'token_input' else 'token_output' end as meter,
        'acct-' || lpad(account::text, 4, '0') as account_id,
        'model-' || case when account < {most_active} then number % 2 else 0 end as resource_id, 'gpt-4o' as resource_type,
        hash(number, 'quantity', '{name}') % 9000 + 1 as quantity,
        strftime(timestamp '{month}-01' + to_seconds((hash(number, 'moment', '{name}') % (29 * 86400))::bigint), '%Y-%m-%dT%H:%M:%SZ') as occurred_at
    from (
        select
            number,
            case
                when hash(number, 'side', '{name}') % 10 < {nine} then hash(number, 'account', '{name}') % {most_active}
                else {most_active} + hash(number, 'account', '{name}') % ({accounts} - {most_active})
            end as account
        from range({rows}) as numbers (number)
    )
) to '{target}' (header, delimiter ',')
"""


def write_events(target: Path, name: str, month: str, rows: int, of_the_most_active_only: bool = False) -> Path:
    """A canonical CSV of token events of one month."""
    duckdb.sql(
        EVENTS.format(
            name=name, month=month, rows=rows, target=target, accounts=ACCOUNTS, most_active=ACCOUNTS // 10, nine=10 if of_the_most_active_only else 9
        )
    )
    return target


def land(warehouse: TemporaryWarehouse, path: Path) -> None:
    """Land one file, and have the tables as they are after the nightly vacuum."""
    land_in_a_process(warehouse, path)
    path.unlink()
    with warehouse.connect(autocommit=True) as connection:
        connection.execute("vacuum analyze raw.usage_events")
        connection.execute("checkpoint")


def new_batches(warehouse: TemporaryWarehouse, folder: Path, rows: int, rounds: int, name: str) -> tuple[Cost, Cost]:
    """(a build with 1% new events of January, a build with nothing new), the cheapest of the rounds in turn."""
    with_new, with_nothing = [], []
    for number in range(rounds):
        with_nothing.append(built(warehouse, AS_OF, "nothing_new"))
        land(warehouse, write_events(folder / "new.csv", f"{name}-{number}", "2024-01", rows // 100, of_the_most_active_only=True))
        with_new.append(built(warehouse, AS_OF, "published"))
    return cheapest(with_new), cheapest(with_nothing)


def measure(rows: int, rounds: int = 2) -> dict[str, float]:
    """Costs and ratios for ``rows`` events in January, and as many again in February; `_busy` are of processor seconds."""
    costs: dict[str, Cost] = {}
    with (
        tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as name,
        brought_up_template() as template,
        template.copy() as warehouse,
        warehouse_in_environment(warehouse.settings),
    ):
        folder = Path(name)
        for kind, text in RECORDS.items():
            (folder / f"{kind}.csv").write_text(text)
            ingest_records(kind, [folder / f"{kind}.csv"])
        for kind, text in CANDIDATES.items():
            (folder / f"candidate-{kind}.csv").write_text(text)
        built(warehouse, AS_OF, "nothing_new")
        land(warehouse, write_events(folder / "events.csv", "january", "2024-01", rows))
        with warehouse.connect() as connection:
            costs["hand_written"] = cost_of(warehouse, lambda: (connection.execute(HAND_WRITTEN), connection.commit()))
        costs["first_build"] = built(warehouse, AS_OF, "published")
        by_hand = warehouse.rows("select count(*), sum(amount_exact) from hand.rated_lines")
        assert warehouse.rows("select count(*), sum(amount_exact) from book.rated_lines") == by_hand
        costs["one_percent_new"], costs["nothing_new"] = new_batches(warehouse, folder, rows, rounds, "first")
        candidates = ("--prices", folder / "candidate-prices.csv", "--tiers", folder / "candidate-tiers.csv")
        shadow = [*candidates, "--from", "2024-01-01T00:00:00Z", "--to", "2024-02-01T00:00:00Z", "--json"]
        costs["shadow"] = cost_of(warehouse, lambda: _succeeded(warehouse, "shadow-rate", *shadow))
        land(warehouse, write_events(folder / "events.csv", "february", "2024-02", rows))
        built(warehouse, AS_OF, "published")
        costs["one_percent_new_doubled"], costs["nothing_new_doubled"] = new_batches(warehouse, folder, rows, rounds, "second")
    ratios = {
        "first_net_to_hand_written": (costs["first_build"].less(costs["nothing_new"]), costs["hand_written"]),
        "new_batch_doubled_to_single": (costs["one_percent_new_doubled"], costs["one_percent_new"]),
        "shadow_to_first_build": (costs["shadow"], costs["first_build"]),
    }
    found: dict[str, float] = {"scale_rows": rows, "scale_lines": by_hand[0][0]}
    found |= {f"scale_{name}": cost.seconds for name, cost in costs.items()} | {f"scale_{name}_busy": cost.busy for name, cost in costs.items()}
    found |= {f"scale_{name}": above.seconds / below.seconds for name, (above, below) in ratios.items()}
    found |= {f"scale_{name}_busy": above.busy / below.busy for name, (above, below) in ratios.items()}
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return found | {"scale_peak_mb": max(peaks) / 1024}


def _succeeded(warehouse: TemporaryWarehouse, *words: object) -> None:
    finished = warehouse.run(*words, seconds=3600)
    assert finished.exit_code == 0, finished


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=2, help="new batches before and after the history doubles")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.rows, arguments.rounds)
    print(json.dumps(found) if arguments.json else "\n".join(f"{name}: {value:,.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
