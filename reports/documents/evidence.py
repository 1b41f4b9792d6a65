"""The evidence of one issued document: what stands on it, down to rated lines, price versions, raw records, entries and hashes.

It says what was issued and nothing of what became of it (paid, due), so the same document gives the same bytes after any later build; only a
cancellation is told. Amounts are texts in major units with the decimals of their currency, quantities in base units, times in UTC.
What does not belong here: how a paper looks (``paper``), the e-invoice (``ubl``), and which documents are meant (``export``).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from reports.amounts import currency_exponents, exact_time, major_amount, plain_number
from reports.documents.units import priced_unit
from warehouse.settings import PROJECT_ROOT

FORMAT, FORMAT_VERSION = "tallyhouse document evidence", 1
QUERIES = PROJECT_ROOT / "reports" / "queries"
ADDRESS = ("address_line", "postal_code", "city", "country", "tax_id")
CHANGES_OUT_OF_PLACE = ("invoice_line_id", "meter", "currency", "unit")

Row = dict[str, Any]


def rows(connection: psycopg.Connection, query: str, **values: Any) -> list[Row]:
    """Rows of one of the queries."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute((QUERIES / f"{query}.sql").read_text("utf-8"), values).fetchall()


def evidence_of(connection: psycopg.Connection, header: Row) -> Row:
    """The evidence of one document. ``header``: a row of ``documents_issued``."""
    document = {"invoice": header["invoice_id"]}
    entries = rows(connection, "document_entries", **document, build=header["build_number"])
    changes = rows(connection, "document_changes", **document)
    usage = rows(connection, "document_usage", **document, **_where_to_look(changes)) if any(change["meter"] for change in changes) else []
    taxes = rows(connection, "document_taxes", **document)
    contacts = header["buyer_contacts"] or []
    emails = [contact["address"] for contact in contacts if contact["channel"] == "email" and contact["address"]]
    buyer = _party(header, "buyer") | {"emails": emails or [email for email in (header["buyer_email"],) if email], "contacts": contacts}
    # The number that the tax was worked out with.
    buyer["tax_id"] = next((row["tax_id"] for row in taxes if row.get("tax_id")), buyer["tax_id"])
    evidence = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "document": _document(header),
        "seller": _party(header, "seller") | {"iban": header["seller_iban"]},
        "buyer": buyer,
        "totals": {name: major_amount(header[column], header["currency"]) for name, column in _TOTALS.items()},
        "taxes": [_tax(row, header["currency"]) for row in taxes],
        "lines": _lines(rows(connection, "document_lines", **document), header, entries, changes, usage),
        "document_entries": [_entry(entry, header["currency"]) for entry in entries if entry["invoice_line_id"] is None],
        "batches": rows(connection, "document_batches", batches=_batches(changes, usage)),
        "issued_by": {
            "build_number": header["build_number"],
            "as_of": exact_time(header["build_as_of"]),
            "code_hash": header["code_hash"],
            "seed_hash": header["seed_hash"],
        },
    }
    seal = {name: header[name] for name in ("seal_version", "previous_seal_head", "seal_head")}
    return evidence | {"hashes": {"lines": header["evidence_hash"], **seal, "content_sha256": content_hash(evidence)}}


def as_json(evidence: Row) -> bytes:
    """The file: keys in a fixed order, one line feed at its end."""
    return (json.dumps(evidence, indent=1, ensure_ascii=False) + "\n").encode()


def content_hash(evidence: Row) -> str:
    """sha256 in hex over the evidence without ``hashes``, as JSON with sorted keys and without spaces."""
    content = {name: value for name, value in evidence.items() if name != "hashes"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


_TOTALS = {"net": "subtotal_minor", "tax": "tax_minor", "total": "total_minor"}


def _document(header: Row) -> Row:
    corrects = {"invoice_id": header["corrects_invoice_id"], "invoice_number": header["corrects_invoice_number"]}
    corrects |= {"issued_on": _day(header["corrects_issued_at"], "UTC")}
    zone = header["billing_timezone"] or "UTC"
    return {
        "invoice_id": header["invoice_id"],
        "invoice_number": header["invoice_number"],
        "document_type": header["document_type"],
        "account_id": header["account_id"],
        "account_name": header["account_name"],
        "bill_to_account_id": header["bill_to_account_id"],
        "billing_mode": header["billing_mode"],
        "currency": header["currency"],
        "minor_unit_exponent": currency_exponents()[header["currency"]],
        "purchase_order": header["purchase_order"],
        "payment_terms_days": header["payment_terms_days"],
        "tax_treatment": header["tax_treatment"],
        "tax_evidence": _plain(header["tax_evidence"]),
        # Only where there are any, so that documents of before are the same file.
        **({"tax_results": _plain(header["tax_results"])} if header["tax_results"] else {}),
        "corrects": corrects if header["corrects_invoice_id"] else None,
        "asked_for_by": {name: header[name] for name in ("action_id", "actor", "reason")},
        "billing_timezone": zone,
        "first_day": _day(header["period_start"], zone),
        "last_day": _day(header["period_end"] - timedelta(microseconds=1), zone),
        "period_start": exact_time(header["period_start"]),
        "period_end": exact_time(header["period_end"]),
        "issued_on": _day(header["issued_at"], "UTC"),
        "issued_at": exact_time(header["issued_at"]),
        "due_on": _day(header["due_at"], "UTC"),
        "cancelled_at": exact_time(header["voided_at"]) or None,
    }


def _party(header: Row, side: str) -> Row:
    identifier = header["seller_id"] if side == "seller" else header["bill_to_account_id"]
    return {"id": identifier, "name": header[f"{side}_name"], **{name: header[f"{side}_{name}"] for name in ADDRESS}}


def _tax(row: Row, currency: str) -> Row:
    return {
        "jurisdiction": row["jurisdiction"],
        "category": row["category"],
        "compound_on": row["compound_on"],
        "reason": row["reason"],
        "treatment": row.get("treatment"),
        "exempt_reason": row.get("exempt_reason"),
        "rate_percent": plain_number(row["rate_bp"] / 100),
        "taxable": major_amount(row["taxable_minor"], currency),
        "tax": major_amount(row["tax_minor"], currency),
    }


def _tax_result(line: Row) -> Row:
    """Which result of an outside provider the tax of the line is; nothing where the rates say it."""
    named = {name: _plain(line[f"tax_{name}"]) for name in ("provider", "transaction_id", "calculated_at")}
    return {"tax_result": named} if line["tax_transaction_id"] else {}


def _lines(lines: list[Row], header: Row, entries: list[Row], changes: list[Row], usage: list[Row]) -> list[Row]:
    entries_of, changes_of, usage_of = _grouped(entries, "invoice_line_id"), _grouped(changes, "invoice_line_id"), defaultdict(list)
    for record in usage:
        usage_of[record["rated_line_id"], record["revision"]].append(_record(record))
    zone = header["billing_timezone"] or "UTC"
    return [
        {
            "line_number": number,
            "invoice_line_id": line["invoice_line_id"],
            "line_type": line["line_type"],
            "description": line["description"],
            "meter": line["meter"],
            "resource_type": line["resource_type"],
            "usage_account_id": line["usage_account_id"],
            "posting_group_id": line["posting_group_id"],
            "quantity": plain_number(line["quantity"]),
            "unit": line["unit"],
            "unit_price": None if line["unit_price"] is None else plain_number(line["unit_price"]),
            **priced_unit(line["meter"], line["unit"]),
            "net": major_amount(line["amount_minor"], header["currency"]),
            "tax_category": line["tax_category"],
            "tax_rate_percent": plain_number(line["tax_rate_bp"] / 100),
            "tax": major_amount(line["tax_minor"], header["currency"]),
            **_tax_result(line),
            "first_day": _day(line["service_period_start"], zone),
            "last_day": _day(line["service_period_end"] - timedelta(microseconds=1), zone),
            "service_period_start": exact_time(line["service_period_start"]),
            "service_period_end": exact_time(line["service_period_end"]),
            "booking_period_start": exact_time(line["booking_period_start"]) or None,
            "ledger_entries": [_entry(entry, header["currency"]) for entry in entries_of[line["invoice_line_id"]]],
            "rated_lines": [
                _change(change) | {"usage_records": usage_of[change["rated_line_id"], change["revision"]]}
                for change in changes_of[line["invoice_line_id"]]
            ],
        }
        for number, line in enumerate(lines, 1)
    ]


def _entry(entry: Row, currency: str) -> Row:
    kept = {name: _plain(value) for name, value in entry.items() if name not in ("invoice_line_id", "amount_minor")}
    return kept | {"amount": major_amount(entry["amount_minor"], currency)}


def _change(change: Row) -> Row:
    kept = {name: _plain(value) for name, value in change.items() if name not in CHANGES_OUT_OF_PLACE and not name.startswith("amount_exact")}
    return kept | {name: major_amount(change[name], change["currency"]) for name in ("amount_exact_change", "amount_exact")}


def _record(record: Row) -> Row:
    return {name: _plain(value) for name, value in record.items() if name not in ("rated_line_id", "revision")}


def _where_to_look(changes: list[Row]) -> Row:
    metered = [change for change in changes if change["meter"]]
    return {
        "accounts": sorted({change["usage_account_id"] for change in metered}),
        "meters": sorted({change["meter"] for change in metered}),
        "from": min(change["window_start"] for change in metered),
        "until": max(change["window_end"] for change in metered),
    }


def _batches(changes: list[Row], usage: list[Row]) -> list[int]:
    named = {row["batch_id"] for row in usage} | {row[name] for row in changes for name in ("price_batch_id", "tier_batch_id")}
    return sorted(named - {None})


def _grouped(found: list[Row], by: str) -> dict[Any, list[Row]]:
    grouped = defaultdict(list)
    for row in found:
        grouped[row[by]].append(row)
    return grouped


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: exact numbers as text."""
    if isinstance(value, datetime):
        return exact_time(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in sorted(value.items())}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _day(moment: datetime | None, zone: str) -> str | None:
    return None if moment is None else moment.astimezone(UTC if zone == "UTC" else ZoneInfo(zone)).date().isoformat()
