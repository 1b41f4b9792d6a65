"""E-invoices as the official rules of EN 16931 judge them, and the checker itself, which must notice each thing that is made wrong."""

from __future__ import annotations

import pytest

from reports.documents.ubl import as_ubl
from reports.documents.vat import CannotBeSaid
from tests.reports.en16931 import broken_rules
from tests.reports.written_evidence import TAXED, document, line, tax


@pytest.mark.parametrize("name", TAXED)
def test_every_way_of_taxing_passes_the_official_rules(name: str) -> None:
    assert broken_rules(as_ubl(TAXED[name])) == []


WRONG = {
    "the amount due is one more": ("one_rate", ">334.99</cbc:Pay", ">335.99</cbc:Pay", ["BR-CO-16"]),
    "the total is one more": ("one_rate", ">334.99<", ">335.99<", ["BR-CO-15"]),
    "the tax is one cent less": ("one_rate", 'TaxAmount currencyID="EUR">55.83<', 'TaxAmount currencyID="EUR">54.83<', ["BR-CO-15", "BR-S-09"]),
    "a line is one cent more": ("one_rate", ">57.50</cbc:Line", ">57.51</cbc:Line", ["BR-CO-10"]),
    "a line is two more": ("one_rate", ">57.50</cbc:Line", ">59.50</cbc:Line", ["BR-CO-10", "BR-S-08"]),
    "reverse charge without a reason": ("reverse_charge", "TaxExemptionReason>", "TierRatePercent>", ["schema"]),
    "reverse charge with a rate": ("reverse_charge", "<cbc:Percent>0<", "<cbc:Percent>20<", ["BR-AE-05", "BR-CO-17"]),
    "no number of the buyer who owes the tax": ("reverse_charge", "<cbc:CompanyID>FR40303265045</cbc:CompanyID>", "", ["BR-AE-02"]),
    "out of scope and a VAT number": ("out_of_scope", ">TAX<", ">VAT<", ["BR-O-02"]),
    "a currency that is none": ("one_rate", ">EUR<", ">XYZ<", ["BR-CL-04"]),
    "an amount with three decimals": ("one_rate", ">85.00</cbc:Line", ">85.000</cbc:Line", ["BR-DEC-23"]),
    "a credit note of what is no invoice": ("credit_note", "<cbc:ID>WLK-2024-000001</cbc:ID>", "", ["schema"]),
    "no buyer": ("one_rate", "Acme SA", "", ["BR-07"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_checker_notices_what_is_wrong(what: str) -> None:
    name, good, bad, rules = WRONG[what]
    right = as_ubl(TAXED[name]).decode()
    assert good in right
    broken = broken_rules(right.replace(good, bad).encode())
    assert [rule for rule in rules if not any(found.startswith(rule) for found in broken)] == [], broken


def test_what_the_norm_cannot_hold_is_refused_with_the_reason() -> None:
    two_taxes = [tax("100.00", "5", "5.00", jurisdiction="CA"), tax("100.00", "9.975", "9.98", jurisdiction="CA-QC")]
    refused = {
        "two taxes": document([line("100.00", "14.975")], two_taxes),
        "two decimals": document([line("0.875")], [tax("0.875", "0", "0.000", "not_taxed")], currency="KWD", minor_unit_exponent=3),
        "no country": TAXED["one_rate"] | {"buyer": TAXED["one_rate"]["buyer"] | {"country": None}},
        "no tax_id": TAXED["one_rate"] | {"seller": TAXED["one_rate"]["seller"] | {"tax_id": None}},
        "which tax": document([line("30.00"), line("20.00", category="other")], [tax("25.00", "0", "0.00"), tax("25.00", "20", "5.00")]),
    }
    for words, evidence in refused.items():
        with pytest.raises(CannotBeSaid, match=words):
            as_ubl(evidence)


def test_a_line_shows_quantity_and_price_where_they_come_to_its_amount() -> None:
    xml = as_ubl(TAXED["two_rates_and_a_discount"]).decode()
    assert '<cbc:InvoicedQuantity unitCode="SEC">158400</cbc:InvoicedQuantity>' in xml
    assert '<cbc:PriceAmount currencyID="EUR">2.49</cbc:PriceAmount>\n      <cbc:BaseQuantity unitCode="SEC">3600</cbc:BaseQuantity>' in xml
    # The discount is one at a negative quantity: the price of an item is never negative.
    assert '<cbc:InvoicedQuantity unitCode="C62">-1</cbc:InvoicedQuantity>' in xml
    credit = as_ubl(TAXED["late_usage_gives_back"]).decode()
    assert '<cbc:LineExtensionAmount currencyID="EUR">182.00</cbc:LineExtensionAmount>' in credit
    assert '<cbc:PayableAmount currencyID="EUR">206.40</cbc:PayableAmount>' in credit
    # A line of a credit note is split where the invoice had two rates.
    parts = as_ubl(TAXED["credit_note_of_two_rates"]).decode()
    assert [parts.count(f'LineExtensionAmount currencyID="EUR">{net}</cbc:Line') for net in ("5.28", "3.52", "8.80")] == [1, 1, 1]
    assert as_ubl(TAXED["statement_in_yen"]).decode().count('currencyID="JPY">4579<') == 2
