"""VAT ids by their form, as a table: what is taken, what is refused and why, and what claims nothing."""

from __future__ import annotations

import pytest

from ingest.reasons import BadRecord
from ingest.records.kinds import find_kind
from ingest.records.rules import check_record
from ingest.records.tax_ids import check_tax_id

# Public examples of the member states' own descriptions of their ids, and of companies' imprints.
TAKEN = [
    ("DE136695976", "DE"),
    ("DE 136.695.976", None),
    ("de136695976", "FR"),
    ("ATU13585627", "AT"),
    ("U13585627", "AT"),
    ("FR40303265045", "FR"),
    ("NL004495445B01", "NL"),
    ("004495445B01", "NL"),
    ("IT00743110157", "IT"),
    ("00743110157", "IT"),
    ("PL5260001246", "PL"),
    ("526-000-12-46", "PL"),
    ("EL094259216", "GR"),
    ("ESB58378431", "ES"),
    ("B58378431", "ES"),
    ("GB999999973", "GB"),
    ("999 9999 73", "GB"),
    ("CHE-107.787.577 IVA", "CH"),
    ("CHE-107.787.577", "CH"),
    ("NO 995 525 828 MVA", "NO"),
]
REFUSED = [
    ("DE136695977", "DE", "its check digits do not fit"),
    ("DE136695977", None, "its check digits do not fit"),
    ("DE136695977", "US", "its check digits do not fit"),
    ("DE12345", "DE", "too many or too few"),
    ("ATU13585628", "AT", "its check digits do not fit"),
    ("FR41303265045", "FR", "its check digits do not fit"),
    ("NL004495446B01", None, "its check digits do not fit"),
    ("00743110158", "IT", "its check digits do not fit"),
    ("IT0074311015", "IT", "too many or too few"),
    ("5260001247", "PL", "its check digits do not fit"),
    ("GB999999974", "GB", "its check digits do not fit"),
    ("999999974", "GB", "its check digits do not fit"),
    ("CHE-107.787.578 IVA", "CH", "its check digits do not fit"),
    ("NO995525829MVA", "NO", "its check digits do not fit"),
]
# Local tax numbers, numbers of countries without a known form, and letters that only look like a country.
CLAIM_NOTHING = [
    ("2893081508152", "DE"),  # Steuernummer
    ("36574261809", "DE"),  # Identifikationsnummer
    ("DE136695977-00001", "DE"),  # Wirtschafts-Identifikationsnummer
    ("732829320", "FR"),  # SIREN
    ("SGMMRA80A01H501U", "IT"),  # codice fiscale that begins like a Swedish or Slovenian id
    ("SEGMRA80A01H501U", "IT"),
    ("12-345/6789", "AT"),
    ("12-3456789", "US"),
    ("DE-1234567", "US"),  # file number of a state
    ("27AAPFU0939F1ZV", "IN"),
    ("EU372000041", None),
    ("exempt", "DE"),
    ("12345", None),
]


@pytest.mark.parametrize(("tax_id", "country"), TAKEN)
def test_a_vat_id_of_the_right_form_is_taken(tax_id: str, country: str | None) -> None:
    check_tax_id(tax_id, country)


@pytest.mark.parametrize(("tax_id", "country", "said"), REFUSED)
def test_a_vat_id_that_cannot_be_one_is_refused_with_its_reason(tax_id: str, country: str | None, said: str) -> None:
    with pytest.raises(BadRecord, match=said) as refused:
        check_tax_id(tax_id, country)
    assert refused.value.code == "invalid_tax_id"
    assert repr(tax_id) in str(refused.value)


@pytest.mark.parametrize(("tax_id", "country"), CLAIM_NOTHING)
def test_what_claims_no_known_form_is_taken_as_it_is(tax_id: str, country: str | None) -> None:
    check_tax_id(tax_id, country)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("accounts", {"account_id": "a", "country": "DE", "payment_terms_days": "14"}),
        ("issuers", {"issuer_id": "i", "country": "DE"}),
        ("tax_profiles", {"account_id": "a", "jurisdiction": "DE"}),
        ("tax_profiles", {"account_id": "a", "jurisdiction": "DE-BY"}),
    ],
)
def test_every_record_with_a_tax_id_is_looked_at(kind: str, record: dict) -> None:
    record = dict.fromkeys(find_kind(kind).column_names) | record
    assert check_record(kind, record | {"tax_id": "DE136695976"})["tax_id"] == "DE136695976"
    assert check_record(kind, record | {"tax_id": None})["tax_id"] is None
    with pytest.raises(BadRecord, match="no VAT id of DE"):
        check_record(kind, record | {"tax_id": "DE1366959"})
