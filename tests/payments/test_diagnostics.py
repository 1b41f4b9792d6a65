"""What one correlation id tells: from the session before the redirect to the entry in the journal, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.actions import submit_action
from tests.payments.histories import build, day, dispute, event, intent, land, land_records, refund
from tests.temporary_warehouse import TemporaryWarehouse

SESSIONS = (
    "session_id,account_id,provider_session_id,amount_minor,currency,created_at,correlation_id\ns1,acme,cs_1,10000,USD,2026-01-02T00:00:00Z,call-7\n"
)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_one_correlation_id_tells_the_whole_story(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(tmp_path)
    land_records(tmp_path, payment_sessions=SESSIONS)
    session = {"object": "checkout.session", "id": "cs_1", "payment_intent": "pi_1", "client_reference_id": "s1", "metadata": {}}
    session |= {"amount_total": 10000, "currency": "usd", "status": "complete", "payment_status": "paid"}
    land(
        tmp_path, "paid",
        event("evt_1", "checkout.session.completed", day(3), session),
        event("evt_2", "payment_intent.succeeded", day(3), intent("pi_1", 10000)),
        event("evt_3", "payment_intent.succeeded", day(3), intent("pi_2", 500)),
        # They name the charge alone, which the intent has told of.
        event("evt_4", "refund.created", day(4), refund("re_1", "pi_1", 1000, "succeeded", day(4)) | {"payment_intent": None}),
        event("evt_5", "charge.dispute.created", day(5), dispute("dp_1", "pi_1", 2000, "needs_response", []) | {"payment_intent": None}),
    )  # fmt: skip
    build()
    asked = {"reason": "as the customer asked", "correlation_id": "call-7"}
    wanted = {"account_id": "acme", "currency": "USD", "amount_minor": 2500, "mode": "internal_credit", "reference": "pi_1"}
    assert submit_action("refund_request", actor="ada", action_id="r1", **wanted, **asked)["status"] == "accepted"
    # The approval repeats no correlation id: it is that of the refund.
    assert submit_action("approve", actor="bob", action_id="a1", reference="r1", reason="as agreed")["status"] == "accepted"
    build()
    columns = "step, object_id, account_id, state, actor, currency, amount_minor"
    told = "select {} from finance.diagnostics where correlation_id = 'call-7' and step {} 'ledger_entry' order by step, object_id"
    assert warehouse.rows(told.format(columns, "<>")) == [
        ("action", "a1", None, "approve", "bob", None, None),
        ("action", "r1", "acme", "refund_request", "ada", "USD", 2500),
        ("dispute", "dp_1", "acme", "evidence_due", None, "USD", 2000),
        ("payment", "s1", "acme", "received", None, "USD", 10000),
        ("provider_event", "evt_1", "acme", "checkout.session.completed", None, None, None),
        ("provider_event", "evt_2", "acme", "payment_intent.succeeded", None, None, None),
        ("provider_event", "evt_4", "acme", "refund.created", None, None, None),
        ("provider_event", "evt_5", "acme", "charge.dispute.created", None, None, None),
        ("refund", "r1", "acme", "credited", "ada", "USD", 2500),
        ("refund", "re_1", "acme", "succeeded", None, "USD", 1000),
    ]
    assert sorted(warehouse.rows(told.format("state, amount_minor, build_number", "="))) == [
        ("provider_refund", -1000, 1), ("refund_credit", 2500, 2), ("stripe_credit", 10000, 1),
    ]  # fmt: skip
    assert warehouse.rows("select count(*) from finance.diagnostics where object_id in ('pi_2', 'evt_3')") == [(0,)]
