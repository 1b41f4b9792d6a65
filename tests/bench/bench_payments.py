"""Payments at size: 200,000 events of Stripe taken in and built, against a bare COPY and a query by hand; and the receiver of webhooks.

``python -m tests.bench.bench_payments`` prints the ratios. The receiver and a handler that only inserts and commits serve the same clients in turn.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from ingest.records import ingest_records
from ingest.stripe import ingest_stripe
from tests.bench.bench_build import seconds_of
from tests.bench.bench_ingest import BLOCK_BYTES
from tests.bench.measured import Cost, built, cheapest, cost_of
from tests.payments.histories import charge, event, intent
from tests.temporary_warehouse import Template, TemporaryWarehouse, brought_up_template, warehouse_in_environment
from warehouse.settings import PROJECT_ROOT

ACCOUNTS, BEGIN = 2_000, 1_767_225_600
AS_OF = datetime(2026, 2, 15, tzinfo=UTC)
SECRET = "whsec_bench"
HAND_WRITTEN = (Path(__file__).parent / "hand_written_payments.sql").read_text()
CLIENTS, ROUNDS = 16, 3
EVENTS_A_PAYMENT = 5
SESSIONS = "session_id,account_id,amount_minor,currency,created_at\n"


def history(number: int) -> list[dict[str, Any]]:
    """The events of one payment whose session was recorded, as a hosted checkout tells them; of every fiftieth a tenth is given back."""
    payment, customer, amount, at = f"pi_{number}", f"cus_{number % ACCOUNTS:04d}", 1000 + number % 9000, BEGIN + number * 20
    given_back = amount // 10 if number % 50 == 0 else 0
    session = {
        "id": f"cs_{number}", "object": "checkout.session", "mode": "payment", "client_reference_id": f"session-{number}", "customer": customer,
        "amount_total": amount, "currency": "usd", "payment_intent": payment, "payment_status": "paid", "status": "complete",
    }  # fmt: skip
    return [
        event(f"evt_{number}_1", "payment_intent.created", at, intent(payment, 0, "requires_payment_method", amount, customer)),
        event(f"evt_{number}_2", "charge.succeeded", at + 1, charge(payment, amount, 0, customer)),
        event(f"evt_{number}_3", "payment_intent.succeeded", at + 2, intent(payment, amount, "succeeded", amount, customer)),
        event(f"evt_{number}_4", "checkout.session.completed", at + 3, session),
        event(f"evt_{number}_5", "charge.refunded" if given_back else "charge.updated", at + 4, charge(payment, amount, given_back, customer)),
    ]


def session_row(number: int) -> str:
    """The session of a payment, as it was recorded before the redirect."""
    begun = datetime.fromtimestamp(BEGIN + number * 20 - 60, UTC).isoformat()
    return f"session-{number},acct-{number % ACCOUNTS:04d},{1000 + number % 9000},USD,{begun}\n"


def write_events(target: Path, payments: range) -> Path:
    """A file of the events of some payments, one a line."""
    with target.open("w") as stream:
        for number in payments:
            stream.writelines(json.dumps(one) + "\n" for one in history(number))
    return target


def costs_of_one_round(folder: Path, warehouse: TemporaryWarehouse, events: int) -> dict[str, Cost]:
    """What ingest and build cost in a fresh warehouse, and the COPY and the query by hand."""
    numbers = range(ACCOUNTS)
    records = {
        "accounts": "account_id,currency\n" + "".join(f"acct-{number:04d},USD\n" for number in numbers),
        "provider_customers": "provider,customer_id,account_id,is_default\n"
        + "".join(f"stripe,cus_{number:04d},acct-{number:04d},true\n" for number in numbers),
    }
    _land(folder, records)
    # A house that lives: each account has paid once.
    payments = range(ACCOUNTS, ACCOUNTS + events // EVENTS_A_PAYMENT)
    _land(folder, {"payment_sessions": SESSIONS + "".join(map(session_row, range(ACCOUNTS)))})
    ingest_stripe([write_events(folder / "first.jsonl", range(ACCOUNTS))])
    built(warehouse, AS_OF, "published")
    costs = {"nothing_new": cheapest([built(warehouse, AS_OF, "nothing_new") for _ in range(2)])}
    # Recorded before the redirect: without its payment a session is a finding, so both come between the same two builds.
    _land(folder, {"payment_sessions": SESSIONS + "".join(map(session_row, payments))})
    path = write_events(folder / "events.jsonl", payments)
    costs["ingest"] = cost_of(warehouse, lambda: ingest_stripe([path]))
    dump = folder / "events.copy"
    newest = "copy (select * from raw.stripe_events where batch_id = (select max(batch_id) from raw.stripe_events)) to stdout"
    with warehouse.connect() as connection, connection.cursor().copy(newest) as copy, dump.open("wb") as stream:
        for block in copy:
            stream.write(block)
    costs["by_hand"] = cost_of(warehouse, lambda: by_hand(warehouse, dump))
    costs["build"] = built(warehouse, AS_OF, "published")
    ours = warehouse.rows("select count(*), sum(received_minor) from current.payments where payment_id in (select payment_id from hand.payments)")
    theirs = warehouse.rows("select count(*), sum(captured_minor) from hand.payments")
    assert ours == theirs, (ours, theirs)
    return costs


def _land(folder: Path, records: dict[str, str]) -> None:
    for kind, text in records.items():
        (folder / f"{kind}.csv").write_text(text)
        ingest_records(kind, [folder / f"{kind}.csv"])


def measure_build(template: Template, events: int) -> dict[str, float]:
    """Seconds and ratios, of each work the cheapest of all rounds."""
    rounds = []
    for _ in range(ROUNDS):
        with (
            tempfile.TemporaryDirectory(prefix="tallyhouse-bench-") as folder,
            template.copy() as warehouse,
            warehouse_in_environment(warehouse.settings),
        ):
            rounds.append(costs_of_one_round(Path(folder), warehouse, events))
    costs = {name: cheapest([costs[name] for costs in rounds]) for name in rounds[0]}
    net = costs["build"].less(costs["nothing_new"])
    found: dict[str, float] = {"stripe_events": events} | {f"stripe_{name}": cost.seconds for name, cost in costs.items()}
    return found | {
        "stripe_net_to_by_hand": (costs["ingest"].seconds + net.seconds) / costs["by_hand"].seconds,
        "stripe_net_to_by_hand_busy": (costs["ingest"].busy + net.busy) / costs["by_hand"].busy,
    }


def by_hand(warehouse: TemporaryWarehouse, dump: Path) -> None:
    """COPY into a table with the same columns, checks and indexes, then the query by hand; two commits."""
    with warehouse.connect() as connection:
        connection.execute("create schema hand; create table hand.stripe_events (like raw.stripe_events including all)")
        with connection.cursor().copy("copy hand.stripe_events from stdin") as copy, dump.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                copy.write(block)
        connection.commit()
        connection.execute(HAND_WRITTEN)


@contextmanager
def serving(warehouse: TemporaryWarehouse, is_bare: bool) -> Iterator[int]:
    """The receiver, or the bare handler, in a process of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = ["tests.bench.bare_receiver", warehouse.url("ingest")] if is_bare else ["tallyhouse.main", "webhook", "--port"]
    process = subprocess.Popen(
        [sys.executable, "-m", *program, str(port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, **warehouse.environment, "TALLYHOUSE_STRIPE_WEBHOOK_SECRETS": SECRET},
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def deliver(port: int, name: str, deliveries: int) -> tuple[float, float]:
    """(deliveries per second, 99th percentile of the answers in milliseconds) of all clients together; every answer must be 200."""
    answers: list[float] = []
    failures: list[object] = []

    def client(number: int) -> None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            for turn in range(deliveries // CLIENTS):
                payment = f"pi_{name}_{number}_{turn}"
                body = json.dumps(event(f"evt_{name}_{number}_{turn}", "payment_intent.succeeded", BEGIN, intent(payment, 1000))).encode()
                moment = int(time.time())
                signature = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
                began = time.perf_counter()
                connection.request("POST", "/webhooks/stripe", body, {"Stripe-Signature": f"t={moment},v1={signature}"})
                answer = connection.getresponse()
                answer.read()
                answers.append(time.perf_counter() - began)
                if answer.status != 200:
                    failures.append(answer.status)
        except OSError as problem:
            failures.append(problem)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    seconds = seconds_of(lambda: ([one.start() for one in clients], [one.join() for one in clients]))
    assert not failures, failures[:3]
    return len(answers) / seconds, statistics.quantiles(answers, n=100)[98] * 1000


def measure_receiver(warehouse: TemporaryWarehouse, deliveries: int) -> dict[str, float]:
    """Rates in turn, and the slowest answers of the receiver in its best round."""
    with warehouse.connect() as connection:
        connection.execute("create table raw.deliveries (event_id text primary key, content bytea not null, body jsonb not null)")
        connection.execute("grant select, insert on raw.deliveries to tallyhouse_ingest")
    rates: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number in range(ROUNDS):
        for is_bare in (True, False):
            with serving(warehouse, is_bare) as port:
                deliver(port, f"warm{number}", CLIENTS * 5)
                rates[is_bare].append(deliver(port, f"round{number}", deliveries))
    kept = warehouse.rows("select count(*) from raw.stripe_events where event_id like 'evt_round%%'")[0][0]
    assert kept == ROUNDS * (deliveries // CLIENTS) * CLIENTS, kept
    return {
        "webhook_deliveries_per_second": max(rate for rate, _ in rates[False]),
        "webhook_bare_per_second": max(rate for rate, _ in rates[True]),
        "webhook_to_bare": statistics.median(ours[0] / bare[0] for ours, bare in zip(rates[False], rates[True], strict=True)),
        "webhook_p99_ms": min(slowest for _, slowest in rates[False]),
    }


def measure(events: int, deliveries: int = 4_000) -> dict[str, float]:
    """Seconds and ratios."""
    with brought_up_template() as template:
        found = measure_build(template, events)
        with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
            return found | measure_receiver(warehouse, deliveries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--deliveries", type=int, default=4_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.events, arguments.deliveries)
    print(json.dumps(found) if arguments.json else "\n".join(f"{name}: {value:,.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
