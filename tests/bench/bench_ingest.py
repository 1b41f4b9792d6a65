"""How fast and how lean usage lands: against a bare COPY of the very same rows into the same table with the same indexes.

``python -m tests.bench.bench_ingest`` prints the median of the rounds' ratios, measured in turn on one server. What does not belong here:
claims about other machines, and pytest.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse, brought_up_template, warehouse_in_environment
from warehouse.settings import PROJECT_ROOT

SEED = 20_240_101
HEADER = "event_id,source,event_kind,meter,account_id,resource_id,resource_type,quantity,occurred_at\n"
BLOCK_BYTES = 1 << 18


def write_token_events(target: Path, rows: int, seed: int = SEED, accounts: int = 500, models: int = 8) -> Path:
    """A canonical CSV of token events, about 100 bytes each, ids unique, times in order: the same bytes for the same seed."""
    dice = random.Random(seed)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    step = timedelta(days=30) / rows
    with target.open("w", encoding="ascii") as stream:
        stream.write(HEADER)
        for number in range(rows):
            occurred_at = (start + number * step).strftime("%Y-%m-%dT%H:%M:%SZ")
            meter = ("token_input", "token_output")[number % 2]
            stream.write(
                f"req-{number:09d}-{dice.getrandbits(32):08x},gateway,quantity,{meter},acct-{dice.randrange(accounts):04d},"
                f"model-{dice.randrange(models)},gpt-4o,{dice.randrange(1, 9000)},{occurred_at}\n"
            )
    return target


def land_in_a_process(warehouse: TemporaryWarehouse, path: Path) -> dict[str, float]:
    """Land one file in a process of its own: its seconds inside ``ingest_usage``, and the most memory the process ever held, in MB."""
    command = [sys.executable, "-m", "tests.bench.bench_ingest", "--land", str(path)]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=warehouse.environment, capture_output=True, text=True, check=True)
    return json.loads(finished.stdout)


def land_here(path: Path) -> dict[str, float]:
    """Land one file in this process."""
    began = time.perf_counter()
    report = ingest_usage([path])[0]
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "landed": report.landed, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def dump_landed(warehouse: TemporaryWarehouse, target: Path) -> None:
    """The very rows that ingest wrote, in COPY text format."""
    with warehouse.connect() as connection, connection.cursor() as cursor, target.open("wb") as stream:
        with cursor.copy("copy raw.usage_events to stdout") as copy:
            for block in copy:
                stream.write(block)


def copy_bare(warehouse: TemporaryWarehouse, dump: Path) -> float:
    """Seconds of a bare COPY of the dump into a table with the same columns, checks and indexes, commit included."""
    with warehouse.connect() as connection:
        connection.execute("create table raw.copied (like raw.usage_events including all)")
        connection.commit()
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("copy raw.copied from stdin") as copy, dump.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - began


def measure(rows: int, rounds: int, large_rows: int | None) -> dict[str, float]:
    """Medians over the rounds: seconds, throughput ratio (1 is as fast as COPY), and the peak memory of the landing process in MB."""
    copied, landed, peaks = [], [], []
    with tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as folder, brought_up_template() as template:
        events, dump = write_token_events(Path(folder) / "events.csv", rows), Path(folder) / "events.copy"
        for number in range(rounds + 1):
            with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
                _checkpoint(warehouse)
                result = land_in_a_process(warehouse, events)
                assert result["landed"] == rows
                if number == 0:
                    dump_landed(warehouse, dump)
                    continue
            with template.copy() as warehouse:
                _checkpoint(warehouse)
                copied.append(copy_bare(warehouse, dump))
            landed.append(result["seconds"])
            peaks.append(result["peak_mb"])
            print(
                f"round {number}: COPY {copied[-1]:.2f} s, ingest {landed[-1]:.2f} s, ratio {copied[-1] / landed[-1]:.2f}, peak {peaks[-1]:.0f} MB",
                flush=True,
            )
        found = {
            "rows": rows,
            "copy_seconds": statistics.median(copied),
            "ingest_seconds": statistics.median(landed),
            "ratio": statistics.median(one / other for one, other in zip(copied, landed, strict=True)),
            "peak_mb": max(peaks),
        }
        if large_rows:
            events.unlink()
            dump.unlink()
            with template.copy() as warehouse:
                result = land_in_a_process(warehouse, write_token_events(Path(folder) / "large.csv", large_rows))
            found |= {"large_rows": large_rows, "large_seconds": result["seconds"], "large_peak_mb": result["peak_mb"]}
    return found


def _checkpoint(warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect(autocommit=True) as connection:
        connection.execute("checkpoint")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", type=int, default=10_000_000, help="rows of the second file, for memory; 0 leaves it out")
    parser.add_argument("--land", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    print(json.dumps(land_here(asked.land) if asked.land else measure(asked.rows, asked.rounds, asked.large)))


if __name__ == "__main__":
    main()
