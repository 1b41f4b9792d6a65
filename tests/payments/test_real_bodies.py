"""The 88 real webhook bodies, each with its own event id: they land, none is lost, and a build takes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.payments.histories import land, land_records
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

NEAR = [folder / "shared" / "data" / "stripe_events" / "webhook_fixtures" for folder in PROJECT_ROOT.parents]


@pytest.mark.slow
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
    assert len(bodies) == 88
    assert run_build().status in ("published", "nothing_new")
    assert warehouse.rows("select count(*), count(distinct content_sha256) from raw.stripe_events") == [(88, 88)]
    assert verify_book().ok, verify_book()
