"""The 88 real webhook bodies, each with its own event id: they land, none is lost, and a build takes them without a wrong cent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.payments.histories import book, land, land_records
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

NEAR = [folder / "shared" / "data" / "stripe_events" / "webhook_fixtures" for folder in PROJECT_ROOT.parents]


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_real_bodies_are_planned(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    folder = next((one for one in NEAR if one.exists()), None)
    if folder is None:
        pytest.skip("the Stripe bodies lie beside the project only where it is developed")
    land_records(
        tmp_path,
        accounts="account_id,account_type,currency,billing_timezone\nacme,tenant,USD,UTC\n",
        provider_customers="provider,customer_id,account_id,is_default\nstripe,cus_00000000000000,acme,true\n",
    )
    bodies = [json.loads(path.read_text()) | {"id": f"evt_{number:03}"} for number, path in enumerate(sorted(folder.glob("*.json")))]
    land(tmp_path, "bodies", *bodies)
    # The bodies share zeroed ids, so the newest word on the charge of the dispute counts: captured, 300.00, ours.
    paid = {"id": "ch_00000000000000", "object": "charge", "amount": 30000, "captured": True, "paid": True, "status": "succeeded", "currency": "usd"}
    # The body of the reinstatement tells no transaction that brings the money back: without that event the money is gone.
    disputes = [body for body in bodies if body["type"] == "charge.dispute.funds_withdrawn"]
    assert len(bodies) == 88 and len(disputes) == 1
    assert run_build().status in ("published", "nothing_new")
    assert warehouse.rows("select count(*), count(distinct content_sha256) from raw.stripe_events") == [(88, 88)]
    event = {"object": "event", "type": "charge.succeeded", "created": 1700000000, "livemode": False}
    land(tmp_path, "charge", {**event, "id": "evt_charge", "data": {"object": paid | {"customer": "cus_00000000000000"}}})
    assert run_build().status == "published"
    taken = {row[1]: row[3] for row in book(warehouse) if row[0] == "chargeback_debit"}
    assert taken == {"provider_clearing": 26500, "customer": -25000, "provider_fees": -1500}
    # The balance transaction alone, retrieved later, names no dispute of ours: it is still the one that the dispute carried.
    land(tmp_path, "retrieved", disputes[0]["data"]["object"]["balance_transactions"][0])
    assert run_build().status == "nothing_new"
    assert {row[1]: row[3] for row in book(warehouse) if row[0] == "chargeback_debit"} == taken
    assert verify_book().ok, verify_book()
