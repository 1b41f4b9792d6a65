"""The rows that make a real month hard: sent twice, too late, changed, taken back, broken, or about something nobody knows yet.

What does not belong here: the ordinary usage (``held``, ``counted``). Every row has a name of its own, so that a test can ask what became of it.
"""

from __future__ import annotations

from ingest.sample_month.files import Event
from ingest.sample_month.moments import as_text, moment

# Each line is wrong by itself, except the first and the last: neighbours must land unharmed.
PARTNER_FEED = """\
event_id,source,event_kind,meter,account_id,resource_id,resource_type,quantity,occurred_at,ended_at
feed-good-1,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,120000,2026-09-04T10:00:00Z,
feed-negative,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,-5,2026-09-04T10:05:00Z,
feed-no-offset,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,900,2026-09-04T10:10:00,
feed-no-such-day,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,900,2026-02-30T10:10:00Z,
feed-not-a-number,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,NaN,2026-09-04T10:15:00Z,
feed-half-token,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,1.5,2026-09-04T10:20:00Z,
feed-gpu-decimals,partner-feed,span,gpu_hour,northwind-ml,alloc-feed-1,A100,0.1234,2026-09-04T10:20:00Z,2026-09-04T11:20:00Z
feed-ends-first,partner-feed,span,gpu_hour,northwind-ml,alloc-feed-2,A100,1,2026-09-04T10:20:00Z,2026-09-04T09:20:00Z
feed-too-old,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,900,1970-01-01T00:00:00Z,
feed-unknown-kind,partner-feed,sample,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,900,2026-09-04T10:30:00Z,
feed-extra-cells,partner-feed,quantity,token_input,northwind-ml,atlas-mini-endpoint,atlas-mini,900,2026-09-04T10:35:00Z,,surplus,surplus
feed-good-2,partner-feed,quantity,token_output,northwind-ml,atlas-mini-endpoint,atlas-mini,45000,2026-09-04T10:40:00Z,
"""
_EDGE = '"source": "edge-log", "event_kind": "quantity", "account_id": "kaito-games", "resource_type": "atlas-mini"'
# The second line ends in the middle of a text, the third says its quantity twice.
EDGE_LOG = (
    f'{{"event_id": "edge-good-1", {_EDGE}, "meter": "token_input", "quantity": 70000, "occurred_at": "2026-09-05T21:00:00+09:00"}}\n'
    f'{{"event_id": "edge-cut-off", {_EDGE}, "meter": "token_in\n'
    f'{{"event_id": "edge-twice-a-key", {_EDGE}, "meter": "token_input", "quantity": 1, "quantity": 2, "occurred_at": "2026-09-05T12:00:00Z"}}\n'
    f'{{"event_id": "edge-good-2", {_EDGE}, "meter": "token_output", "quantity": "30000.000", "occurred_at": "2026-09-05T12:30:00Z"}}\n'
)


def special_allocations() -> list[Event]:
    """GPU allocations that each show one rule, by the name of the rule in their id."""
    snapshot = {"currency": "USD", "unit_price": "1.95", "per_units": 1, "plan_id": "launch-offer", "plan_version_id": "1"}
    resold_snapshot = {"currency": "EUR", "unit_price": "2.05", "per_units": 1, "wholesale_unit_price": "1.61"}
    rows = [
        _start("snapshot", "northwind-ml", "H100", "2", "2026-09-07T13:00:00Z") | {"pricing_snapshot": snapshot},
        _stop("snapshot", "northwind-ml", "H100", "2026-09-17T13:00:00Z"),
        _span("resold-snapshot", "delta-retail", "H100", "4", "2026-09-11T06:15:00Z", "2026-09-12T18:45:30Z") | {"pricing_snapshot": resold_snapshot},
        _span("over-month-end", "harbour-health", "H100", "4", "2026-09-29T20:00:00Z", "2026-10-01T15:30:00Z"),
        _start("repeated", "werkbank", "H100", "1", "2026-09-08T08:00:00Z"),
        _start("repeated", "werkbank", "H100", "1", "2026-09-08T09:00:00Z", "again"),
        _stop("repeated", "werkbank", "H100", "2026-09-08T20:00:00Z"),
        _stop("repeated", "werkbank", "H100", "2026-09-08T20:05:00Z", "again"),
        _start("resized", "tsubame-robotics", "H100", "1", "2026-09-09T00:00:00+09:00"),
        _start("resized", "tsubame-robotics", "H100", "4", "2026-09-10T03:30:00+09:00", "larger"),
        _stop("resized", "tsubame-robotics", "H100", "2026-09-10T12:00:00+09:00"),
        _start("late-stop", "chennai-vision", "L40S", "8", "2026-09-28T05:30:00+05:30"),
        _span("no-price-1", "northwind-ml", "MI300X", "8", "2026-09-03T00:00:00Z", "2026-09-03T06:00:00Z"),
        _span("no-price-2", "northwind-ml", "MI300X", "8", "2026-09-21T00:00:00Z", "2026-09-21T09:30:00Z"),
    ]
    return sorted(rows, key=lambda event: (event["happened"], event["event_id"]))


def unknown_yet() -> list[Event]:
    """Usage of an account and of a meter that no record and no seed names: it waits."""
    return [
        _tokens("waiting-no-account-1", "ghost-account", 5_000, "2026-09-06T10:00:00Z"),
        _tokens("waiting-no-account-2", "ghost-account", 7_000, "2026-09-06T11:00:00Z"),
        _tokens("waiting-no-meter", "northwind-ml", 3, "2026-09-06T12:00:00Z") | {"meter": "quantum_minute", "resource_type": None},
    ]


def early_replacement() -> list[Event]:
    """A replacement that arrives before what it replaces."""
    return [_tokens("replaced-early-v2", "harbour-health", 640_000, "2026-09-18T09:00:00Z") | {"replaces_event_id": "replaced-early-v1"}]


def late_rows() -> list[Event]:
    """What arrives after the month's end: a stop, an original, a replacement, a retraction, and usage of a day still to come."""
    return [
        _stop("late-stop", "chennai-vision", "L40S", "2026-09-29T16:15:00+05:30"),
        _tokens("replaced-early-v1", "harbour-health", 999_999, "2026-09-18T09:00:00Z"),
        _tokens("replaced-late-v2", "harbour-health", 410_000, "2026-09-19T10:00:00Z") | {"replaces_event_id": "replaced-late-v1"},
        _span("taken-back", "polder-genomics", "A100", None, "2026-09-20T00:00:00Z", "2026-09-20T20:00:00Z", "never-happened")
        | {"replaces_event_id": "span-taken-back", "pricing_mode": "spot"},
        _tokens("waiting-for-its-day", "northwind-ml", 12_345, "2026-12-31T23:00:00Z"),
    ]


def replaced_later() -> list[Event]:
    """Originals that ``late_rows`` replaces or takes back."""
    return [
        _tokens("replaced-late-v1", "harbour-health", 4_100_000, "2026-09-19T10:00:00Z"),
        _span("taken-back", "polder-genomics", "A100", "8", "2026-09-20T00:00:00Z", "2026-09-20T20:00:00Z") | {"pricing_mode": "spot"},
    ]


def respelled(event: Event) -> Event:
    """The same event as another sender writes it: trailing zeros, another offset. Not a change."""
    spelled = dict(event)
    if event.get("quantity") is not None:
        spelled["quantity"] = f"{event['quantity']}.0" if "." not in str(event["quantity"]) else f"{event['quantity']}00"
    for column in ("occurred_at", "ended_at"):
        if event.get(column):
            whole, _, fraction = event[column].removesuffix("Z").partition(".")
            spelled[column] = as_text(moment(whole + "Z"), fraction, 330)
    return spelled


def changed(event: Event) -> Event:
    """The same id with another quantity, which is a conflict and never an update."""
    return event | {"quantity": event["quantity"] + 1}


def _tokens(event_id: str, account: str, quantity: int, occurred_at: str) -> Event:
    shared = {"source": "token-gateway", "event_kind": "quantity", "meter": "token_input", "account_id": account, "resource_type": "atlas-large"}
    return shared | {"event_id": event_id, "quantity": quantity, "occurred_at": occurred_at, "happened": moment(occurred_at)}


def _allocation(name: str, kind: str, account: str, model: str, again: str) -> Event:
    shared = {"source": "gpu-scheduler", "event_kind": kind, "meter": "gpu_hour", "account_id": account, "resource_id": f"pod-{name}"}
    return shared | {"event_id": f"{kind}-{name}{'-' + again if again else ''}", "resource_type": model}


def _start(name: str, account: str, model: str, quantity: str, at: str, again: str = "") -> Event:
    return _allocation(name, "start", account, model, again) | {"quantity": quantity, "occurred_at": at, "happened": moment(at)}


def _stop(name: str, account: str, model: str, at: str, again: str = "") -> Event:
    return _allocation(name, "stop", account, model, again) | {"occurred_at": at, "happened": moment(at)}


def _span(name: str, account: str, model: str, quantity: str | None, start: str, end: str, again: str = "") -> Event:
    return _allocation(name, "span", account, model, again) | {"quantity": quantity, "occurred_at": start, "ended_at": end, "happened": moment(end)}
