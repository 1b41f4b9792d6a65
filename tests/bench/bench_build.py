"""What a build costs: the first one, one with 1% new events, one with nothing new; against a script by hand and against dbt on empty tables.

``python -m tests.bench.bench_build`` prints the ratios. Net means: less what a build with nothing new costs, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ingest.records import ingest_records
from ingest.usage import ingest_usage
from tests.bench.bench_ingest import write_token_events
from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template, warehouse_in_environment
from warehouse.build import run_build
from warehouse.dbt import run_dbt

ACCOUNTS, MODELS = 20, 4
PRICES = "price_id,meter,currency,model,unit_price,per_units\nin,token_input,USD,per_unit,2.50,1000000\nout,token_output,USD,per_unit,10.00,1000000\n"
AS_OF = datetime(2024, 2, 5, tzinfo=UTC)
HAND_WRITTEN = (Path(__file__).parent / "hand_written.sql").read_text()


def seconds_of(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def land_records(folder: Path) -> None:
    """The accounts of the generated events, and a price for each meter."""
    accounts, prices = folder / "accounts.csv", folder / "prices.csv"
    accounts.write_text("account_id,currency\n" + "".join(f"acct-{number:04d},USD\n" for number in range(ACCOUNTS)))
    prices.write_text(PRICES)
    ingest_records("accounts", [accounts])
    ingest_records("prices", [prices])


def built(expected: str) -> float:
    """Seconds of one build, which must end as expected."""
    began = time.perf_counter()
    report = run_build(as_of=AS_OF)
    assert report.status == expected, report.to_dict()
    return time.perf_counter() - began


def write_new_events(target: Path, rows: int, round_number: int) -> Path:
    """New events for a tenth of the accounts over the whole month, other ones each round: what 1% of new usage looks like."""
    write_token_events(target, rows, seed=7 + round_number, accounts=max(1, ACCOUNTS // 10), models=MODELS)
    target.write_text(target.read_text().replace("req-", f"new-{round_number}-"))
    return target


def measure(rows: int) -> dict[str, float]:
    """Seconds and ratios for ``rows`` events that fall into about a hundred thousand lines."""
    found: dict[str, float] = {"rows": rows}
    with tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as name, brought_up_template() as template:
        folder = Path(name)
        events = write_token_events(folder / "events.csv", rows, accounts=ACCOUNTS, models=MODELS)
        with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
            found["empty_build"] = _empty(warehouse)
            found["dbt_on_empty_tables"] = seconds_of(lambda: run_dbt(["build", "--selector", "plan", "--exclude-resource-type", "unit_test"]))
            land_records(folder)
            ingest_usage([events])
            _settle(warehouse)
            found["hand_written"] = _by_hand(warehouse)
            found["first_build"] = built("published")
            found["lines"] = warehouse.rows("select count(*) from book.rated_lines")[0][0]
            assert found["lines"] == warehouse.rows("select count(*) from hand.rated_lines")[0][0]
            # The best of three each, in turn: what disturbs a run on a shared machine only ever makes it slower.
            nothing_new, one_percent_new = [], []
            for round_number in range(3):
                nothing_new.append(built("nothing_new"))
                ingest_usage([write_new_events(folder / f"new-{round_number}.csv", rows // 100, round_number)])
                one_percent_new.append(built("published"))
            found |= {"nothing_new": min(nothing_new), "one_percent_new": min(one_percent_new)}
    net = found["first_build"] - found["nothing_new"]
    return found | {
        "first_net_to_hand_written": net / found["hand_written"],
        "one_percent_net_to_first_net": (found["one_percent_new"] - found["nothing_new"]) / net,
        "nothing_new_to_dbt_on_empty_tables": found["nothing_new"] / found["dbt_on_empty_tables"],
    }


def _empty(warehouse: TemporaryWarehouse) -> float:
    return built("nothing_new")


def _by_hand(warehouse: TemporaryWarehouse) -> float:
    with warehouse.connect() as connection:
        return seconds_of(lambda: (connection.execute(HAND_WRITTEN), connection.commit()))


def _settle(warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect(autocommit=True) as connection:
        connection.execute("vacuum analyze raw.usage_events")
        connection.execute("checkpoint")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.rows)
    print(json.dumps(found) if arguments.json else "\n".join(f"{name}: {value:,.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
