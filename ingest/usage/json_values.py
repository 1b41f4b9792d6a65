"""The two JSON columns of a usage event: canonical text (sorted keys, exact numbers), and what a pricing snapshot must hold.

What does not belong here: parsing (``ingest.strict_json``).
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ingest.reasons import BadRecord, shortened
from ingest.strict_json import parse
from ingest.usage.values import canonical_number

SNAPSHOT_PRICES = ("unit_price", "wholesale_unit_price")
SNAPSHOT_TEXTS = ("currency", "plan_id", "plan_version_id")
PRICE_DECIMALS = 18


def canonical_json(value: Any) -> str:
    """JSON text of a parsed value: keys sorted by code point, no spaces, numbers exact and without trailing zeros."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(key)}:{canonical_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Decimal):
        plain = format(value, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return "0" if plain in ("-0", "") else plain
    return json.dumps(value)


def attributes_text(given: str) -> str | None:
    """Canonical text of ``attributes``; JSON null is no attributes. Raises BadRecord."""
    value = parse(given)
    return None if value is None else canonical_json(value)


def snapshot_text(given: str) -> str | None:
    """Canonical text of ``pricing_snapshot``, an object whose prices are exact decimals of at most 18 places. Raises BadRecord."""
    value = parse(given)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadRecord("invalid_json_value", "pricing_snapshot must be a JSON object.")
    for member in SNAPSHOT_PRICES:
        if value.get(member) is not None:
            _check_decimal(member, value[member], PRICE_DECIMALS)
    if value.get("per_units") is not None and _check_decimal("per_units", value["per_units"], 0) == "0":
        raise BadRecord("invalid_json_value", "per_units of pricing_snapshot must be above zero.")
    for member in SNAPSHOT_TEXTS:
        if value.get(member) is not None and not isinstance(value[member], str):
            raise BadRecord("invalid_json_value", f"{member} of pricing_snapshot must be text.")
    return canonical_json(value)


def column_text(value: Any, is_json: bool) -> str | None:
    """A value of a JSON lines record as the text a CSV file would hold. Raises BadRecord for a list or object in a text column."""
    if value is None:
        return None
    if isinstance(value, str):
        # Text in a JSON column is JSON itself when it looks like an object or a list, else a JSON string.
        return value if not is_json or value.lstrip()[:1] in ("{", "[", "") else _quoted(value)
    if is_json:
        return canonical_json(value)
    if isinstance(value, (bool, dict, list)):
        raise BadRecord("wrong_type", "must be text or a number")
    return str(value)


def _check_decimal(member: str, value: Any, decimals: int) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise BadRecord("invalid_json_value", f"{member} of pricing_snapshot must be a decimal number.")
    try:
        return canonical_number(str(value), decimals)
    except BadRecord as problem:
        message = f"{member} of pricing_snapshot is {shortened(value)}, no number of at most {decimals} decimals from 0 up."
        raise BadRecord("invalid_json_value", message) from problem


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
