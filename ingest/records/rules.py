"""Rules over several columns of one record, per kind. Pure functions over canonical values (None for empty); each raises BadRecord.

What does not belong here: rules over several records or tables; those are findings of the build.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ingest.reasons import BadRecord
from ingest.records.tax_ids import check_tax_id

# Nobody means more, and sums of what has fewer digits stay in range however many there are.
AMOUNT_LIMIT = 10**15
LONGEST_TERMS_DAYS = 3650
# Numbers of documents are looked up by an index, whose keys are short.
LONGEST_SERIES = 100
Record = dict[str, Any]
RANGES = (("valid_from", "valid_to"), ("starts_at", "ends_at"), ("effective_at", "expires_at"))
NEEDED_BY_MODEL = {"per_unit": ("unit_price",), "percentage": ("unit_price",), "flat": ("flat_fee",), "package": ("unit_price", "package_size")}


def check_record(kind: str, record: Record) -> Record:
    """The record with what follows from its other columns filled in. ``record``: canonical values by column, all columns of the kind."""
    for start, end in RANGES:
        if record.get(start) and record.get(end) and _moment(record[end]) < _moment(record[start]):
            raise BadRecord("ends_before_start", f"{end} lies before {start}; a record that should not be gets {end} equal to {start}.")
    if _exceeds(record, "minimum_amount", "maximum_amount"):
        raise BadRecord("excluded_values", "minimum_amount is above maximum_amount.")
    if record.get("tax_id"):
        check_tax_id(record["tax_id"], record.get("country") or (record.get("jurisdiction") or "")[:2])
    rule = RULES.get(kind)
    return rule(record) if rule else record


def _account(record: Record) -> Record:
    for reference in ("parent_account_id", "reseller_account_id"):
        if record[reference] == record["account_id"]:
            raise BadRecord("refers_to_itself", f"{reference} is the account itself.")
    if int(record["payment_terms_days"]) > LONGEST_TERMS_DAYS:
        raise BadRecord("number_out_of_range", f"payment_terms_days is above {LONGEST_TERMS_DAYS}, ten years.")
    # Who resells carries the risk of not being paid, unless the contract says otherwise.
    owner = record["credit_risk_owner"] or ("reseller" if record["reseller_account_id"] else "platform")
    return record | {"credit_risk_owner": owner}


def _issuer(record: Record) -> Record:
    for column in ("invoice_series", "credit_note_series"):
        if len(record[column] or "") > LONGEST_SERIES:
            raise BadRecord("too_large", f"{column} has more than {LONGEST_SERIES} characters.")
    return record


def _price(record: Record) -> Record:
    if record["plan_id"] is not None and record["account_id"] is not None:
        raise BadRecord("excluded_values", "plan_id and account_id exclude each other: a price is of a plan, of a contract, or of the catalogue.")
    for column in NEEDED_BY_MODEL.get(record["model"], ()):
        if record[column] is None:
            raise BadRecord("missing_value", f"{column} is empty, and the model {record['model']} needs it.")
    if record["meter"] is None and record["model"] != "flat":
        raise BadRecord("missing_value", f"meter is empty, and the model {record['model']} needs it.")
    if record["model"] == "flat" and record["account_id"] is not None and record["valid_from"].startswith("1990-01-01"):
        raise BadRecord("missing_value", "valid_from is empty, and the fee of a contract needs it: it is due from then on.")
    if _exceeds(record, "event_minimum", "event_maximum"):
        raise BadRecord("excluded_values", "event_minimum is above event_maximum.")
    return record


def _discount(record: Record) -> Record:
    if (record["percent"] is None) == (record["amount_minor"] is None):
        raise BadRecord("excluded_values", "A discount has either percent or amount_minor.")
    if record["amount_minor"] is not None and record["currency"] is None:
        raise BadRecord("missing_value", "currency is empty, and amount_minor needs it.")
    return record


def _plan(record: Record) -> Record:
    if record["currency"] is None and (record["minimum_amount"] is not None or record["maximum_amount"] is not None):
        raise BadRecord("missing_value", "currency is empty, and minimum_amount and maximum_amount need it.")
    return record


def _amount(record: Record) -> Record:
    if record["amount_minor"] is not None and abs(int(record["amount_minor"])) >= AMOUNT_LIMIT:
        raise BadRecord("number_out_of_range", "amount_minor has more than 15 digits.")
    return record


def _fx_rate(record: Record) -> Record:
    if record["source_currency"] == record["target_currency"]:
        raise BadRecord("refers_to_itself", "source_currency and target_currency are the same.")
    return record


def _tax_profile(record: Record) -> Record:
    if record.get("tax_provider") is not None and record["treatment"] != "standard":
        raise BadRecord("excluded_values", f"tax_provider stands beside the treatment {record['treatment']}, and the provider says how to treat it.")
    return record


def _tax_result(record: Record) -> Record:
    amount, taxable, tax = (int(record[column]) for column in ("amount_minor", "taxable_minor", "tax_minor"))
    if tax and record["treatment"] != "standard":
        raise BadRecord("excluded_values", f"tax_minor is not 0, and the treatment {record['treatment']} has no tax.")
    if tax and not Decimal(record["rate_bp"]):
        raise BadRecord("excluded_values", "tax_minor is not 0, and rate_bp is.")
    if taxable * amount < 0 or tax * taxable < 0 or (tax and not taxable):
        raise BadRecord("excluded_values", "amount_minor, taxable_minor and tax_minor have not the same sign.")
    # A tax on top of others has them in what it taxes, and all of them are at most the amount again.
    if abs(taxable) > 2 * abs(amount):
        raise BadRecord("number_out_of_range", "taxable_minor is more than twice amount_minor.")
    return record


def _action(record: Record) -> Record:
    if record["amount_minor"] is not None and record["currency"] is None:
        raise BadRecord("missing_value", "currency is empty, and amount_minor needs it.")
    for column in ("actor", "reason"):
        if not record[column].strip():
            raise BadRecord("missing_value", f"{column} is empty.")
    if record["kind"] == "refund_request" and record["mode"] is None:
        raise BadRecord("missing_value", "mode is empty, and a refund_request needs it: nobody else says whether money leaves the house.")
    return _amount(record)


RULES: dict[str, Callable[[Record], Record]] = {
    "accounts": _account,
    "issuers": _issuer,
    "prices": _price,
    "discounts": _discount,
    "plans": _plan,
    "fx_rates": _fx_rate,
    "commit_contracts": _amount,
    "credit_grants": _amount,
    "tax_profiles": _tax_profile,
    "tax_results": _tax_result,
    "actions": _action,
}


def _moment(canonical: str) -> str:
    """Canonical times compare as text once their fraction is always written out."""
    whole, _, fraction = canonical.rstrip("Z").partition(".")
    return f"{whole}.{fraction:0<6}"


def _exceeds(record: Record, lower: str, upper: str) -> bool:
    return record.get(lower) is not None and record.get(upper) is not None and Decimal(record[lower]) > Decimal(record[upper])
