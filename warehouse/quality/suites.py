"""What is expected: three suites, each a function of what is usual. Pure; the database and Great Expectations stand elsewhere.

A limit is wide on purpose: it is to notice a unit that changed, a feed that broke or came twice, test data among real data. A red one that
everybody has learned to ignore notices nothing. What does not belong here: an invariant (a gate of the build) and a column's shape (its contract).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

ENOUGH_HISTORY = 3  # earlier deliveries, before a number of rows is called usual
TIMES_THE_USUAL = (Decimal("0.01"), Decimal(100))  # of a median: a hundredfold is another unit, not another customer
VOLUME = 10  # a tenth of the smallest to ten times the largest earlier delivery
SHARE = Decimal("0.10")  # by how much a share may move
FEW = 20  # rows of a delivery, below which a share or a middle row says nothing: one row of three is a third

Usual = dict[str, Any]


@dataclass(frozen=True)
class Expectation:
    """One expectation: ``kwargs`` as Great Expectations takes them, ``query`` names its rows.

    ``severity``: critical where money is at stake. ``history_count``: earlier deliveries it compares with; ``lacks_history``: it cannot yet.
    ``least_rows``: of a delivery, to speak of a share.
    """

    name: str
    subject: str
    query: str
    kind: str
    severity: str
    says: str
    kwargs: dict[str, Any] = field(default_factory=dict)
    history_count: int = 0
    lacks_history: bool = False
    least_rows: int = 0


def usage_suite(usual: Usual) -> list[Expectation]:
    """Raw usage. ``usual``: earlier landed counts, and the row of usage_history.sql."""
    events = _Rows("raw.usage_events", "usage", usual)
    return [
        events.volume("critical"),
        events.turned_away(),
        events.in_set("meters_are_known", "meter", usual["meters"], "critical", "0.05", "name a meter nobody knows, and would not be charged"),
        events.usual_size("quantities_are_of_the_usual_size", "times_the_usual_quantity", "median_quantities"),
        events.in_set("accounts_are_known", "account_standing", ["known"], "warning", "0.05", "are of an account nobody knows"),
        events.usually_late(),
        *(events.filled_as_usual(column) for column in ("project_id", "resource_id", "region")),
        events.seen_before("resource_types_are_known", "resource_type", "resource_types", "warning", SHARE, "name a type never seen before"),
    ]


def stripe_suite(usual: Usual) -> list[Expectation]:
    """Raw provider events. ``usual``: earlier landed counts, and the row of stripe_history.sql."""
    events = _Rows("raw.stripe_events", "stripe", usual)
    return [
        events.volume("warning"),
        events.turned_away(),
        events.seen_before("one_mode", "ledger_mode", "ledger_modes", "critical", "0", "are of another mode, test or live, than the earlier ones"),
        events.usual_size("amounts_are_of_the_usual_size", "times_the_usual_amount", "median_amounts"),
        events.seen_before("event_types_are_known", "event_type", "event_types", "warning", "0.2", "are of a type never seen before"),
        events.seen_before("api_versions_are_known", "api_version", "api_versions", "warning", "0", "come in a version never seen before"),
        events.usually_late(),
        events.filled("objects_are_named", "object_id", Decimal("0.99"), "name an object"),
    ]


def surfaces_suite(usual: Usual) -> list[Expectation]:
    """What the newest build that booked anything booked. ``usual``: the row of booked_history.sql."""
    entries = _Rows("billing.ledger_entries", "booked", usual)
    waiting = _Rows("operations.pipeline_health", "waiting", usual)
    sizes = entries.usual_size("amounts_are_of_the_usual_size", "times_the_usual_amount", "median_amounts")
    return [
        entries.in_set("entry_types_are_known", "entry_type", usual["entry_types"], "warning", "0", "are of a type that nobody knows"),
        # What is booked is booked: it is looked at, and holds nothing back.
        replace(sizes, severity="warning", history_count=usual["build_count"], least_rows=0),
        waiting.at_most("usage_is_rated", "share_waiting", "warning", "0.2", "of all usage records wait to be rated"),
    ]


SUITES: dict[str, Callable[[Usual], list[Expectation]]] = {"raw_usage": usage_suite, "raw_stripe": stripe_suite, "surfaces": surfaces_suite}
NOTHING_USUAL: Usual = {
    **{name: [] for name in ("landed_counts", "resource_types", "meters", "event_types", "api_versions", "ledger_modes", "entry_types")},
    **dict.fromkeys(("late_share", "project_id_share", "resource_id_share", "region_share"), Decimal(0)),
    **dict.fromkeys(("row_count", "build_count", "waiting_count", "usage_count"), 0),
    **{name: {} for name in ("median_quantities", "median_amounts")},
    "judged_build": None,
    "is_waiting": False,
    "rows_judged": 0,
}


def expected_names() -> list[tuple[str, str, str, str, bool]]:
    """(suite, expectation, subject, what it is about, whether it is critical) of every expectation; the same whatever the history."""
    return [
        (suite, one.name, one.subject, one.says, one.severity == "critical") for suite, make in SUITES.items() for one in make(dict(NOTHING_USUAL))
    ]


@dataclass(frozen=True)
class _Rows:
    """The rows of one query, and what is usual of them: makes the expectations about them."""

    subject: str
    query: str
    usual: Usual

    @property
    def history_count(self) -> int:
        return len(self.usual["landed_counts"])

    def volume(self, severity: str) -> Expectation:
        counts = self.usual["landed_counts"]
        lowest, highest = (min(counts) // VOLUME, max(counts) * VOLUME) if counts else (0, 0)
        limits = f": {lowest:,} to {highest:,} rows" if counts else ""
        says = f"A delivery has a tenth of the smallest to {VOLUME} times the largest of the earlier ones{limits}."
        made = self._made("volume_is_usual", "expect_table_row_count_to_be_between", severity, says, min_value=lowest, max_value=highest)
        return replace(made, history_count=len(counts), lacks_history=len(counts) < ENOUGH_HISTORY)

    def turned_away(self) -> Expectation:
        made = self.at_most("rows_are_landed", "share_turned_away", "critical", SHARE, "of the rows of a delivery are rejected or in conflict")
        return replace(made, query=f"{self.query}_delivery", least_rows=FEW)

    def at_most(self, name: str, column: str, severity: str, share: Decimal | str, fault: str) -> Expectation:
        says = f"At most {_percent(Decimal(share))} {fault}."
        return self._made(name, "expect_column_max_to_be_between", severity, says, column=column, max_value=float(share))

    def in_set(self, name: str, column: str, values: list[Any] | None, severity: str, tolerated: Decimal | str, fault: str) -> Expectation:
        says = f"{f'At most {_percent(Decimal(tolerated))}' if Decimal(tolerated) else 'None'} of the rows {fault}."
        mostly = float(1 - Decimal(tolerated))
        made = self._made(name, "expect_column_values_to_be_in_set", severity, says, column=column, value_set=values or [], mostly=mostly)
        return replace(made, lacks_history=not values, least_rows=FEW if Decimal(tolerated) else 0)

    def seen_before(self, name: str, column: str, seen: str, severity: str, tolerated: Decimal | str, fault: str) -> Expectation:
        return replace(self.in_set(name, column, self.usual[seen], severity, tolerated, fault), history_count=self.history_count)

    def usually_late(self) -> Expectation:
        tolerated = min(Decimal(1), self.usual["late_share"] + SHARE)
        made = self.in_set("late_share_is_usual", "is_late", [0], "warning", tolerated, "happened more than 48 hours before they arrived")
        return replace(made, history_count=self.history_count, lacks_history=self.history_count == 0)

    def usual_size(self, name: str, column: str, medians: str) -> Expectation:
        lowest, highest = TIMES_THE_USUAL
        says = f"The middle row has {lowest} to {highest} times the usual of its kind, which is the middle one of the earlier deliveries."
        limits = {"min_value": float(lowest), "max_value": float(highest)}
        made = self._made(name, "expect_column_median_to_be_between", "critical", says, column=column, **limits)
        return replace(made, history_count=self.history_count, lacks_history=not self.usual[medians], least_rows=FEW)

    def filled(self, name: str, column: str, share: Decimal, what: str) -> Expectation:
        says = f"At least {_percent(share)} of the rows {what}."
        made = self._made(name, "expect_column_values_to_not_be_null", "warning", says, column=column, mostly=float(share))
        return replace(made, least_rows=FEW)

    def filled_as_usual(self, column: str) -> Expectation:
        wanted = max(Decimal(0), self.usual[f"{column}_share"] - SHARE)
        made = self.filled(f"{column}_is_filled_as_usual", column, wanted, f"have a {column}: the usual share, less {_percent(SHARE)}")
        return replace(made, history_count=self.history_count, lacks_history=self.history_count == 0)

    def _made(self, name: str, kind: str, severity: str, says: str, **kwargs: Any) -> Expectation:
        return Expectation(name, self.subject, self.query, kind, severity, says, kwargs)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
