"""What the sample month must add up to, computed from its files with whole numbers and fractions, sharing no code with the warehouse.

Rules: the price in force when the usage happened, in the order snapshot, contract, plan, catalogue, the exact resource type before the empty one;
seconds are counted exactly and cut at the ends of the billing month (time zone of the account the line is for) and where the price changes;
within a group (account, using account, side, charge, month) the cumulative amount of each price row is rounded to 12 decimals, the group's sum
once to the minor unit, half away from zero. A resold account is rated twice; wholesale is posted unless the platform owns the credit risk.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.golden.sample_month_amounts import Price, Totals, added_up, total_of
from tests.golden.sample_month_credits import credits
from tests.golden.sample_month_events import LandedUsage, UsageEvent, read_usage
from tests.golden.sample_month_moments import HOUR, OPEN_END, SECOND, as_text, moment, month_of

EXPONENTS = {"USD": 2, "EUR": 2, "JPY": 0}


class Group(NamedTuple):
    """A posting group: what is rounded once."""

    side: str
    account_id: str
    usage_account_id: str
    meter: str | None
    charge: tuple[str, str | None, str | None, str | None]
    currency: str
    period_start: str
    is_posted: bool


class Piece(NamedTuple):
    """So much usage in base units, held from ``start`` to ``end`` (equal where it was counted at a moment)."""

    event: UsageEvent
    quantity: Fraction
    start: int
    end: int


@dataclass
class SampleMonthTotals:
    """Everything the oracle knows: totals by group, usage that waits by reason, landed rows, credits by account and currency."""

    groups: dict[Group, Totals]
    waiting: dict[str, int]
    usage: LandedUsage
    credits: dict[tuple[str, str], int]

    def balances(self) -> dict[tuple[str, str], int]:
        """Minor units by (account, currency): credits minus what was posted."""
        sums = dict(self.credits)
        for group, totals in self.groups.items():
            if group.is_posted:
                key = (group.account_id, group.currency)
                sums[key] = sums.get(key, 0) - totals.amount_minor
        return sums


class Oracle:
    """Rates the files of the sample month as of a time. ``meters`` is seeds/meters.csv."""

    def __init__(self, paths_by_kind: dict[str, list[Path]], usage: list[Path], stripe: list[Path], meters: Path, as_of: datetime) -> None:
        records = {kind: [row for path in paths for row in _records(path)] for kind, paths in paths_by_kind.items()}
        self.meters = {row["meter"]: row for row in _records(meters)}
        self.accounts = {row["account_id"]: row for row in records["accounts"]}
        self.subscriptions = records["subscriptions"]
        self.price_rows = records["prices"]
        self.price_tiers, self.grants, self.commits = (records[kind] for kind in ("price_tiers", "credit_grants", "commit_contracts"))
        self.as_of = int(as_of.timestamp()) * SECOND
        self.usage = read_usage(usage, {name: int(row["input_decimals"]) for name, row in self.meters.items()})
        self.payments = stripe
        self.sessions = {row["provider_session_id"]: row["account_id"] for row in records["payment_sessions"]}
        self.customers = {row["customer_id"]: row["account_id"] for row in records["provider_customers"]}

    def totals(self) -> SampleMonthTotals:
        """Rate everything that stands and has arrived by ``as_of``."""
        waiting: dict[str, int] = {}
        gathered: dict[Group, dict[Price, Fraction]] = {}
        for piece in self._pieces(waiting):
            for side, account_id, is_posted in self._sides(piece.event.text("account_id")):
                self._gather(gathered, waiting, piece, side, account_id, is_posted)
        groups = {group: added_up(by_price) for group, by_price in gathered.items()}
        groups |= self._fees() | self._true_ups(groups)
        received = credits(self.payments, self.sessions, self.customers)
        for grant in self.grants:
            key = grant["account_id"], grant["currency"]
            received[key] = received.get(key, 0) + int(grant["amount_minor"])
        return SampleMonthTotals(groups, waiting, self.usage, received)

    def _fees(self) -> dict[Group, Totals]:
        """Fees in arrears of subscribed plans: whole months between the begin of the price and ``as_of``."""
        fees = {}
        for row in self.price_rows:
            for subscription in self.subscriptions:
                if row["model"] != "flat" or row["plan_id"] != subscription["plan_id"]:
                    continue
                account = self.accounts[subscription["account_id"]]
                start, end = month_of(moment(row["valid_from"], 0), ZoneInfo(account["billing_timezone"]))
                while end <= self.as_of:
                    group = Group(
                        "retail", account["account_id"], account["account_id"], None, ("plan", row["plan_id"], None, row["pricing_mode"]),
                        row["currency"], as_text(start), True,
                    )  # fmt: skip
                    fees[group] = total_of(Fraction(row["flat_fee"]) * 10 ** EXPONENTS[row["currency"]])
                    start, end = month_of(end, ZoneInfo(account["billing_timezone"]))
        return fees

    def _true_ups(self, groups: dict[Group, Totals]) -> dict[Group, Totals]:
        """What is missing to commits whose term is one billing month that has ended."""
        missing = {}
        for commit in self.commits:
            start, account = as_text(moment(commit["starts_at"], 0)), commit["account_id"]
            used = sum(total.amount_minor for group, total in groups.items() if (group.account_id, group.period_start) == (account, start))
            charge = ("commit", commit["contract_id"], None, None)
            group = Group("retail", account, account, None, charge, commit["currency"], start, True)
            missing[group] = total_of(Fraction(int(commit["amount_minor"]) - used))
        return missing

    def _pieces(self, waiting: dict[str, int]) -> list[Piece]:
        pieces, ends = [], []
        for event in self.usage.standing():
            reason = self._why_waiting(event)
            if reason is not None:
                waiting[reason] = waiting.get(reason, 0) + 1
            elif event.kind == "quantity":
                pieces.append(Piece(event, event.quantity, event.occurred_at, event.occurred_at))
            elif event.kind == "span":
                pieces.append(self._held(event, event.ended_at))
            else:
                ends.append(event)
        return pieces + self._paired(ends)

    def _why_waiting(self, event: UsageEvent) -> str | None:
        if event.text("meter") not in self.meters:
            return "meter"
        if event.text("account_id") not in self.accounts:
            return "account"
        if event.replaces and (event.source, event.replaces) not in self.usage.events:
            return "original"
        hour_ends = event.occurred_at // HOUR * HOUR + HOUR
        return "time" if (hour_ends if event.kind == "quantity" else event.occurred_at) > self.as_of else None

    def _held(self, event: UsageEvent, end: int | None) -> Piece:
        until = min(self.as_of, OPEN_END if end is None else end)
        return Piece(event, event.quantity * Fraction(until - event.occurred_at, SECOND), event.occurred_at, until)

    def _paired(self, ends: list[UsageEvent]) -> list[Piece]:
        pieces: list[Piece] = []
        running: dict[tuple, UsageEvent] = {}
        for event in sorted(ends, key=lambda end: (end.occurred_at, end.kind != "stop", end.event_id)):
            key = (event.text("account_id"), event.text("meter"), event.text("resource_id"))
            begun = running.get(key)
            if event.kind == "start" and begun is not None and begun.quantity == event.quantity:
                continue
            if begun is not None:
                pieces.append(self._held(running.pop(key), event.occurred_at))
            if event.kind == "start":
                running[key] = event
        return pieces + [self._held(begun, None) for begun in running.values()]

    def _sides(self, account_id: str) -> list[tuple[str, str, bool]]:
        """(side, account the line is for, is it posted) of the usage of an account."""
        account = self.accounts[account_id]
        reseller = account.get("reseller_account_id")
        if not reseller:
            return [("retail", account_id, True)]
        reseller_pays = (account.get("credit_risk_owner") or "reseller") == "reseller"
        return [("retail", account_id, not reseller_pays), ("wholesale", reseller, reseller_pays)]

    def _gather(self, gathered: dict, waiting: dict[str, int], piece: Piece, side: str, account_id: str, is_posted: bool) -> None:
        account, meter = self.accounts[account_id], piece.event.text("meter")
        zone = ZoneInfo(account.get("billing_timezone") or "UTC")
        start = piece.start
        while True:
            period_start, period_end = month_of(start, zone)
            price = self._price(piece.event, side, account, start)
            end = piece.end if price is None else min(piece.end, price.valid_to, period_end)
            share = piece.quantity if piece.start == piece.end else piece.quantity * Fraction(end - start, piece.end - piece.start)
            if price is None:
                waiting[f"price ({side})"] = waiting.get(f"price ({side})", 0) + 1
            else:
                group = Group(
                    side, account_id, piece.event.text("account_id"), meter, price.charge, account["currency"], as_text(period_start), is_posted
                )
                by_price = gathered.setdefault(group, {})
                by_price[price] = by_price.get(price, Fraction(0)) + share
            if end >= piece.end:
                return
            start = end

    def _price(self, event: UsageEvent, side: str, account: dict[str, Any], at: int) -> Price | None:
        currency, meter, mode = account["currency"], event.text("meter"), event.mode
        snapshot = json.loads(event.snapshot) if event.snapshot else {}
        taken = snapshot.get("unit_price" if side == "retail" else "wholesale_unit_price")
        if taken is not None:
            per_base_unit = self._per_base_unit(taken, snapshot.get("per_units", 1), meter, currency)
            return Price(0, OPEN_END, ((None, per_base_unit),), ("snapshot", event.snapshot, event.text("resource_type"), mode))
        using = self.accounts[event.text("account_id")]
        if side == "retail":
            plans = [row["plan_id"] for row in self.subscriptions if row["account_id"] == using["account_id"]] or [using.get("retail_plan_id")]
        else:
            plans = [using.get("wholesale_plan_id"), account.get("wholesale_plan_id")]
        levels = [("contract", "account_id", account["account_id"])]
        levels += [("plan", "plan_id", plan) for plan in plans if plan] + [("catalogue", None, None)]
        rows = [row for row in self.price_rows if (row["meter"], row["currency"], row.get("pricing_mode") or "on_demand") == (meter, currency, mode)]
        for level, column, scope in levels:
            for kind in (event.text("resource_type"), None):
                for row in rows:
                    of_level = row.get(column) == scope if column else not row.get("plan_id") and not row.get("account_id")
                    valid_from, valid_to = moment(row.get("valid_from"), 0), moment(row.get("valid_to"), OPEN_END)
                    if of_level and row.get("resource_type") == kind and valid_from <= at < valid_to:
                        return Price(valid_from, valid_to, self._steps(row, meter, currency), (level, scope, kind, mode))
        return None

    def _steps(self, row: dict[str, Any], meter: str, currency: str) -> tuple[tuple[Fraction | None, Fraction], ...]:
        """(up to so many base units, minor units of each) of a price with or without tiers; the last has no end."""
        tiers = [tier for tier in self.price_tiers if tier["price_id"] == row["price_id"]] or [{"up_to": None, "unit_price": row["unit_price"]}]
        base = int(self.meters[meter]["base_per_priced_unit"])
        return tuple(
            (Fraction(tier["up_to"]) * base if tier["up_to"] else None, self._per_base_unit(tier["unit_price"], row["per_units"], meter, currency))
            for tier in tiers
        )

    def _per_base_unit(self, unit_price: str, per_units: str | int, meter: str, currency: str) -> Fraction:
        return Fraction(unit_price) * 10 ** EXPONENTS[currency] / (int(per_units) * int(self.meters[meter]["base_per_priced_unit"]))


def _records(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(text.splitlines())]
