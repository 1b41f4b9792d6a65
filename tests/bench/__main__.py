"""``make bench``: measure speed and memory, and write the ratios to BENCHMARKS.md. ``python -m tests.bench --only scale`` measures that part alone.

Ratios, because machines differ and are noisy: both sides of each ratio are measured in one run on one server. A part that is not measured keeps its
section of the page, which says when it was.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench import bench_build, bench_documents, bench_ingest, bench_outputs, bench_payments, bench_scale
from warehouse.settings import PROJECT_ROOT

# ruff: noqa: E501  (rows of a table)
PAGE = PROJECT_ROOT / "BENCHMARKS.md"
TITLE = """# Benchmarks

`make bench` measures all of it; a section says the command that measures it alone. Net means: less what a build with nothing new costs, in the
same run. Where two figures stand, the first is of the clock and the second of the processors' seconds, the server's included: on a machine that is shared
the second is the one to compare.
"""
MEASURED: dict[str, tuple[Callable[[], dict[str, float]], str]] = {
    "ingest": (
        lambda: bench_ingest.measure(2_000_000, 5, 10_000_000),
        """## Usage that lands

{where}

| what | measured | bound |
|---|---|---|
| ingest of {rows:,} events, throughput against a bare `COPY` of the same rows into the same table and indexes | {ratio:.2f} | at least 0.8 |
| peak memory of the ingesting process, {rows:,} rows | {peak_mb:.0f} MB | under 500 MB |
| the same, {large_rows:,} rows | {large_peak_mb:.0f} MB | under 500 MB, flat |

Seconds: `COPY` {copy_seconds:.1f}, ingest {ingest_seconds:.1f}.
""",
    ),
    "build": (
        lambda: bench_build.measure(2_000_000),
        """## A build

{where}

| what | measured | bound |
|---|---|---|
| first build of {rows:,} events, net, against a script by hand that aggregates, prices and inserts the same {lines:,.0f} lines | {first_net_to_hand_written:.2f} | at most 3 |
| build with 1% new events, net, against the first build, net | {one_percent_net_to_first_net:.1%} | at most 10% |
| build with nothing new against `dbt build` of the same nodes on empty tables | {nothing_new_to_dbt_on_empty_tables:.2f} | at most 1.5, or under 20 s |

Seconds: script by hand {hand_written:.1f}, first build {first_build:.1f}, 1% new {one_percent_new:.1f}, nothing new {nothing_new:.1f}, `dbt build` on empty
tables {dbt_on_empty_tables:.1f}.
""",
    ),
    "scale": (
        lambda: bench_scale.measure(10_000_000),
        """## Rating at size

{where} 2,000 accounts, a tenth of which make nine tenths of the events; tiers that run over an account's month.

| what | measured | bound |
|---|---|---|
| first build of {scale_rows:,} events, net, against a script by hand for the same {scale_lines:,.0f} lines, whose sums are equal | {scale_first_net_to_hand_written:.2f}, {scale_first_net_to_hand_written_busy:.2f} | at most 3 |
| the same new batch of 1% with the history doubled, against before | {scale_new_batch_doubled_to_single:.2f}, {scale_new_batch_doubled_to_single_busy:.2f} | at most 1.15 |
| shadow rating of all accounts against the first build | {scale_shadow_to_first_build:.2f}, {scale_shadow_to_first_build_busy:.2f} | at most 1.5 |
| peak memory of Python | {scale_peak_mb:.0f} MB | under 500 MB |

Seconds: script by hand {scale_hand_written:.1f}, first build {scale_first_build:.1f}, 1% new {scale_one_percent_new:.1f} (nothing new {scale_nothing_new:.1f}), with the
history doubled {scale_one_percent_new_doubled:.1f} (nothing new {scale_nothing_new_doubled:.1f}), shadow rating {scale_shadow:.1f}.
""",
    ),
    "documents": (
        lambda: bench_documents.measure(20_000),
        """## Drafts and invoices

{where}

| what | measured | bound |
|---|---|---|
| drafts of {documents_accounts:,} accounts with {documents_lines:,.0f} lines in one build, net, against a script by hand that inserts the same lines and headers | {drafts_net_to_by_hand:.2f}, {drafts_net_to_by_hand_busy:.2f} | at most 5 |
| invoices issued in one posting transaction, gates and seal included | {invoices_per_minute:,.0f} per minute | stated |

Seconds: rating {documents_rating:.1f}, nothing new {documents_nothing_new:.1f}, drafting {documents_drafting:.1f}, by hand {documents_by_hand:.1f}, closing
{documents_closing:.1f}, issuing {documents_issuing:.1f}.
""",
    ),
    "payments": (
        lambda: bench_payments.measure(200_000),
        """## Payments

{where}

| what | measured | bound |
|---|---|---|
| {stripe_events:,} events of Stripe taken in and built, net, against a bare `COPY` and a query by hand for the state of each payment | {stripe_net_to_by_hand:.2f}, {stripe_net_to_by_hand_busy:.2f} | at most 3 |
| deliveries per second of the webhook receiver against a handler that only inserts and commits | {webhook_to_bare:.2f} | at least 0.7 |
| its 99th percentile on loopback, 16 clients at once, each answer after the commit | {webhook_p99_ms:.1f} ms | under 50 ms |

Seconds: ingest {stripe_ingest:.1f}, build {stripe_build:.1f} (nothing new {stripe_nothing_new:.1f}), by hand {stripe_by_hand:.1f}. Deliveries per second:
{webhook_deliveries_per_second:,.0f}, the bare handler {webhook_bare_per_second:,.0f}.
""",
    ),
    "outputs": (
        lambda: bench_outputs.measure(1_500_000),
        """## Report and exports

{where}

| what | measured | bound |
|---|---|---|
| FOCUS export of {outputs_rows:,} rows as CSV against a bare `COPY` of the surface | {outputs_focus_to_bare:.2f}, {outputs_focus_to_bare_busy:.2f} | at most 2 |
| finance report of 2,000 accounts | {outputs_report:.1f} s | under 10 s |
| its first page | {outputs_page_mb:.2f} MB | under 2 MB |

Seconds: `COPY` {outputs_bare_copy:.1f}, export {outputs_focus:.1f}.
""",
    ),
}


def measure(part: str) -> str:
    """Measure a part; its section of the page."""
    measured, text = MEASURED[part]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, embedded Postgres"
    return text.format(**measured(), where=f"`python -m tests.bench --only {part}`, {machine}, {datetime.now(UTC).date()}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=MEASURED, help="measure this part, and leave the other sections as they are")
    only = parser.parse_args().only
    for part in [only] if only else MEASURED:
        section = measure(part)
        print(section, flush=True)
        _keep(section)


def _keep(section: str) -> None:
    """Put a section in its place on the page, in the order of the parts."""
    sections = {text.split("\n")[0]: text for text in re.split(r"(?m)^(?=## )", PAGE.read_text())[1:]}
    sections[section.split("\n")[0]] = section
    ordered = [sections[heading] for _, text in MEASURED.values() if (heading := text.split("\n")[0]) in sections]
    PAGE.write_text("\n".join([TITLE, *(text.strip() + "\n" for text in ordered)]))


if __name__ == "__main__":
    main()
