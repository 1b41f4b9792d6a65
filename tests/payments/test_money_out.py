"""What goes out to the provider: asked once, carried out once whatever is lost on the way, booked when the answer says so, and never with the key."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports.relay import deliver
from tests.payments.histories import ask, book, build, day, dispute, event, findings, intent, land, land_records
from tests.payments.provider_double import LOST, ProviderDouble, served
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse
from warehouse.verify import verify_book

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
SECRET = "sk_live_never-seen-anywhere"


def round_at(seconds: int) -> tuple[int, int, int, int]:
    """(delivered, failed, refused, not configured) of a round of the relay so many seconds after noon."""
    counts = deliver(clock=lambda: NOON + timedelta(seconds=seconds))
    assert counts["dead"] == 0
    return counts["delivered"], counts["failed"], counts["refused"], counts["not_configured"]


def states(warehouse: TemporaryWarehouse) -> dict[str, str]:
    return dict(warehouse.rows("select action_id, state from finance.provider_requests", role="finance"))


def refunds(warehouse: TemporaryWarehouse) -> list[tuple]:
    return warehouse.rows("select refund_id, status, amount_minor, provider_refund_id, failure_reason from billing.refunds order by 1")


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_money_out(warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("TALLYHOUSE_OUTBOX_FOLDER", str(tmp_path / "outbox"))
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)))
    build()
    for request, amount, mode in (("r1", 4000, "provider_charge"), ("r2", 1000, "provider_balance")):
        assert ask("refund_request", request, amount_minor=amount, mode=mode, reference="pi_1") == "accepted"
        assert ask("approve", f"ok-{request}", actor="bob", reference=request) == "accepted"
    assert ask("refund_request", "r0", amount_minor=500, mode="provider_charge", reference="pi_1") == "accepted"
    assert "above 0" in ask("checkout_session", "c0", amount_minor=0)
    assert ask("checkout_session", "c1", amount_minor=5000) == "accepted"
    assert "no customer" in ask("portal_session", "p0", account_id="bolt")
    assert ask("portal_session", "p1") == "accepted"
    assert "No build has seen" in ask("dispute_evidence", "e0", reference="dp_1")
    assert states(warehouse) == {"r0": "waiting", "r1": "waiting", "r2": "waiting", "c1": "waiting", "p1": "waiting"}
    build()
    assert states(warehouse) == {"r0": "waiting", "r1": "pending", "r2": "pending", "c1": "pending", "p1": "pending"}

    with served(ProviderDouble(SECRET, day(40))) as double:
        monkeypatch.setenv("TALLYHOUSE_STRIPE_API_BASE", double.url)
        monkeypatch.setenv("TALLYHOUSE_STRIPE_WRITE_KEY", "sk_live_of-somebody-else")
        assert round_at(0) == (0, 2, 0, 2)
        monkeypatch.setenv("TALLYHOUSE_STRIPE_WRITE_KEY", SECRET)
        # r1 meets a server that is down; the answer to r2 is lost on the way.
        double.mishaps = {"r1": [500], "r2": [LOST]}
        assert round_at(60) == (0, 2, 0, 2)
        errors = "select distinct error from control.outbox_deliveries order by 1"
        assert warehouse.rows(errors) == [("No answer (APIConnectionError).",), ("Stripe answered 401.",), ("Stripe answered 500.",)]
        assert build() == "nothing_new" and [row for row in book(warehouse) if row[0] == "provider_refund"] == []
        monkeypatch.setenv("TALLYHOUSE_RETURN_URL", "https://console.example/billing")
        double.now = day(41)
        assert round_at(180) == (4, 0, 0, 0)
        assert round_at(90000) == (0, 0, 0, 0)
        # r1 was asked for twice with one key, r2 once: it was found again.
        assert [(path, key, form["amount"]) for path, key, form in double.posts if path == "/v1/refunds"].count(("/v1/refunds", "r1", "4000")) == 2
        assert [key for path, key, _ in double.posts if path == "/v1/refunds"].count("r2") == 1
        assert sorted(one["amount"] for one in double.objects.values() if one["object"] == "refund") == [1000, 4000]
        made = {one["metadata"]["action_id"]: one["id"] for one in double.objects.values() if one["object"] == "refund"}
        build()
        given_back = [("provider_refund", "customer", "acme", -5000), ("provider_refund", "provider_clearing", None, 5000)]
        assert [row for row in book(warehouse) if row[0] == "provider_refund"] == given_back
        assert refunds(warehouse) == [
            ("r0", "requested", 500, None, None), ("r1", "pending", 4000, made["r1"], None), ("r2", "pending", 1000, made["r2"], None),
        ]  # fmt: skip
        session = next(one for one in double.objects.values() if one["object"] == "checkout.session")
        recorded = "select provider_session_id, idempotency_key, amount_minor, currency, state from finance.payment_sessions where session_id = 'c1'"
        assert warehouse.rows(recorded) == [(session["id"], "c1", 5000, "USD", "open")]
        shown = "select action_id, state, redirect_url, attempt_count from finance.provider_requests where request like '%%session' order by 1"
        portal = next(one["url"] for one in double.objects.values() if one["object"] == "billing_portal.session")
        assert warehouse.rows(shown) == [("c1", "carried_out", session["url"], 1), ("p1", "carried_out", portal, 1)]

        # The customer pays; r2 succeeds and r1 fails, and is asked for again, which the provider refuses for good.
        paid = session | {"payment_intent": "pi_2", "payment_status": "paid", "status": "complete"}
        failed = double.objects[made["r1"]] | {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        land(
            tmp_path, "after",
            event("evt_2", "checkout.session.completed", day(42), paid),
            event("evt_3", "refund.updated", day(42), double.objects[made["r2"]] | {"status": "succeeded"}),
            event("evt_4", "refund.failed", day(42), failed),
            event("evt_5", "charge.dispute.created", day(43), dispute("dp_1", "pi_2", 5000, "needs_response", [])),
        )  # fmt: skip
        build()
        assert [row for row in book(warehouse) if row[1] == "customer"] == [
            ("provider_refund", "customer", "acme", -1000), ("stripe_credit", "customer", "acme", 15000),
        ]  # fmt: skip
        assert refunds(warehouse)[1] == ("r1", "failed", 4000, made["r1"], "expired_or_canceled_card")
        assert ("refund_failed", "r1", 4000) in findings(warehouse)
        assert ask("refund_request", "r3", amount_minor=4000, mode="provider_charge", reference="pi_1") == "accepted"
        assert ask("approve", "ok-r3", actor="bob", reference="r3") == "accepted"
        assert ask("dispute_evidence", "e1", reference="dp_1") == "accepted"
        build()
        double.objects["dp_1"] = dispute("dp_1", "pi_2", 5000, "needs_response", [])
        double.now, double.mishaps = day(44), {"r3": [400], "e1": [LOST]}
        assert round_at(100000) == (0, 1, 1, 0)
        assert round_at(100060) == (1, 0, 0, 0)
        assert round_at(200000) == (0, 0, 0, 0)
        build()
        assert refunds(warehouse)[3] == ("r3", "refused", 4000, None, "charge_already_refunded")
        assert {row for row in findings(warehouse) if row[0].startswith("refund")} == {("refund_refused", "r3", 4000)}
        assert states(warehouse) == {
            "r0": "waiting", "r1": "carried_out", "r2": "carried_out", "r3": "refused", "c1": "carried_out", "p1": "carried_out", "e1": "carried_out",
        }  # fmt: skip
        assert warehouse.rows("select state, has_evidence from finance.disputes") == [("evidence_submitted", True)]
        evidence = [form["evidence[uncategorized_text]"] for path, _, form in double.posts if path == "/v1/disputes/dp_1"]
        assert evidence == ["as the customer asked"] * 2
        # What was refused no longer holds the money back.
        assert ask("refund_request", "r4", amount_minor=8500, mode="internal_credit", reference="pi_1") == "accepted"
        assert ask("dispute_evidence", "e2", account_id="bolt", reference="dp_1") != "accepted"

        # The relay gives up on r5, which was made and never answered, and e3 is refused: both are findings, with 3.00 and what is in dispute.
        assert ask("refund_request", "r5", amount_minor=300, mode="provider_charge", reference="pi_2") == "accepted"
        assert ask("approve", "ok-r5", actor="bob", reference="r5") == "accepted"
        assert ask("dispute_evidence", "e3", reference="dp_1") == "accepted"
        build()
        double.now, double.mishaps = day(45), {"r5": [LOST], "e3": [400]}
        counts = deliver(clock=lambda: NOON + timedelta(seconds=210000), attempts=1)
        assert (counts["delivered"], counts["dead"], counts["refused"]) == (0, 1, 1)
        build()
        told = {("provider_request_given_up", "r5", 300), ("provider_request_refused", "e3", 5000)}
        assert {row for row in findings(warehouse) if row[0].startswith("provider_request")} == told
        remedy = "select owner, remedy like '%%: tallyhouse relay --again SUBJECT' from current.findings where subject = 'r5'"
        assert warehouse.rows(remedy) == [("payment_operations", True)] and states(warehouse)["r5"] == "dead"
        assert round_at(220000) == (0, 0, 0, 0)
        # Asked once more under its old key, the refund is found: it was made once, and is booked once.
        assert deliver(clock=lambda: NOON + timedelta(seconds=230000), again=["r5"])["delivered"] == 1
        with pytest.raises(WrongUse, match="given up that goes by r5"):
            deliver(clock=lambda: NOON + timedelta(seconds=230060), again=["r5"])
        assert [key for path, key, _ in double.posts if path == "/v1/refunds"].count("r5") == 1
        build()
        assert {row for row in findings(warehouse) if row[0].startswith("provider_request")} == {("provider_request_refused", "e3", 5000)}
        assert states(warehouse)["r5"] == "carried_out"
        assert warehouse.rows("select state from operations.outbox where subject_id = 'r5'") == [("delivered",)]
        assert ("provider_refund", "customer", "acme", -1300) in book(warehouse)

    # Without a key the file takes it, and somebody else carries it out.
    monkeypatch.delenv("TALLYHOUSE_STRIPE_WRITE_KEY")
    assert ask("portal_session", "p2") == "accepted"
    build()
    assert round_at(300000) == (1, 0, 0, 0)
    lines = [json.loads(line) for line in (tmp_path / "outbox" / "stripe.jsonl").read_text().splitlines()]
    assert [(line["type"], line["subject_id"], line["payload"]["customer_id"]) for line in lines] == [("portal_requested", "p2", "cus_acme")]
    assert states(warehouse)["p2"] == "handed_over"
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()
    kept = warehouse.rows(
        "select outbox_deliveries::text from control.outbox_deliveries union all select outbox::text from control.outbox"
        " union all select convert_from(content, 'UTF8') from raw.stripe_events"
    )
    assert len(kept) > 20 and not [row for row in kept if "sk_live" in row[0] or "Refused for" in row[0]]
    assert "sk_live" not in caplog.text
