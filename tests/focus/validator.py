"""The official FOCUS validator over the columns of version 1.0 of an export. It is not among the locked packages: it needs older ones of its own.

What does not belong here: the rules of 1.2 and 1.3, which are ours to state (``rules``).
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from warehouse.settings import PROJECT_ROOT

INSTALLED = PROJECT_ROOT / ".tallyhouse" / "focus_validator" / "bin"
VALIDATOR = shutil.which("focus-validator", path=os.pathsep.join([str(INSTALLED), os.environ.get("PATH", os.defpath)]))
needs_validator = pytest.mark.skipif(VALIDATOR is None, reason="focus-validator is not installed: make focus-validator")
# The columns of FOCUS 1.0, and those that version 1.0.0 of the validator asks for by names that the specification does not have.
COLUMNS_1_0 = (
    "AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass"
    " ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName"
    " CommitmentDiscountStatus CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost"
    " InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName ResourceId"
    " ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId SubAccountName Tags"
).split()
ALSO_CALLED = {
    "Provider": "ProviderName",
    "Publisher": "PublisherName",
    "InvoiceIssuer": "InvoiceIssuerName",
    "ResourceID": "ResourceId",
    "ChargeType": "ChargeCategory",
}


class Validated(NamedTuple):
    """How many rows were looked at and checks made, and what the failed ones say."""

    rows: int
    checks: int
    failures: list[str]


def validate(export: Path, folder: Path, broken: str | None = None) -> Validated:
    """What the validator finds in an export of cost and usage; ``broken``: a column that gets a value which is wrong, in every row."""
    # It reads the codes of currencies from beside where it runs.
    codes = folder / "focus_validator" / "utils" / "currency_codes.csv"
    codes.parent.mkdir(parents=True)
    codes.write_text("currency_codes\nUSD\nEUR\nJPY\n")
    count = 0
    with export.open(encoding="utf-8", newline="") as exported, (folder / "focus.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*COLUMNS_1_0, *ALSO_CALLED])
        for row in csv.DictReader(exported):
            count += 1
            written = row | ({broken: "Refund"} if broken else {})
            lines.writerow([written[name] for name in (*COLUMNS_1_0, *ALSO_CALLED.values())])
    options = ["--validate-version", "1.0", "--output-type", "unittest", "--output-destination", "found.xml"]
    # Its exit code is 0 whatever it finds, so what it wrote is read.
    subprocess.run([str(VALIDATOR), "--data-file", "focus.csv", *options], cwd=folder, check=True, capture_output=True, timeout=600)
    found = ElementTree.parse(folder / "found.xml").getroot()
    failures = [" ".join([case.get("name", ""), *failure.itertext()]).strip() for case in found.iter("testcase") for failure in case.iter("failure")]
    assert len(failures) == int(found.attrib["failures"])
    return Validated(count, int(found.attrib["tests"]), failures)
