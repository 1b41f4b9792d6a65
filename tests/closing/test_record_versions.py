"""What a closed period is compared by must name every column that an amount hangs on: one that is left out changes money in silence."""

from __future__ import annotations

import re

import pytest
import yaml

from warehouse.settings import PROJECT_ROOT

CONTROLS = PROJECT_ROOT / "models" / "rules" / "controls"
# Columns that no amount of usage or of a charge hangs on: keys, words, validity (compared apart), and what only tax and documents look at.
NO_AMOUNT = {
    "prices": {"price_id", "correlation_id", "valid_from", "valid_to", "tax_category", "tax_included"},
    "price_tiers": {"price_id", "correlation_id"},
    "subscriptions": {"subscription_id", "correlation_id", "starts_at", "ends_at"},
    "discounts": {"discount_id", "correlation_id", "starts_at", "ends_at"},
    "commit_contracts": {"contract_id", "correlation_id", "starts_at", "ends_at"},
    "plans": {"plan_id", "plan_version_id", "name", "correlation_id", "valid_from", "valid_to"},
}


@pytest.mark.parametrize("kind", NO_AMOUNT)
def test_every_column_that_makes_an_amount_is_compared(kind: str) -> None:
    columns = set(yaml.safe_load((PROJECT_ROOT / "ingest" / "records" / "kinds.yml").read_text())[kind]["columns"])
    models = [(CONTROLS / f"{name}_record_versions.sql").read_text() for name in ("rating", "charging")]
    compared = set(re.findall(rf"\b{kind}\.(\w+)", "\n".join(models)))
    assert columns - NO_AMOUNT[kind] - compared == set()
    assert NO_AMOUNT[kind] <= columns
