"""Whether a tax id that claims to be a VAT id has its form: country, length and check digits. Nobody is asked whether it was issued.

An id claims a country by its prefix (``DE136695976``), or, where a country's VAT number has a form that no other number of it has, by that form
and the country of its record. Everything else may be a local tax number and passes. What does not belong here: which rate a tax id leads to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from ingest.reasons import BadRecord, shortened

# Prefixes of the European Union's VAT ids, EL for Greece and XI for Northern Ireland.
EU_PREFIXES = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())
PREFIX_OF_COUNTRY = {"GR": "EL"}
# VAT numbers written without their prefix: forms that no local tax number of the country has.
WITHOUT_PREFIX = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "ES": r"[A-HJNP-SUVW]\d{7}[0-9A-J]",
    "GB": r"\d{9}",
    "IT": r"\d{11}",
    "NL": r"\d{9}B\d{2}",
    "NO": r"\d{9}(?:MVA)?",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
}
# Germany's number of a business and Italy's of a person may begin like a VAT id and are none.
LOCAL_NUMBERS = re.compile(r"DE\d{14}|[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]")
SEPARATORS = re.compile(r"[\s./-]+")


def check_tax_id(tax_id: str, country: str | None) -> None:
    """``country``: ISO 3166 code of the record, as far as it says one. Raises BadRecord for a VAT id that cannot be one."""
    compact = SEPARATORS.sub("", tax_id).upper()
    claimed = _claimed(compact, country)
    if claimed is None:
        return
    name, module, number = claimed
    validate: Callable[[str], str] = import_module(f"stdnum.{module}").validate
    from stdnum.exceptions import ValidationError

    try:
        validate(number)
    except ValidationError as problem:
        raise BadRecord("invalid_tax_id", f"tax_id {shortened(tax_id)} is no VAT id of {name}: {_said(problem)}") from None


def _claimed(compact: str, country: str | None) -> tuple[str, str, str] | None:
    """(country, module that knows the form, number to be judged), or None for what may be a local number."""
    if LOCAL_NUMBERS.fullmatch(compact):
        return None
    prefix, rest = compact[:2], compact[2:]
    if compact.startswith("CHE") and (country == "CH" or re.match(r"\d{9}", compact[3:])):
        return "CH", "ch.uid", re.sub(r"(?:MWST|TVA|IVA|TPV|VAT)$", "", compact)
    own = PREFIX_OF_COUNTRY.get(country or "", country)
    # Of another country it may be a local number that begins with the same letters, unless it is as long as a VAT id.
    if sum(character.isdigit() for character in rest) >= (1 if prefix == own else 8):
        if prefix in EU_PREFIXES:
            return prefix, "eu.vat", compact
        if prefix == "GB":
            return "GB", "gb.vat", rest
        if prefix == "NO":
            return "NO", "no.orgnr", rest.removesuffix("MVA")
    if country in WITHOUT_PREFIX and re.fullmatch(WITHOUT_PREFIX[country], compact):
        if country == "GB":
            return "GB", "gb.vat", compact
        if country == "NO":
            return "NO", "no.orgnr", compact.removesuffix("MVA")
        return country, "eu.vat", country + compact
    return None


def _said(problem: Exception) -> str:
    said = {
        "InvalidLength": "it has too many or too few characters.",
        "InvalidFormat": "it has characters where its form has none.",
        "InvalidChecksum": "its check digits do not fit.",
    }
    return said.get(type(problem).__name__, "a part of it cannot be.")
