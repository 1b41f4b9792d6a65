"""The paper of an issued document: one HTML page that opens without a network and prints on A4, and the same page as a PDF.

A credit note says what it gives back as positive amounts. Nothing depends on when it is made: the same document gives the same bytes.
What does not belong here: the look (``templates/document.html`` and ``document.css``) and any sum.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from decimal import Decimal
from typing import Any

import jinja2
from markupsafe import Markup

from reports.amounts import grouped
from reports.documents.units import readable_quantity
from reports.documents.vat import OUT_OF_SCOPE, STANDARD, ZERO, CannotBeSaid, category_of, reason_of
from warehouse.settings import PROJECT_ROOT

TEMPLATES = PROJECT_ROOT / "reports" / "templates"
TITLES = {"invoice": "Invoice", "statement": "Statement", "credit_note": "Credit note"}
WORDS = {"reverse_charge": "reverse charge", "exempt": "exempt", "out_of_scope": "out of scope", "not_taxed": "not taxed"}
NO_PANGO = "a PDF needs the library Pango of the system (on Debian: libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0), else print the HTML"

Evidence = dict[str, Any]


def as_html(evidence: Evidence) -> bytes:
    """The page. Names and descriptions are data: all of it is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    document = evidence["document"]
    sign = -1 if document["document_type"] == "credit_note" else 1
    environment.filters["money"] = lambda value: grouped(f"{sign * Decimal(value):.{document['minor_unit_exponent']}f}")
    environment.filters["number"] = grouped
    style = (TEMPLATES / "document.css").read_text("utf-8")
    taxes = [_tax(row) for row in evidence["taxes"]]
    page = environment.get_template("document.html").render(
        **evidence,
        title=TITLES[document["document_type"]],
        shown_lines=[_line(line, document, sign) for line in evidence["lines"]],
        shown_taxes=taxes,
        is_taxed=any(tax["code"] != OUT_OF_SCOPE for tax in taxes),
        notes=sorted({tax["note"] for tax in taxes if tax["note"]}),
        iban=_in_fours(evidence["seller"]["iban"]),
        style=Markup(style),
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return page.encode()


def as_pdf(page: bytes) -> bytes:
    """The page as a tagged PDF. Raises CannotBeSaid where the system lacks what draws it."""
    try:
        from weasyprint import HTML
    except ImportError as problem:
        raise CannotBeSaid("a PDF needs weasyprint, which `make setup` installs") from problem
    except OSError as problem:
        raise CannotBeSaid(NO_PANGO) from problem
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    identifier = hashlib.sha256(page).hexdigest()[:32].encode()
    return HTML(string=page.decode(), url_fetcher=_nothing_is_fetched).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)


def _nothing_is_fetched(address: str) -> dict[str, Any]:
    raise ValueError(f"a document loads nothing, and was asked for {address}")


def _line(line: Evidence, document: Evidence, sign: int) -> Evidence:
    quantity, unit = readable_quantity(line["quantity"], line["unit"], line["priced_unit"], line["base_units_per_priced_unit"])
    is_counted = line["unit"] is not None
    per = line["priced_unit"] if unit != line["priced_unit"] else None
    days = {line["first_day"], line["last_day"]} - {document["first_day"], document["last_day"]}
    return line | {
        "shown_quantity": f"{sign * Decimal(quantity):f}" if is_counted else "",
        "shown_unit": unit,
        "per": per,
        "has_own_days": bool(days),
        "shown_price": line["unit_price"] and _price(line["unit_price"], document["minor_unit_exponent"]),
        "used_by": line["usage_account_id"] if line["usage_account_id"] != document["account_id"] else None,
    }


def _tax(row: Evidence) -> Evidence:
    code = category_of(row).code
    named = row["category"] if code in (STANDARD, ZERO) else WORDS.get(row["reason"] or "", row["category"])
    return row | {"code": code, "named": ", ".join(filter(None, (row["jurisdiction"], named))), "note": reason_of(row)}


def _price(price: str, exponent: int) -> str:
    """A price with at least the decimals of its currency."""
    return grouped(f"{Decimal(price):.{max(exponent, len(price.partition('.')[2]))}f}")


def _in_fours(iban: str | None) -> str | None:
    plain = "".join((iban or "").split())
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4)) or None
