"""What a single row of an outside tax provider's result may say; what its rows together say is judged by the build."""

from __future__ import annotations

import pytest

from ingest.reasons import BadRecord
from ingest.records.rules import check_record

ROW = {"treatment": "standard", "rate_bp": "825", "amount_minor": "10000", "taxable_minor": "10000", "tax_minor": "825"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"tax_minor": "0", "rate_bp": "0"},  # taxed at nothing
        {"taxable_minor": "0", "tax_minor": "0"},  # the rate is told where nothing is taxed
        {"treatment": "exempt", "tax_minor": "0"},
        {"amount_minor": "-10000", "taxable_minor": "-10000", "tax_minor": "-825"},
        {"taxable_minor": "10500", "tax_minor": "866"},  # on top of 5%
        {"amount_minor": "0", "taxable_minor": "0", "tax_minor": "0"},
    ],
)
def test_what_a_provider_may_say(said: dict[str, str]) -> None:
    assert check_record("tax_results", ROW | said) == ROW | said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"treatment": "exempt"}, "tax_minor is not 0, and the treatment exempt has no tax"),
        ({"rate_bp": "0"}, "tax_minor is not 0, and rate_bp is"),
        ({"tax_minor": "-825"}, "not the same sign"),
        ({"taxable_minor": "-10000", "tax_minor": "-825"}, "not the same sign"),
        ({"taxable_minor": "0"}, "not the same sign"),
        ({"taxable_minor": "20001"}, "taxable_minor is more than twice amount_minor"),
        ({"amount_minor": "0"}, "taxable_minor is more than twice amount_minor"),
    ],
)
def test_what_excludes_itself_is_refused_with_one_sentence(said: dict[str, str], why: str) -> None:
    with pytest.raises(BadRecord, match=why):
        check_record("tax_results", ROW | said)


def test_a_profile_with_a_provider_leaves_the_treatment_to_him() -> None:
    profile = {"account_id": "a", "jurisdiction": "US", "treatment": "exempt", "tax_provider": "vertex"}
    with pytest.raises(BadRecord, match="the provider says how to treat it"):
        check_record("tax_profiles", profile)
    assert check_record("tax_profiles", profile | {"treatment": "standard"})["tax_provider"] == "vertex"
