"""How an e-invoice says the tax of a document: its VAT categories by line and in sum, or one sentence that says why it cannot be said.

EN 16931 knows one VAT per line, with one of the codes below. What does not belong here: working out any tax (``models``), XML (``ubl``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

STANDARD, ZERO, REVERSE_CHARGE, EXEMPT, OUT_OF_SCOPE = "S", "Z", "AE", "E", "O"
REASONS = {
    REVERSE_CHARGE: "Reverse charge, the recipient owes the tax",
    EXEMPT: "Exempt from tax",
    OUT_OF_SCOPE: "Not subject to tax",
}
# By the reason of a row of the tax table; a rate of zero is what else there is.
CODES = {
    "reverse_charge": REVERSE_CHARGE, "exempt": EXEMPT, "out_of_scope": OUT_OF_SCOPE, "not_taxed": OUT_OF_SCOPE, "taxed_by_reseller": OUT_OF_SCOPE,
}  # fmt: skip
# Prefixes of VAT numbers that are not the code of the country.
PREFIXES = {"GR": ("EL", "GR"), "GB": ("GB", "XI")}


class CannotBeSaid(Exception):
    """Why a document cannot be written in a form, in one sentence."""


@dataclass(frozen=True)
class Category:
    """``code`` of UNTDID 5305 and ``percent`` as text; out of scope has no rate."""

    code: str
    percent: str | None


@dataclass
class Subtotal:
    """What is taxed under one category, and its tax."""

    taxable: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    reason: str | None = None


def category_of(row: dict[str, Any]) -> Category:
    """The category of a row of the tax table, from its rate, else from its reason."""
    if Decimal(row["rate_percent"]) > 0:
        return Category(STANDARD, row["rate_percent"])
    code = CODES.get(row["reason"], ZERO)
    return Category(code, None if code == OUT_OF_SCOPE else "0")


def reason_of(row: dict[str, Any]) -> str | None:
    """Why a row of the tax table has no tax, as a sentence for people; None where it is taxed."""
    said = REASONS.get(category_of(row).code)
    return said and f"{said}{': ' + row['exempt_reason'] if row['exempt_reason'] else ''}."


def subtotals(evidence: dict[str, Any]) -> tuple[list[Category], dict[Category, Subtotal]]:
    """The category of each line, in their order, and what each category comes to. Raises CannotBeSaid."""
    taxes, lines = evidence["taxes"], evidence["lines"]
    if sum(Decimal(row["taxable"]) for row in taxes) != Decimal(evidence["totals"]["net"]):
        raise CannotBeSaid("a line carries two taxes, and EN 16931 knows one per line")
    categories = [category_of(row) for row in taxes]
    if len({category.code for category in categories}) > 1:
        # What is out of scope may not stand beside anything else.
        categories = [Category(EXEMPT, "0") if category.code == OUT_OF_SCOPE else category for category in categories]
    summed: dict[Category, Subtotal] = defaultdict(Subtotal)
    for category, row in zip(categories, taxes, strict=True):
        summed[category].taxable += Decimal(row["taxable"])
        summed[category].tax += Decimal(row["tax"])
        summed[category].reason = reason_of(row)
    of_lines = [_category_of_line(line, taxes, categories) for line in lines]
    for category, subtotal in summed.items():
        if subtotal.taxable != sum((Decimal(line["net"]) for line, own in zip(lines, of_lines, strict=True) if own == category), Decimal(0)):
            raise CannotBeSaid("its lines do not tell which tax is theirs")
    return of_lines, dict(summed)


def one_tax_per_line(evidence: dict[str, Any]) -> dict[str, Any]:
    """The evidence of a credit note whose one line gives back several taxes with a line for each of them; any other as it is."""
    lines, taxes = evidence["lines"], evidence["taxes"]
    if evidence["document"]["corrects"] is None or len(lines) != 1 or len({category_of(row) for row in taxes}) == 1:
        return evidence
    split = [
        lines[0] | {"line_number": number, "net": row["taxable"], "tax_rate_percent": row["rate_percent"], "tax_row": number - 1}
        for number, row in enumerate(taxes, 1)
    ]
    return evidence | {"lines": split}


def is_vat_number(tax_id: str | None, country: str | None) -> bool:
    """Whether a tax number begins with the code of its country, as VAT numbers do."""
    return bool(tax_id) and str(tax_id).upper().startswith(PREFIXES.get(country or "", (country or "-",)))


def _category_of_line(line: dict[str, Any], taxes: list[dict[str, Any]], categories: list[Category]) -> Category:
    if len(set(categories)) == 1:
        return categories[0]
    if "tax_row" in line:
        return categories[line["tax_row"]]
    same_rate = [number for number, row in enumerate(taxes) if Decimal(row["rate_percent"]) == Decimal(line["tax_rate_percent"])]
    same_category = [number for number in same_rate if taxes[number]["category"] == line["tax_category"]]
    for found in (same_category, same_rate):
        if len({categories[number] for number in found}) == 1:
            return categories[found[0]]
    raise CannotBeSaid("its lines do not tell which tax is theirs")
