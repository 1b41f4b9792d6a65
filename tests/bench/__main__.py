"""``make bench``: measure speed and memory in one run, and write the ratios to BENCHMARKS.md.

Ratios, because machines differ and are noisy: both sides of each ratio are measured in turn on the same server.
"""

from __future__ import annotations

import argparse
import os
import platform
from datetime import UTC, datetime

from tests.bench import bench_build, bench_ingest
from warehouse.settings import PROJECT_ROOT

# ruff: noqa: E501  (rows of a table)
PAGE = """# Benchmarks

Ratios of one run of `make bench` ({rows:,} generated token events; {large_rows:,} for memory at length), on {cores} cores, {machine}, Python {python},
embedded Postgres, {date}. Net: less what a build with nothing new costs.

| what | measured | bound |
|---|---|---|
| ingest, throughput against a bare `COPY` of the same rows into the same table and indexes | {ratio:.2f} | at least 0.8 |
| peak memory of the ingesting process, {rows:,} rows | {peak_mb:.0f} MB | under 500 MB |
| the same, {large_rows:,} rows | {large_peak_mb:.0f} MB | under 500 MB, flat |
| first build, net, against a script by hand that aggregates, prices and inserts the same {lines:,.0f} lines | {first_net_to_hand_written:.2f} | at most 3 |
| build with 1% new events, net, against the first build, net | {one_percent_net_to_first_net:.1%} | at most 10% |
| build with nothing new against `dbt build` of the same nodes on empty tables | {nothing_new_to_dbt_on_empty_tables:.2f} | at most 1.5, or under 20 s |

Seconds behind them: `COPY` {copy_seconds:.1f}, ingest {ingest_seconds:.1f}, script by hand {hand_written:.1f}, first build {first_build:.1f},
1% new {one_percent_new:.1f}, nothing new {nothing_new:.1f}, `dbt build` on empty tables {dbt_on_empty_tables:.1f}.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--large-rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    found = bench_ingest.measure(arguments.rows, arguments.rounds, arguments.large_rows) | bench_build.measure(arguments.rows)
    page = PAGE.format(
        **found,
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        date=datetime.now(UTC).date(),
    )
    (PROJECT_ROOT / "BENCHMARKS.md").write_text(page)
    print(page)


if __name__ == "__main__":
    main()
