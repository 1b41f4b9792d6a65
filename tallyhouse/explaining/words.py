"""The arithmetic of one rated line in sentences that a finance person can check with a pocket calculator. Pure functions.

What does not belong here: where the numbers come from (``chain``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.amounts import exact_time, grouped, major_amount, plain_number

BESIDE_USAGE = {
    "fee": "A recurring fee: the price of the whole interval times the part of it that was active.",
    "zero_usage_fee": "The fee of the first tier, due because the charge had no usage in the period.",
    "minimum": "What the charge, rounded as it is posted, lacks to the minimum of its price.",
    "plan_minimum": "What usage, fees and minimums of the plan, rounded as they are posted, lack to the minimum of the plan.",
    "plan_maximum": "What usage, fees and minimums of the plan exceed its maximum by, taken off.",
    "discount": "What the discount takes off its own lines, never more than the net amount of the period.",
    "one_off": "A charge that an operator asked for.",
    "commit_true_up": "What is missing to the commit at the end of its term.",
    "commit_overage": "The surcharge on what exceeds the commit: the excess times (overage multiplier - 1).",
}


def arithmetic_in_words(line: dict[str, Any], sums: dict[str, Any] | None) -> list[str]:
    """Sentences, in the order of the arithmetic. ``line``: a row of lines.sql; ``sums``: its row of billing.rated_usage_arithmetic, or None."""
    amount = _money(line["amount_exact"], line["currency"])
    if line["line_type"] != "usage":
        told = BESIDE_USAGE.get(line["line_type"], f"A charge of type {line['line_type']}.")
        return [told, f"The line comes to {amount}."]
    unit = line["unit"]
    used = (
        f"{_number(line['quantity'])} {unit} were used in the window {exact_time(line['window_start'])} to {exact_time(line['window_end'])}"
        f" (records that begin in it: {line['record_count']})."
    )
    if sums is None or sums["terms_id"] is None:
        return [used, f"The line comes to {amount}; the version of the price that it was rated by is not at hand before the next build."]
    return [used, _price(line, sums), *_tiers(line, sums), *_quantities(sums, unit), *_amounts(line, sums)]


def _price(line: dict[str, Any], sums: dict[str, Any]) -> str:
    if sums["price_id"] is None:
        return "Priced per unit by the snapshot that was taken when the allocation was made."
    tiers = "" if sums["tier_batch_id"] is None else f", its tiers from batch {sums['tier_batch_id']}"
    return (
        f"Priced by {sums['price_id']} ({line['price_source']}, {sums['pricing_model']}) in the version of batch {sums['price_batch_id']},"
        f" row {sums['price_row_number']}{tiers}, valid from {exact_time(sums['valid_from'])} to {exact_time(sums['valid_to'])}."
    )


def _tiers(line: dict[str, Any], sums: dict[str, Any]) -> list[str]:
    currency, unit = line["currency"], line["unit"]
    if len(sums["steps"]) == 1:
        step = sums["steps"][0]
        start = Decimal(str(step["amount_at_start"]))
        fee = f", and {_money(start, currency)} once anything is used" if start else ""
        return [f"{_money(step['unit_price_minor'], currency)} for each {_number(step['per'])} {unit}{fee}."]
    told = []
    for step in sums["steps"]:
        end = "" if step["up_to"] is None else f" up to {_number(step['up_to'])}"
        start = Decimal(str(step["amount_at_start"]))
        beginning = f", starting at {_money(start, currency)}" if start else ""
        price = f"{_money(step['unit_price_minor'], currency)} for each {_number(step['per'])}"
        told.append(f"Tier {step['step']}, {unit} above {_number(step['above'])}{end}: {price}{beginning}.")
    return told


def _quantities(sums: dict[str, Any], unit: str) -> list[str]:
    before, after = sums["quantity_before"], sums["quantity_after"]
    charged_before, charged_after = sums["chargeable_quantity_before"], sums["chargeable_quantity_after"]
    told = [f"The charge had counted {_number(before)} {unit} in its period before this line, and {_number(after)} with it."]
    if (before, after) != (charged_before, charged_after):
        reasons = []
        if sums["quantity_rounding"] != "none":
            reasons.append(f"rounded ({sums['quantity_rounding']}) to multiples of {_number(sums['quantity_multiple'])}")
        if sums["free_quantity"]:
            reasons.append(f"less {_number(sums['free_quantity'])} free")
        if sums["package_quantity"]:
            reasons.append(f"in whole packages of {_number(sums['package_quantity'])}, rounded {sums['package_rounding']}")
        told.append(f"Of these, {_number(charged_before)} and {_number(charged_after)} are charged for: {', '.join(reasons)}.")
    return told


def _amounts(line: dict[str, Any], sums: dict[str, Any]) -> list[str]:
    currency = line["currency"]
    told = [
        _one_amount("Before", sums["chargeable_quantity_before"], sums["step_before"], sums["amount_before"], sums, currency),
        _one_amount("With it", sums["chargeable_quantity_after"], sums["step_after"], sums["amount_after"], sums, currency),
    ]
    before, after = _money(sums["amount_before"], currency), _money(sums["amount_after"], currency)
    if sums["single_events_minor"] is None:
        return [*told, f"The line is the difference: {after} less {before} is {_money(line['amount_exact'], currency)}."]
    said = (("event_fee_minor", "{} more"), ("event_minimum_minor", "at least {}"), ("event_maximum_minor", "at most {}"))
    each = ", ".join(words.format(_money(sums[name], currency)) for name, words in said if sums[name] is not None)
    return [
        *told,
        f"Each event costs its part of the difference, {each}: together {_money(sums['single_events_minor'], currency)} beside it.",
        f"The line is {after} less {before} and that: {_money(line['amount_exact'], currency)}.",
    ]


def _one_amount(when: str, quantity: Decimal, number: int | None, amount: Decimal, sums: dict[str, Any], currency: str) -> str:
    if number is None:
        return f"{when}, nothing is charged for: {_money(amount, currency)}."
    step = next(step for step in sums["steps"] if step["step"] == number)
    start, above = Decimal(str(step["amount_at_start"])), Decimal(str(step["above"]))
    sum_told = (
        f"{_money(start, currency)} + {_number(quantity - above)} x {_money(step['unit_price_minor'], currency)} / {_number(step['per'])}"
        f" = {_money(amount, currency)}"
    )
    at_most = sums["maximum_minor"] is not None and amount == sums["maximum_minor"]
    place = f"{_number(quantity)} reach tier {number}" if len(sums["steps"]) > 1 else f"for {_number(quantity)}"
    return f"{when}, {place}: {sum_told}{' (no more than the maximum)' if at_most else ''}."


def _number(value: Any) -> str:
    return grouped(plain_number(Decimal(str(value))))


def _money(minor: Any, currency: str) -> str:
    return f"{currency} {grouped(major_amount(Decimal(str(minor)), currency))}"
