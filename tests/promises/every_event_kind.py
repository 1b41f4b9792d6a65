"""March 2026 of one account with every kind of event and every aggregation, and what it comes to: counted by hand, at prices of round cents.

What does not belong here: running anything (``test_every_event_kind``).
"""

from __future__ import annotations

ACCOUNTS = "account_id,account_type,currency,billing_timezone\nada,tenant,USD,UTC\n"
# Cents per base unit: tokens and bytes 0.1, GPU-seconds 0.1 (reserved 0.05), GiB-seconds 0.01, calls 5, seats 1000, users 200, licenses 400.
PRICES = """price_id,meter,currency,model,unit_price,per_units
tokens,token_input,USD,per_unit,1.00,1000
bytes,network_egress_byte,USD,per_unit,1.00,1000
gpu,gpu_hour,USD,per_unit,3.60,1
reserved,reserved_gpu_hour,USD,per_unit,1.80,1
storage,storage_gib_hour,USD,per_unit,0.36,1
calls,api_call,USD,per_unit,0.05,1
seats,seat,USD,per_unit,10.00,1
users,active_user,USD,per_unit,2.00,1
licenses,license,USD,per_unit,4.00,1
"""


def event(event_id: str, kind: str, meter: str, at: str, quantity: str | None = None, resource: str | None = None, **more: str) -> dict:
    """A canonical event of ada; ``at`` and an ``ended_at`` are like 03-10T12:00."""
    times = {name: f"2026-{time}:00Z" for name, time in {"occurred_at": at, "ended_at": more.pop("ended_at", None)}.items() if time}
    known = {"event_id": event_id, "source": "kinds", "event_kind": kind, "meter": meter, "account_id": "ada", "resource_id": resource}
    return {name: value for name, value in {**known, "quantity": quantity, **times, **more}.items() if value is not None}


EVENTS = [
    event("tokens-1", "quantity", "token_input", "03-10T10:05", "500"),
    event("tokens-2", "quantity", "token_input", "03-10T10:50", "700"),
    event("span-1", "span", "gpu_hour", "03-05T10:30", "2", "node-1", ended_at="03-05T12:00"),
    event("span-over-it", "span", "gpu_hour", "03-05T11:30", "1", "node-1", ended_at="03-05T11:45"),
    event("span-of-no-time", "span", "gpu_hour", "03-08T10:00", "1", "node-3", ended_at="03-08T10:00"),
    event("start-1", "start", "gpu_hour", "03-06T23:30", "1", "node-2"),
    event("stop-1", "stop", "gpu_hour", "03-07T00:30", None, "node-2"),
    event("reserved-1", "span", "reserved_gpu_hour", "03-15T00:00", "1", "block", ended_at="03-15T02:00"),
    event("level-1", "level", "storage_gib_hour", "03-10T00:00", "10", "volume-1"),
    event("level-2-lesser-id", "level", "storage_gib_hour", "03-10T12:00", "99", "volume-1"),
    event("level-2-of-it", "level", "storage_gib_hour", "03-10T12:00", "20", "volume-1"),
    event("level-3", "level", "storage_gib_hour", "03-10T18:00", "0", "volume-1"),
    event("level-4", "level", "storage_gib_hour", "03-12T00:00", "1", "volume-2"),
    event("level-5", "level", "storage_gib_hour", "03-14T00:00", "2", "volume-2"),
    event("level-6", "level", "storage_gib_hour", "03-14T06:00", "0", "volume-2"),
    event("reading-1", "reading", "network_egress_byte", "03-10T10:00", "1000", "link-1"),
    event("reading-2", "reading", "network_egress_byte", "03-10T11:30", "1500", "link-1"),
    event("reading-2-lesser", "reading", "network_egress_byte", "03-10T11:30", "1400", "link-1"),
    event("reading-3", "reading", "network_egress_byte", "03-10T12:10", "300", "link-1"),
    event("reading-4", "reading", "network_egress_byte", "03-31T23:59", "900", "link-1"),
    event("reading-5", "reading", "network_egress_byte", "04-01T00:30", "950", "link-1"),
    event("reading-6", "reading", "network_egress_byte", "03-30T00:00", "100", "link-2"),
    event("reading-7", "reading", "network_egress_byte", "04-01T00:10", "400", "link-2"),
    event("call-1", "quantity", "api_call", "03-10T10:05", "5"),
    event("call-2", "quantity", "api_call", "03-10T10:06", "0"),
    event("call-3", "quantity", "api_call", "03-10T10:07", "1"),
    event("call-4", "quantity", "api_call", "03-10T10:08", "1", replaces_event_id="call-3"),
    event("seats-1", "quantity", "seat", "03-01T10:00", "5", "team-a"),
    event("seats-2", "quantity", "seat", "03-03T10:00", "8", "team-a"),
    event("seats-3", "quantity", "seat", "03-04T10:00", "6", "team-a"),
    event("seats-4", "quantity", "seat", "03-03T11:00", "2", "team-b"),
    event("user-1", "quantity", "active_user", "03-01T10:00", "1", submitter_id="u1"),
    event("user-2", "quantity", "active_user", "03-01T11:00", "1", submitter_id="u2"),
    event("user-3", "quantity", "active_user", "03-02T10:00", "1", submitter_id="u1"),
    event("user-4", "quantity", "active_user", "03-02T10:00", "1", submitter_id="u3"),
    event("user-nobody", "quantity", "active_user", "03-02T10:00", "1"),
    event("license-1", "quantity", "license", "03-02T10:00", "10"),
    event("license-2", "quantity", "license", "03-09T10:00", "7"),
    event("license-3", "quantity", "license", "03-20T10:00", "9"),
]
# Meter, resource, begin of the window, quantity in base units, cents.
LINES = [
    ("active_user", None, "03-01T00", 2, 400),
    ("active_user", None, "03-02T00", 1, 200),
    ("api_call", None, "03-10T10", 3, 15),
    ("gpu_hour", "node-1", "03-05T10", 3600, 360),
    ("gpu_hour", "node-1", "03-05T11", 8100, 810),
    ("gpu_hour", "node-2", "03-06T23", 1800, 180),
    ("gpu_hour", "node-2", "03-07T00", 1800, 180),
    ("license", None, "03-02T00", 10, 4000),
    ("license", None, "03-09T00", -3, -1200),
    ("license", None, "03-20T00", 2, 800),
    ("network_egress_byte", "link-1", "03-10T11", 500, 50),
    ("network_egress_byte", "link-1", "03-10T12", 300, 30),
    ("network_egress_byte", "link-1", "03-31T23", 600, 60),
    ("network_egress_byte", "link-1", "04-01T00", 50, 5),
    ("network_egress_byte", "link-2", "04-01T00", 300, 30),
    ("reserved_gpu_hour", "block", "03-15T00", 3600, 180),
    ("reserved_gpu_hour", "block", "03-15T01", 3600, 180),
    ("seat", "team-a", "03-01T00", 5, 5000),
    ("seat", "team-a", "03-03T00", 3, 3000),
    ("seat", "team-b", "03-03T00", 2, 2000),
    ("storage_gib_hour", "volume-1", "03-10T00", 864_000, 8640),
    ("storage_gib_hour", "volume-2", "03-12T00", 86_400, 864),
    ("storage_gib_hour", "volume-2", "03-14T00", 43_200, 432),
    ("token_input", None, "03-10T10", 1200, 120),
]
# What is not simply billed: the stop is part of its start's record.
STATES = {
    "call-3": ("replaced", "replaced"),
    "level-2-lesser-id": ("duplicate", "repeated_level"),
    "level-3": ("free", "zero_level"),
    "level-6": ("free", "zero_level"),
    "reading-1": ("free", "first_reading"),
    "reading-2-lesser": ("duplicate", "repeated_reading"),
    "reading-6": ("free", "first_reading"),
    "seats-3": ("free", None),
    "span-of-no-time": ("free", "zero_length"),
    "user-3": ("free", None),
    "user-nobody": ("waiting", "distinct_attribute_missing"),
}
QUANTITIES = {"level-1": 432_000, "level-2-of-it": 432_000, "level-4": 86_400, "reading-2": 500, "reading-3": 300, "span-1": 10_800, "start-1": 3600}
FINDINGS = ["counter_reset", "distinct_attribute_missing", "level_gap", "overlapping_spans"]

# What comes late, and what it changes: (meter, resource, begin of the window) -> (quantity, cents).
LATE_EVENTS = [
    event("late-reading", "reading", "network_egress_byte", "03-31T12:00", "250", "link-2"),
    event("late-level", "level", "storage_gib_hour", "03-10T06:00", "15", "volume-1"),
    event("level-corrected", "level", "storage_gib_hour", "03-10T12:00", "30", "volume-1", replaces_event_id="level-2-of-it"),
    event("reading-corrected", "reading", "network_egress_byte", "03-10T11:30", "1200", "link-1", replaces_event_id="reading-2"),
    event("reading-taken-back", "reading", "network_egress_byte", "03-10T11:30", None, "link-1", replaces_event_id="reading-2-lesser"),
    event("late-seats", "quantity", "seat", "03-02T10:00", "7", "team-a"),
    event("late-user", "quantity", "active_user", "03-01T09:00", "1", submitter_id="u3"),
]
LATE_LINES = {
    ("network_egress_byte", "link-2", "03-31T12"): (150, 15),
    ("network_egress_byte", "link-2", "04-01T00"): (150, 15),
    ("network_egress_byte", "link-1", "03-10T11"): (200, 20),
    # 10, 15 and 30 GiB for 6 hours each: of the two levels of 12:00 the corrected one has the greater id.
    ("storage_gib_hour", "volume-1", "03-10T00"): (216_000 + 324_000 + 648_000, 11_880),
    ("seat", "team-a", "03-02T00"): (2, 2000),
    ("seat", "team-a", "03-03T00"): (1, 1000),
    ("active_user", None, "03-01T00"): (3, 600),
    ("active_user", None, "03-02T00"): (0, 0),
}
