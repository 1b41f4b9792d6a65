"""The e-invoice of an issued document: UBL 2.1 as EN 16931 binds it, an Invoice or, where the document gives back, a CreditNote.

What the norm cannot say (a currency with three decimals, two taxes on a line) or lacks (a country) is no e-invoice, with one sentence why.
What does not belong here: the rules that the file is checked by (they are the norm's own, and run in the tests).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any
from xml.etree import ElementTree

from reports.amounts import plain_number
from reports.documents.units import ONE, unit_code
from reports.documents.vat import OUT_OF_SCOPE, REVERSE_CHARGE, STANDARD, CannotBeSaid, Category, Subtotal, is_vat_number, one_tax_per_line, subtotals

NORM = "urn:cen.eu:en16931:2017"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
AGGREGATE, BASIC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"
INVOICE_TYPE, CREDIT_NOTE_TYPE, CREDIT_TRANSFER = "380", "381", "30"

Evidence = dict[str, Any]


def as_ubl(evidence: Evidence) -> bytes:
    """The XML file. Raises CannotBeSaid with one sentence where EN 16931 cannot hold the document."""
    evidence = one_tax_per_line(evidence)
    _refuse_what_lacks(evidence)
    of_lines, summed = subtotals(evidence)
    document, is_credit = evidence["document"], evidence["document"]["document_type"] == "credit_note"
    kind, sign = ("CreditNote" if is_credit else "Invoice"), (-1 if is_credit else 1)
    root = ElementTree.Element(f"{{{UBL}{kind}-2}}{kind}")
    text(root, "CustomizationID", NORM)
    text(root, "ID", document["invoice_number"])
    text(root, "IssueDate", document["issued_on"])
    if not is_credit:
        text(root, "DueDate", document["due_on"])
    text(root, f"{kind}TypeCode", CREDIT_NOTE_TYPE if is_credit else INVOICE_TYPE)
    if document["document_type"] == "statement":
        text(root, "Note", "Statement of a prepaid account: the balance of the account pays it.")
    if document["cancelled_at"]:
        text(root, "Note", f"Cancelled on {document['cancelled_at'][:10]}.")
    text(root, "DocumentCurrencyCode", document["currency"])
    text(root, "BuyerReference", document["purchase_order"] or document["account_id"])
    _period(root, document)
    if document["purchase_order"]:
        text(group(root, "OrderReference"), "ID", document["purchase_order"])
    if document["corrects"]:
        reference = group(group(root, "BillingReference"), "InvoiceDocumentReference")
        text(reference, "ID", document["corrects"]["invoice_number"])
        text(reference, "IssueDate", document["corrects"]["issued_on"])
    is_out_of_scope = any(category.code == OUT_OF_SCOPE for category in summed)
    _party(group(root, "AccountingSupplierParty"), evidence["seller"], is_seller=True, is_out_of_scope=is_out_of_scope)
    _party(group(root, "AccountingCustomerParty"), evidence["buyer"], is_seller=False, is_out_of_scope=is_out_of_scope)
    _payment(root, evidence, is_credit)
    _taxes(root, evidence, summed, sign)
    _totals(root, evidence, sign)
    for line, category in zip(evidence["lines"], of_lines, strict=True):
        _line(root, kind, line, category, document, sign)
    for prefix, namespace in (("", f"{UBL}{kind}-2"), ("cac", AGGREGATE), ("cbc", BASIC)):
        ElementTree.register_namespace(prefix, namespace)
    ElementTree.indent(root)
    return ElementTree.tostring(root, "UTF-8", xml_declaration=True) + b"\n"


def _refuse_what_lacks(evidence: Evidence) -> None:
    if evidence["document"]["minor_unit_exponent"] > 2:
        raise CannotBeSaid(f"EN 16931 allows two decimals, and {evidence['document']['currency']} has more")
    for side, record in (("seller", "issuer"), ("buyer", "account")):
        if not evidence[side]["country"]:
            raise CannotBeSaid(f"the {record} {evidence[side]['id']} has no country")
    codes = {category.code for category in subtotals(evidence)[1]}
    if codes - {OUT_OF_SCOPE} and not evidence["seller"]["tax_id"]:
        raise CannotBeSaid(f"the issuer {evidence['seller']['id']} has no tax_id")
    if REVERSE_CHARGE in codes and not evidence["buyer"]["tax_id"]:
        raise CannotBeSaid(f"the account {evidence['buyer']['id']} has no tax_id")


def group(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    """A new aggregate under ``parent``."""
    return ElementTree.SubElement(parent, f"{{{AGGREGATE}}}{name}")


def text(parent: ElementTree.Element, name: str, value: str | None, **attributes: str) -> None:
    """A new leaf under ``parent``; none where there is nothing to say. Control characters, which XML has no place for, become spaces."""
    if value:
        leaf = ElementTree.SubElement(parent, f"{{{BASIC}}}{name}", attributes)
        leaf.text = "".join(letter if letter >= " " and letter not in "\ufffe\uffff" else " " for letter in str(value))


def amount(parent: ElementTree.Element, name: str, value: Decimal | str, evidence_or_document: Evidence, sign: int = 1) -> None:
    """An amount with the decimals of its currency, turned where a credit note says it positive."""
    document = evidence_or_document.get("document", evidence_or_document)
    # Nothing is 0.00 and not -0.00, whichever way it is turned.
    text(parent, name, f"{sign * Decimal(value) + 0:.{document['minor_unit_exponent']}f}", currencyID=document["currency"])


def _period(parent: ElementTree.Element, days: Evidence) -> None:
    period = group(parent, "InvoicePeriod")
    text(period, "StartDate", days["first_day"])
    text(period, "EndDate", days["last_day"])


def _party(parent: ElementTree.Element, named: Evidence, *, is_seller: bool, is_out_of_scope: bool) -> None:
    party = group(parent, "Party")
    text(group(party, "PartyIdentification"), "ID", named["id"])
    address = group(party, "PostalAddress")
    text(address, "StreetName", named["address_line"])
    text(address, "CityName", named["city"])
    text(address, "PostalZone", named["postal_code"])
    text(group(address, "Country"), "IdentificationCode", named["country"])
    is_vat = is_vat_number(named["tax_id"], named["country"]) and not is_out_of_scope
    if named["tax_id"] and (is_vat or is_seller):
        scheme = group(party, "PartyTaxScheme")
        text(scheme, "CompanyID", named["tax_id"])
        text(group(scheme, "TaxScheme"), "ID", "VAT" if is_vat else "TAX")
    legal = group(party, "PartyLegalEntity")
    text(legal, "RegistrationName", named["name"])
    if named["tax_id"] and not is_vat and not is_seller:
        text(legal, "CompanyID", named["tax_id"])
    if named.get("emails"):
        text(group(party, "Contact"), "ElectronicMail", named["emails"][0])


def _payment(root: ElementTree.Element, evidence: Evidence, is_credit: bool) -> None:
    document, iban = evidence["document"], evidence["seller"]["iban"]
    if iban and document["document_type"] == "invoice":
        means = group(root, "PaymentMeans")
        text(means, "PaymentMeansCode", CREDIT_TRANSFER)
        text(means, "PaymentID", document["invoice_number"])
        text(group(means, "PayeeFinancialAccount"), "ID", "".join(iban.split()))
    terms = "Credited to the account." if is_credit else f"{document['payment_terms_days']} days from the day of issue."
    text(group(root, "PaymentTerms"), "Note", "Paid from the balance of the account." if document["document_type"] == "statement" else terms)


def _category(parent: ElementTree.Element, name: str, category: Category, reason: str | None = None) -> None:
    scheme = group(parent, name)
    text(scheme, "ID", category.code)
    text(scheme, "Percent", category.percent)
    text(scheme, "TaxExemptionReason", reason)
    text(group(scheme, "TaxScheme"), "ID", "VAT")


def _taxes(root: ElementTree.Element, evidence: Evidence, summed: dict[Category, Subtotal], sign: int) -> None:
    total = group(root, "TaxTotal")
    amount(total, "TaxAmount", evidence["totals"]["tax"], evidence, sign)
    for category, subtotal in sorted(summed.items(), key=lambda item: (item[0].code, Decimal(item[0].percent or 0))):
        breakdown = group(total, "TaxSubtotal")
        amount(breakdown, "TaxableAmount", subtotal.taxable, evidence, sign)
        amount(breakdown, "TaxAmount", subtotal.tax, evidence, sign)
        _category(breakdown, "TaxCategory", category, subtotal.reason if category.code != STANDARD else None)


def _totals(root: ElementTree.Element, evidence: Evidence, sign: int) -> None:
    totals, sums = evidence["totals"], group(root, "LegalMonetaryTotal")
    for name, value in (("LineExtension", "net"), ("TaxExclusive", "net"), ("TaxInclusive", "total"), ("Payable", "total")):
        amount(sums, f"{name}Amount", totals[value], evidence, sign)


def _line(root: ElementTree.Element, kind: str, line: Evidence, category: Category, document: Evidence, sign: int) -> None:
    net = Decimal(line["net"])
    is_priced = _comes_to_its_net(line, document)
    quantity = Decimal(line["quantity"]) if is_priced else Decimal(-1 if net < 0 else 1)
    written = group(root, f"{kind}Line")
    text(written, "ID", str(line["line_number"]))
    name = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    text(written, name, plain_number(sign * quantity), unitCode=unit_code(line["unit"]) if is_priced else ONE)
    amount(written, "LineExtensionAmount", net, document, sign)
    _period(written, line)
    item = group(written, "Item")
    text(item, "Name", line["description"])
    _category(item, "ClassifiedTaxCategory", category)
    facts = {"Used by": line["usage_account_id"], "Resource type": line["resource_type"]}
    facts |= {"Unit": line["unit"]} if is_priced else {"Quantity": f"{line['quantity']} {line['unit'] or ''}".strip()}
    for fact, value in facts.items():
        if value:
            described = group(item, "AdditionalItemProperty")
            text(described, "Name", fact)
            text(described, "Value", value)
    price = group(written, "Price")
    if is_priced:
        text(price, "PriceAmount", line["unit_price"], currencyID=document["currency"])
        text(price, "BaseQuantity", str(line["base_units_per_priced_unit"]), unitCode=unit_code(line["unit"]))
    else:
        amount(price, "PriceAmount", abs(net), document)


def _comes_to_its_net(line: Evidence, document: Evidence) -> bool:
    """Whether quantity times price is the line. Where tiers, minimums or what was free say otherwise, the line is one at its amount."""
    if line["unit_price"] is None or Decimal(line["quantity"]) == 0:
        return False
    with localcontext(prec=100):
        exact = Decimal(line["quantity"]) * Decimal(line["unit_price"]) / line["base_units_per_priced_unit"]
        return exact.quantize(Decimal(1).scaleb(-document["minor_unit_exponent"]), ROUND_HALF_UP) == Decimal(line["net"])
