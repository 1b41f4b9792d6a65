"""Promise 13: the receiver on loopback takes what is rightly signed within 300 s, keeps it durably and once, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from ingest.webhook.signature import WrongSignature, check_signature
from tests.temporary_warehouse import Template, TemporaryWarehouse

OLD, NEW, FOREIGN = "whsec_canary_old", "whsec_canary_new", "whsec_canary_foreign"


def body_of(event_id: str, **others: object) -> bytes:
    event = {"id": event_id, "object": "event", "type": "payment_intent.created", "created": 1700000000, "livemode": True, **others}
    return json.dumps(event | {"data": {"object": {"id": "pi_1", "object": "payment_intent"}}}, indent=2).encode()


def signed(body: bytes, secret: str = NEW, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        (signed(b"{}", at=1000), True),
        (signed(b"{}", OLD, at=1000), True),
        (signed(b"{}", FOREIGN, at=1000), False),
        (signed(b"{ }", at=1000), False),
        (signed(b"{}", at=700), True),
        (signed(b"{}", at=699), False),
        (signed(b"{}", at=1300), True),
        (signed(b"{}", at=1301), False),
        (signed(b"{}", FOREIGN, at=1000) + "," + signed(b"{}", at=1000).split(",")[1], True),
        (signed(b"{}", at=1000).replace("v1=", "v0="), False),
        (signed(b"{}", at=1000).replace("t=1000", "t=1001"), False),
        (signed(b"{}", at=1000) + ",t=1000", False),
        (signed(b"{}", at=1000).replace("t=1000", "t=-1000"), False),
        (signed(b"{}", at=1000).upper(), False),
        ("t=1000", False),
        ("", False),
        (None, False),
        ("v1=\u00e9", False),
        (signed(b"{}", at=1000) + "," * 5000, False),
    ],
)
def test_the_signature_matrix(header: str | None, is_taken: bool) -> None:
    given = None if header is None else header.encode()
    try:
        check_signature(b"{}", given, [OLD.encode(), NEW.encode()], 1000)
    except WrongSignature as problem:
        assert not is_taken and "canary" not in str(problem)
    else:
        assert is_taken


class Running:
    """The receiver in a process of its own, and a client."""

    def __init__(self, warehouse: TemporaryWarehouse) -> None:
        self.warehouse = warehouse
        secrets = {"TALLYHOUSE_STRIPE_WEBHOOK_SECRETS": f"{OLD}, {NEW}"}
        self.process = warehouse.start("webhook", "--port", 0, "--json", environment=secrets)
        assert self.process.stdout is not None
        told = self.process.stdout.readline()
        assert told, self.process.communicate(timeout=5)
        listening = json.loads(told)
        assert (listening["url"].rpartition(":")[0], listening["secrets"]) == ("http://127.0.0.1", 2)
        self.port = urlsplit(listening["url"]).port

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def deliver(self, body: bytes, header: str | None = None) -> int:
        return self.ask("POST", "/webhooks/stripe", body, {"Stripe-Signature": signed(body) if header is None else header})[0]

    def stop(self) -> tuple[str, str]:
        self.process.terminate()
        try:
            return self.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def kept(self) -> list[str]:
        return [row[0] for row in self.warehouse.rows("select event_id from raw.stripe_events order by 1")]


@pytest.fixture
def running(template: Template) -> Iterator[Running]:
    with template.copy() as warehouse:
        receiver = Running(warehouse)
        yield receiver
        if receiver.process.poll() is None:
            receiver.stop()


def test_a_running_receiver(running: Running) -> None:
    body = body_of("evt_1")
    assert running.deliver(body) == 200
    assert running.kept() == ["evt_1"]
    assert running.warehouse.rows("select content, content_sha256 from raw.stripe_events") == [(body, hashlib.sha256(body).digest())]
    # A replay, byte for byte and signed anew, changes nothing.
    assert running.deliver(body, signed(body, OLD)) == 200 and running.deliver(body) == 200
    # One byte more than was signed; spaces are bytes too.
    assert running.deliver(body_of("evt_2") + b" ", signed(body_of("evt_2"))) == 400
    assert running.deliver(body_of("evt_2"), signed(body_of("evt_2"), FOREIGN)) == 400
    assert running.deliver(body_of("evt_2"), signed(body_of("evt_2"), at=time.time() - 310)) == 400
    assert running.deliver(body_of("evt_2"), signed(body_of("evt_2"), at=time.time() + 310)) == 400
    assert running.ask("POST", "/webhooks/stripe", body_of("evt_2"))[0] == 400
    assert running.ask("GET", "/webhooks/stripe")[0] == 405 and running.ask("POST", "/other", b"")[0] == 404
    assert running.deliver(body_of("evt_3"), signed(body_of("evt_3"), at=time.time() - 290)) == 200
    # Rightly signed and no event: kept with its reason, and the provider need not deliver it again.
    for hostile in (b"not json", b"", b'{"object": "event"}', body_of("evt_4").replace(b"pi_1", b"\x00"), b"\xff" + body_of("evt_4")):
        assert running.deliver(hostile) == 200
    assert running.deliver(body_of("evt_1", type="charge.succeeded")) == 200
    assert running.kept() == ["evt_1", "evt_3"]
    reasons = running.warehouse.rows("select reason_code, content from raw.rejected_records")
    assert sorted(reason for reason, _ in reasons) == ["conflict", "malformed_json", "malformed_json", "not_an_event", "not_utf8", "nul_character"]
    assert b"not json" in [bytes(content) for _, content in reasons]
    long = b'{"object": "' + b"x" * (5 * 2**20) + b'"}'
    try:
        assert running.deliver(long) == 413
    except OSError:
        pass  # the server may hang up before all of it was sent
    output, errors = running.stop()
    assert "canary" not in output + errors and "v1=" not in output + errors


def test_many_at_once_are_each_kept_once_and_none_is_answered_before_it_is(running: Running) -> None:
    bodies = [body_of(f"evt_{number:03}") for number in range(150)]
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(running.deliver, bodies + bodies[::3]))
    assert set(statuses) == {200}
    assert len(running.kept()) == 150
    counts = running.warehouse.rows("select sum(landed_count), sum(duplicate_count), sum(conflict_count + rejected_count) from raw.ingest_batches")
    assert counts == [(150, 50, 0)]
    # The connection is lost: what comes meanwhile is refused or kept, and never answered 200 and lost.
    running.warehouse.rows("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tallyhouse webhook'")
    answers = [running.deliver(body_of(f"evt_after_{number}")) for number in range(5)]
    assert answers[-1] == 200 and set(answers) <= {200, 503}
    assert [event for event in running.kept() if "after" in event] == [f"evt_after_{n}" for n, answer in enumerate(answers) if answer == 200]


def test_without_a_secret_or_a_port_nothing_is_served(template: Template) -> None:
    with template.copy() as warehouse:
        finished = warehouse.run("webhook", environment={"TALLYHOUSE_STRIPE_WEBHOOK_SECRETS": " ,"})
        assert finished.exit_code == 2 and "TALLYHOUSE_STRIPE_WEBHOOK_SECRETS" in finished.errors
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            finished = warehouse.run("webhook", "--port", port, environment={"TALLYHOUSE_STRIPE_WEBHOOK_SECRETS": NEW})
        assert (finished.exit_code, finished.output, len(finished.errors.splitlines())) == (2, "", 1)
        assert f"port {port} cannot be listened on" in finished.errors and "canary" not in finished.errors
