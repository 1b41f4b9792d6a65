"""Budgets, prepaid balances, restrictions and who is told of it: one house told once. Numbers by hand; units cost 1.00, what is held is free."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports.relay import deliver
from tests.closing.billing_house import BillingHouse
from tests.controls.controlled_house import JANUARY_10, counts, decision, furnish, standing, thresholds, told, use
from tests.controls.receivers import Mailbox, Webhook, a_mailbox, a_webhook
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def hook() -> Iterator[Webhook]:
    with a_webhook() as listening:
        yield listening


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with a_mailbox() as listening:
        yield listening


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory, hook: Webhook) -> Iterator[BillingHouse]:
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("controls"))
        furnish(told, hook.port)
        yield told


def test_a_budget_below_its_first_threshold_is_silent_and_decides_by_its_edges(house: BillingHouse) -> None:
    """acme has spent 45.00 of 100.00, 10.00 of it for p1 of 30.00. Exceeding blocks, reaching warns."""
    use(
        house,
        "quantity,unit,acme,35,2024-01-10T10:00:00Z,,,",
        "quantity,unit,acme,10,2024-01-10T11:00:00Z,p1,,",
        "quantity,unit,pre,20,2024-01-10T10:00:00Z,,,",
        "start,gpu_hour,pre,8,2024-01-10T10:00:00Z,,alloc-1,",
        "start,app_runtime_hour,pre,1,2024-01-10T10:00:00Z,,app-1,alloc-1",
    )
    house.build("2024-01-11T00:00:00Z")
    posture = "policy_id, state, reason, spend_minor, trim_scale(spend_percent)::text, event_count, recipients"
    assert house.warehouse.rows(f"select {posture} from billing.budget_posture order by 1") == [
        ("ghost", "waiting", "unknown_account", None, None, 0, []),
        ("part", "watched", None, 1000, "33.3333", 0, ["project"]),
        ("whole", "watched", None, 4500, "45", 0, ["hook"]),
    ]
    assert [decision(house, amount) for amount in (499, 500, 5500, 5501)] == ["allow", "warn", "warn", "would_block"]
    assert [decision(house, amount, "p1") for amount in (499, 2000, 2001)] == ["allow", "warn", "would_block"]
    assert [decision(house, amount, "p2") for amount in (499, 2001)] == ["allow", "warn"]
    with house.warehouse.connect() as connection:
        connection.execute("create role another_reader login")
        connection.execute("grant usage on schema billing to another_reader; grant select on all tables in schema billing to another_reader")
        right = "insert into control.readers (role_name, scope, account_id, is_granted) values ('another_reader', 'account', 'other', true)"
        connection.execute(right)
        connection.execute("set local role another_reader")
        asked = "select billing.budget_decision('acme', null, 'USD', 999999), billing.budget_decision('unknown', null, 'USD', 999999)"
        assert connection.execute(asked).fetchall() == [("allow", "allow")]
        connection.rollback()
    # 80.00 are left; 20.00 in a day are 0.8333 an hour: 96 hours.
    assert standing(house, "pre") == ("ok", None, "none", None, 8000, "96")
    assert told(house, "acme") == told(house, "pre") == []


def test_a_threshold_is_an_event_when_spend_moves_and_told_the_first_time(house: BillingHouse) -> None:
    use(house, "quantity,unit,acme,10,2024-01-11T10:00:00Z,,,", "quantity,unit,pre,40,2024-01-11T10:00:00Z,,,")
    house.build("2024-01-12T00:00:00Z")
    assert thresholds(house) == [("2024-01-01", 50, 5500, 1, "2024-01-12", "2024-01-12")]
    # 40.00 are left at 40.00 a day.
    assert standing(house, "pre") == ("ok", None, "none", None, 4000, "24")
    before = counts(house)
    house.build("2024-01-12T00:00:01Z")
    assert counts(house) == before
    # 26.00 more, 21.00 of them for p1: 81.00 of 100.00, and 31.00 of 30.00.
    use(
        house,
        "quantity,unit,acme,5,2024-01-12T10:00:00Z,,,",
        "quantity,unit,acme,21,2024-01-12T10:00:00Z,p1,,",
        "quantity,unit,pre,25,2024-01-12T10:00:00Z,,,",
    )
    house.build("2024-01-13T00:00:00Z")
    assert thresholds(house) == [
        ("2024-01-01", 50, 8100, 2, "2024-01-12", "2024-01-13"),
        ("2024-01-01", 80, 8100, 1, "2024-01-13", "2024-01-13"),
    ]
    assert thresholds(house, "part") == [("2024-01-01", 100, 3100, 1, "2024-01-13", "2024-01-13")]
    latest = "select latest_threshold_percent::int, event_count, first_seen_at::date::text from billing.budget_posture where policy_id = 'whole'"
    assert house.warehouse.rows(latest) == [(80, 1, "2024-01-13")]
    assert [decision(house, amount) for amount in (0, 1900, 1901)] == ["warn", "warn", "would_block"]
    assert told(house, "acme") == [
        ("budget_threshold_crossed", 1, "pending", ["hook"]),
        ("budget_threshold_crossed", 1, "pending", ["hook"]),
        ("budget_threshold_crossed", 1, "pending", ["project"]),
    ]
    # 15.00 are left, and 20.00 are low: told before the runway of 14.4 hours is short.
    assert standing(house, "pre") == ("low_balance", "prepaid_policy", "notify", "balance_low", 1500, "14.4")
    assert told(house, "pre") == [("balance_low_balance", 1, "pending", ["mail"])]


def test_late_usage_crosses_in_its_own_month_and_a_depleted_account_is_restricted(house: BillingHouse) -> None:
    use(house, "quantity,unit,acme,19,2024-01-20T10:00:00Z,,,", "quantity,unit,pre,15,2024-01-31T23:00:00Z,,,")
    house.build("2024-02-02T00:00:00Z")
    assert thresholds(house) == [
        ("2024-01-01", 50, 10000, 3, "2024-01-12", "2024-02-02"),
        ("2024-01-01", 80, 10000, 2, "2024-01-13", "2024-02-02"),
        ("2024-01-01", 100, 10000, 1, "2024-02-02", "2024-02-02"),
    ]
    running = "select period_start::date::text, spend_minor, event_count from billing.budget_posture where policy_id = 'whole'"
    assert house.warehouse.rows(running) == [("2024-02-01", 0, 0)]
    assert standing(house, "pre") == ("depleted", "prepaid_policy", "restrict", "balance_depleted", 0, None)
    affected = "select affected_allocations, affected_app_instances from finance.delinquency where account_id = 'pre'"
    assert house.warehouse.rows(affected) == [(["alloc-1"], ["app-1"])]
    restrictions = "select restriction, status, source, reason, actor, restricted_since::date::text from operations.restrictions"
    assert house.warehouse.rows(restrictions) == [("restrict", "in_force", "prepaid_policy", "balance_depleted", None, "2024-02-02")]

    assert "restriction_override" in house.refused("unrestrict", "--account", "pre")
    assert "no account" in house.refused("restrict", "--account", "nobody")
    house.accepted("restriction_override", "--account", "pre", actor="olga")
    house.close("acme", "2024-01-01")
    house.build("2024-02-03T00:00:00Z")
    assert standing(house, "pre")[:4] == ("depleted", "action", "notify", "restriction_overridden")
    assert [row[:5] for row in house.warehouse.rows(restrictions)] == [("restrict", "overridden", "action", "restriction_overridden", "olga")]

    # Topped up: the balance is well again, and now an operator restricts it all the same.
    house.payment("pre", 5000, JANUARY_10)
    house.accepted("restrict", "--account", "pre", actor="olga")
    assert "already" in house.refused("restrict", "--account", "pre")
    house.accepted("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
    house.build("2024-02-04T00:00:00Z")
    assert standing(house, "pre") == ("ok", "action", "restrict", "restricted_by_action", 5000, None)
    house.accepted("unrestrict", "--account", "pre", actor="olga")
    house.build("2024-02-20T00:00:00Z")
    assert house.warehouse.rows(restrictions) == []
    assert [row[0] for row in told(house, "pre")] == ["balance_low_balance", "balance_depleted", "balance_restored"]
    # The invoice of 100.00 was due on 2024-02-18.
    overdue = "select state, action, reason, overdue_minor, overdue_30_days_minor, overdue_count from finance.delinquency where account_id = 'acme'"
    assert house.warehouse.rows(overdue) == [("overdue", "notify", "invoices_overdue", 10000, 10000, 1)]
    assert told(house, "acme")[-2:] == [("invoice_issued", 1, "pending", ["hook"]), ("invoice_overdue", 1, "pending", ["hook"])]


def test_a_red_build_is_told_to_the_house_alone(house: BillingHouse) -> None:
    change = "update current.group_totals set posted_minor = posted_minor {} 1 where account_id = 'acme' and is_posted"
    with house.warehouse.connect() as connection:
        connection.execute(change.format("-"))
    assert house.warehouse.run("build", "--as-of", "2024-02-21T00:00:00Z", "--json").exit_code == 1
    with house.warehouse.connect() as connection:
        connection.execute(change.format("+"))
    assert told(house, None) == [("build_failed", 1, "pending", ["house"])]
    assert house.warehouse.rows("select payload -> 'red_gates' ->> 0 from operations.outbox where event_type = 'build_failed'")[0][0]


def test_the_relay_tells_everybody_once_and_tries_again_what_failed(
    house: BillingHouse, hook: Webhook, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TALLYHOUSE_OUTBOX_FOLDER", str(tmp_path))
    hook.status = 503
    # Five for the webhook (three thresholds, the invoice issued and overdue), one for the project, one for the house; three mails have no server yet.
    assert round_at(0) == {"delivered": 2, "failed": 5, "dead": 0, "refused": 0, "not_configured": 3}
    assert {row[2] for row in told(house, "acme")} == {"retrying", "delivered"}
    monkeypatch.setenv("TALLYHOUSE_SMTP_URL", f"smtp://127.0.0.1:{mailbox.port}")
    monkeypatch.setenv("TALLYHOUSE_SMTP_FROM", "billing@tallyhouse.example")
    hook.status = 200
    assert round_at(59) == {"delivered": 3, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0}
    assert round_at(60) == {"delivered": 5, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0}
    assert round_at(90000) == {"delivered": 0, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0}
    assert {row[2] for row in told(house, "acme") + told(house, "pre") + told(house, None)} == {"delivered"}
    # The same event has the same key and the same bytes at both attempts.
    assert len(hook.heard) == 10 and sorted(hook.heard[:5]) == sorted(hook.heard[5:]) and len({key for key, _, _ in hook.heard}) == 5
    assert {authorization for _, authorization, _ in hook.heard} == {"Basic cmVsYXk6czNjcmV0"}
    crossing = next(body for body in map(json.loads, (body for _, _, body in hook.heard)) if body["type"] == "budget_threshold_crossed")
    assert crossing["payload"] == {
        "policy_id": "whole", "currency": "USD", "budget_minor": 10000, "spend_minor": 5500, "threshold_percent": "50",
        "period": "month", "period_start": "2024-01-01T00:00:00Z",
    }  # fmt: skip
    assert [(sender, recipient) for sender, recipient, _ in mailbox.mails] == [("billing@tallyhouse.example", "ops@pre.example")] * 3
    assert "Subject: [Tallyhouse] balance low balance: pre" in mailbox.mails[0][2]
    assert [json.loads(line)["payload"]["policy_id"] for line in (tmp_path / "p1.jsonl").read_text().splitlines()] == ["part"]
    assert [json.loads(line)["type"] for line in (tmp_path / "house.jsonl").read_text().splitlines()] == ["build_failed"]


def test_what_is_never_taken_is_given_up_and_names_no_secret(
    house: BillingHouse, hook: Webhook, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TALLYHOUSE_OUTBOX_FOLDER", str(tmp_path / "folder"))
    monkeypatch.setenv("TALLYHOUSE_SMTP_URL", f"smtp://127.0.0.1:{mailbox.port}")
    monkeypatch.setenv("TALLYHOUSE_SMTP_FROM", "billing@tallyhouse.example")
    house.records("budget_policies", "policy_id,account_id,currency,amount_minor,threshold_percents\nagain,acme,USD,100,100\nout,other,USD,100,100\n")
    use(
        house,
        "quantity,unit,acme,1,2024-02-20T10:00:00Z,,,",
        "quantity,unit,other,1,2024-02-20T10:00:00Z,,,",
        "quantity,unit,pre,50,2024-02-20T10:00:00Z,,,",
    )
    house.build("2024-02-22T00:00:00Z")
    hook.status, mailbox.refuses = 302, True
    outcomes = [round_at(seconds, attempts=3) for seconds in (0, 60, 179, 180, 90000)]
    assert [(outcome["failed"], outcome["dead"]) for outcome in outcomes] == [(3, 0), (3, 0), (0, 0), (0, 3), (0, 0)]
    dead = "select account_id, attempt_count, last_error from operations.outbox where state = 'dead' order by 1"
    assert house.warehouse.rows(dead) == [
        ("acme", 3, "The receiver answered 302."),
        ("other", 3, "The address is no plain name of a file: files lie in the folder of the outbox."),
        ("pre", 3, "The server refused the recipient with 550."),
    ]
    assert not (tmp_path / "out.jsonl").exists()
    written = house.warehouse.rows(
        "select outbox::text from operations.outbox union all select outbox_deliveries::text from control.outbox_deliveries"
    )
    assert not any("s3cret" in row[0] or "ops@pre" in row[0] for row in written)
    assert house.warehouse.run("relay", "--json").output == {"delivered": 0, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0}


def test_a_document_is_told_overdue_once_and_paid_once(house: BillingHouse) -> None:
    """January's 100.00 of acme were due on 2024-02-18; 99.99 are paid, then the last cent."""
    kinds = ("invoice_issued", "invoice_overdue", "invoice_paid")

    def said() -> list[tuple]:
        return [row[:2] for row in told(house, "acme") if row[0] in kinds]

    late = [("invoice_issued", 1), ("invoice_overdue", 1)]
    house.payment("acme", 9999, JANUARY_10)
    house.build("2024-03-20T00:00:00Z")
    assert said() == late
    house.payment("acme", 1, JANUARY_10)
    house.build("2024-03-21T00:00:00Z")
    house.build("2024-03-22T00:00:00Z")
    assert said() == [*late, ("invoice_paid", 1)]
    paid = "select payload ->> 'total_minor', payload ->> 'paid_minor' from operations.outbox where event_type = 'invoice_paid'"
    assert house.warehouse.rows(paid) == [("10000", "10000")]


def round_at(seconds: int, attempts: int = 10) -> dict:
    """A round of the relay so many seconds after noon."""
    return deliver(clock=lambda: NOON + timedelta(seconds=seconds), attempts=attempts)
