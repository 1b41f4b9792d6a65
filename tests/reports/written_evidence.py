"""Evidence of documents that no house issued, written by hand: every way of taxing, for papers and e-invoices. What does not belong here: checks."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

from reports.documents.units import priced_unit

SELLER = {"id": "wolke", "name": "Wolke GmbH", "address_line": "Am Rechen 5", "postal_code": "10115", "city": "Berlin", "country": "DE"}
SELLER |= {"tax_id": "DE129273398", "iban": "DE89 3704 0044 0532 0130 00"}
BUYER = {"id": "acme", "name": "Acme SA", "address_line": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "country": "FR"}
BUYER |= {"tax_id": "FR40303265045", "emails": ["ap@acme.example"], "contacts": []}
DOCUMENT = {
    "invoice_id": "0d9ac295-ede3-ff76-2154-4f6b69eae2e6", "invoice_number": "WLK-2024-000001", "document_type": "invoice",
    "account_id": "acme", "account_name": "Acme SA", "bill_to_account_id": "acme", "currency": "EUR", "minor_unit_exponent": 2,
    "purchase_order": None, "payment_terms_days": 14, "corrects": None, "first_day": "2024-01-01", "last_day": "2024-01-31",
    "issued_on": "2024-02-03", "due_on": "2024-02-17", "cancelled_at": None,
}  # fmt: skip


def line(net: str, rate: str = "0", category: str = "standard", **other: Any) -> dict[str, Any]:
    """A line of a document: a fee of ``net``, unless ``other`` says what else."""
    days = {"first_day": "2024-01-01", "last_day": "2024-01-31"}
    fee = {
        "description": "A fee",
        "meter": None,
        "resource_type": None,
        "usage_account_id": "acme",
        "quantity": "1",
        "unit": "fee",
        "unit_price": None,
    }
    written = days | fee | {"net": net, "tax_category": category, "tax_rate_percent": rate} | other
    return written | priced_unit(written["meter"], written["unit"])


def tax(taxable: str, rate: str, amount: str, reason: str = "standard_rate", category: str = "standard", **other: Any) -> dict[str, Any]:
    """A row of the tax table."""
    named = {"jurisdiction": "FR", "category": category, "compound_on": None, "reason": reason, "exempt_reason": None}
    return named | {"rate_percent": rate, "taxable": taxable, "tax": amount} | other


def document(lines: list[dict[str, Any]], taxes: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    """The evidence of a document of these lines and taxes."""
    exponent = changed.get("minor_unit_exponent", 2)
    net, taxed = (sum((Decimal(row[name]) for row in rows), Decimal(0)) for rows, name in ((lines, "net"), (taxes, "tax")))
    return copy.deepcopy(
        {
            "document": DOCUMENT | changed,
            "seller": SELLER,
            "buyer": BUYER,
            "totals": {name: f"{amount:.{exponent}f}" for name, amount in (("net", net), ("tax", taxed), ("total", net + taxed))},
            "taxes": taxes,
            "lines": [written | {"line_number": number} for number, written in enumerate(lines, 1)],
            "issued_by": {"build_number": 3},
            "hashes": {"content_sha256": "0" * 64},
        }
    )


FEES = [line(net, "20") for net in ("68.33", "68.33", "57.50", "85.00")]
GPU = {"description": "GPU Instances, H100", "meter": "gpu_hour", "unit": "GPU-second", "resource_type": "H100"}
TAXED = {
    "one_rate": document(FEES, [tax("279.16", "20", "55.83")]),
    "two_rates_and_a_discount": document(
        [line("109.56", "19", **GPU, quantity="158400", unit_price="2.49"), line("-10.96", "19", unit="charge"), line("12.40", "7", "reduced")],
        [tax("98.60", "19", "18.73"), tax("12.40", "7", "0.87", "reduced_rate", "reduced")],
        purchase_order="PO-4711",
    ),
    "an_odd_rate": document([line("100.00", "9.975")], [tax("100.00", "9.975", "9.98")]),
    "reverse_charge": document([line("250.00")], [tax("250.00", "0", "0.00", "reverse_charge")]),
    "exempt": document([line("250.00")], [tax("250.00", "0", "0.00", "exempt", exempt_reason="Article 132")]),
    "zero_rate": document([line("250.00", "0", "zero")], [tax("250.00", "0", "0.00", "zero_rate", "zero")]),
    "out_of_scope": document([line("250.00")], [tax("250.00", "0", "0.00", "out_of_scope")]),
    "not_taxed": document([line("250.00", category=None)], [tax("250.00", "0", "0.00", "not_taxed", None, jurisdiction=None)]),
    "taxed_in_part": document(
        [line("100.00", "20"), line("50.00", "0", "grant")], [tax("100.00", "20", "20.00"), tax("50.00", "0", "0.00", "out_of_scope", "grant")]
    ),
    "credit_note": document(
        [line("-60.00", "20", unit=None, description="Credit on WLK-2024-000001")],
        [tax("-60.00", "20", "-12.00")],
        document_type="credit_note",
        invoice_number="WLKCN-2024-000001",
        payment_terms_days=0,
        corrects={"invoice_number": "WLK-2024-000001", "issued_on": "2024-02-03"},
    ),
    "credit_note_of_two_rates": document(
        [line("-8.80", "0", None, unit=None, description="Credit on WLK-2024-000001")],
        [tax("-5.28", "20", "-1.06"), tax("-3.52", "5.5", "-0.19", "reduced_rate", "super_reduced")],
        document_type="credit_note",
        invoice_number="WLKCN-2024-000003",
        payment_terms_days=0,
        corrects={"invoice_number": "WLK-2024-000001", "issued_on": "2024-02-03"},
    ),
    "late_usage_gives_back": document(
        [line("-182.00", "20", quantity="20", unit="unit", unit_price=None), line("10.00", "20", quantity="10", unit="unit", unit_price="1")],
        [tax("-172.00", "20", "-34.40")],
        document_type="credit_note",
        invoice_number="WLKCN-2024-000002",
    ),
    "statement_in_yen": document(
        [line("4163", "10", meter="unit", quantity="333", unit="unit", unit_price="12.5")],
        [tax("4163", "10", "416", jurisdiction="JP")],
        document_type="statement",
        currency="JPY",
        minor_unit_exponent=0,
    ),
    "cancelled": document(FEES, [tax("279.16", "20", "55.83")], cancelled_at="2024-02-20T06:00:00Z"),
}
