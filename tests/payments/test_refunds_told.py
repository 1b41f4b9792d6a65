"""What the provider tells of refunds, held against what was asked for by name, amount and time: nothing is asked for twice, or let go unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.payments.histories import ask, build, charge, day, event, findings, intent, land, land_records, refund
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

CHARGED = {"mode": "provider_charge", "reference": "pi_1"}
# Two weeks after the money came it has not been paid out, and no session of ours led to it.
BESIDE_THE_STORY = {"payment_without_session", "not_paid_out"}


def refunds(warehouse: TemporaryWarehouse) -> list[tuple[str, str, int, str | None]]:
    return warehouse.rows("select refund_id, status, amount_minor, provider_refund_id from billing.refunds order by refund_id")


def told(warehouse: TemporaryWarehouse) -> set[tuple[str, str, int | None]]:
    return {finding for finding in findings(warehouse) if finding[0] not in BESIDE_THE_STORY}


def asked_for(warehouse: TemporaryWarehouse) -> list[str]:
    return [row[0] for row in warehouse.rows("select subject_id from operations.outbox where event_type = 'refund_requested' order by 1")]


def approved(action_id: str, amount_minor: int, **others: object) -> None:
    assert ask("refund_request", action_id, amount_minor=amount_minor, **CHARGED | others) == "accepted"
    assert ask("approve", f"ok-{action_id}", actor="bob", reference=action_id) == "accepted"


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_request_is_what_came_of_it(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """40.00 are carried out as 25.00 and 15.00 that both name the request; a refund of another payment names it too."""
    land_records(tmp_path)
    land(
        tmp_path, "paid",
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000)),
        event("evt_2", "payment_intent.succeeded", day(3), intent("pi_2", 5000)),
    )  # fmt: skip
    build()
    approved("r1", 4000)
    build()
    part = refund("re_1", "pi_1", 2500, "succeeded", day(5), action_id="r1")
    rest = refund("re_2", "pi_1", 1500, "succeeded", day(6), action_id="r1")
    land(
        tmp_path, "part",
        event("evt_3", "refund.created", day(5), part),
        event("evt_4", "refund.created", day(4), refund("re_0", "pi_2", 4000, "succeeded", day(4), action_id="r1")),
    )  # fmt: skip
    build()
    assert refunds(warehouse) == [("r1", "succeeded", 2500, "re_1"), ("re_0", "succeeded", 4000, "re_0")]
    assert told(warehouse) == {("refund_below_request", "r1", 1500), ("refund_not_asked_for", "pi_2", 4000)}
    land(tmp_path, "rest", event("evt_5", "refund.created", day(6), rest))
    build()
    in_two = [("r1", "succeeded", 2500, "re_1"), ("re_0", "succeeded", 4000, "re_0"), ("re_2", "succeeded", 1500, "re_2")]
    assert refunds(warehouse) == in_two
    assert told(warehouse) == {("refund_not_asked_for", "pi_2", 4000)}
    # Both fail: one promise is open, over what was asked for.
    land(
        tmp_path, "failed",
        event("evt_6", "refund.failed", day(8), part | {"status": "failed"}),
        event("evt_7", "refund.failed", day(8), rest | {"status": "failed"}),
    )  # fmt: skip
    build()
    assert refunds(warehouse) == [("r1", "failed", 4000, "re_1"), ("re_0", "succeeded", 4000, "re_0"), ("re_2", "failed", 1500, "re_2")]
    assert told(warehouse) == {("refund_failed", "r1", 4000), ("refund_not_asked_for", "pi_2", 4000)}
    # It is made again for the same request: that is what came of it.
    land(tmp_path, "again", event("evt_8", "refund.created", day(9), refund("re_3", "pi_1", 4000, "succeeded", day(9), action_id="r1")))
    build()
    assert refunds(warehouse)[0] == ("r1", "succeeded", 4000, "re_3")
    assert told(warehouse) == {("refund_not_asked_for", "pi_2", 4000)}
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_had_gone_before_it_was_asked_for_carries_nothing_out(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """40.00 go back on the dashboard. 25.00 are asked for after that, and then just those 40.00, which may mean them: that is said, not asked."""
    land_records(tmp_path)
    land(
        tmp_path, "paid",
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 20000)),
        event("evt_2", "charge.refunded", day(5), charge("pi_1", 20000, 4000)),
        event("evt_3", "payment_intent.succeeded", day(3), intent("pi_2", 20000)),
        event("evt_4", "refund.created", day(5), refund("re_1", "pi_2", 4000, "succeeded", day(5))),
    )  # fmt: skip
    build()
    assert told(warehouse) == {("refund_not_asked_for", "pi_1", 4000), ("refund_not_asked_for", "pi_2", 4000)}
    approved("r1", 2500)
    approved("r2", 4000, reference="pi_2")
    build()
    assert asked_for(warehouse) == ["r1"]
    assert refunds(warehouse) == [("r1", "approved", 2500, None), ("r2", "succeeded", 4000, "re_1")]
    assert ("refund_gone_before_request", "r2", 4000) in told(warehouse)
    approved("r3", 4000)
    build()
    assert asked_for(warehouse) == ["r1"]
    assert refunds(warehouse)[2] == ("r3", "succeeded", 4000, None)
    in_doubt = {("refund_gone_before_request", "r2", 4000), ("refund_gone_before_request", "r3", 4000)}
    assert told(warehouse) == in_doubt
    # r1 is carried out, and only the total says so.
    land(tmp_path, "carried_out", event("evt_5", "charge.refunded", day(10), charge("pi_1", 20000, 6500)))
    build()
    assert refunds(warehouse)[0] == ("r1", "succeeded", 2500, None)
    assert told(warehouse) == in_doubt
    # Asked for once more it is meant, and the provider is asked.
    approved("r4", 4000)
    approved("r5", 4000, reference="pi_2")
    build()
    assert asked_for(warehouse) == ["r1", "r4", "r5"]
    assert told(warehouse) == set()
    assert [row[:3] for row in refunds(warehouse)[3:]] == [("r4", "approved", 4000), ("r5", "approved", 4000)]
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_can_never_be_asked_for_holds_nothing_back(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """Stripe knows no parts of an ariary: 99.50 landed and were approved, and all of the 100.00 can be given back all the same."""
    land_records(tmp_path)
    land(tmp_path, "paid", event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 100) | {"currency": "mga"}))
    land_records(
        tmp_path,
        actions="action_id,kind,account_id,currency,amount_minor,reference,mode,actor,reason,requested_at\n"
        "r1,refund_request,acme,MGA,9950,pi_1,provider_charge,ada,by file,2026-01-05T00:00:00Z\n"
        "ok-r1,approve,,,,r1,,bob,by file,2026-01-05T00:00:00Z\n",
    )
    build()
    assert asked_for(warehouse) == []
    assert ("refund_request_unusable", "r1", 9950) in told(warehouse)
    refused = ask("refund_request", "r2", amount_minor=9950, currency="MGA", **CHARGED)
    assert refused == "The provider gives back MGA only in multiples of 100 minor units."
    approved("r3", 10000, currency="MGA")
    build()
    assert asked_for(warehouse) == ["r3"]
    assert told(warehouse) == {("refund_request_unusable", "r1", 9950)}
