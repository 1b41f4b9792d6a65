"""What is counted when it happens: tokens, requests and bytes.

What does not belong here: what is held over time (``held``) and odd rows (``odd_rows``).
"""

from __future__ import annotations

from ingest.sample_month.dice import Dice
from ingest.sample_month.files import Event
from ingest.sample_month.moments import DAY, HOUR, USAGE_END, USAGE_START, as_text

# account, models, percent of hours with a request, route
TOKEN_USERS = (
    ("northwind-ml", ("atlas-large", "atlas-mini"), 42, "/v1/chat/completions"),
    ("harbour-health", ("atlas-large", "atlas-mini"), 30, "/v1/chat/completions"),
    ("lumen-labs", ("atlas-large", "atlas-mini", "ember-embed"), 46, "/v1/responses"),
    ("chennai-vision", ("atlas-mini",), 24, "/v1/chat/completions"),
    ("tsubame-robotics", ("atlas-large",), 30, "/v1/chat/completions"),
    ("kaito-games", ("atlas-mini", "ember-embed"), 40, "/v1/responses"),
    ("delta-retail", ("atlas-large",), 22, "/v1/chat/completions"),
    ("echo-biotech", ("atlas-large",), 20, "/v1/chat/completions"),
    ("orchid-media", ("atlas-large", "atlas-mini"), 20, "/v1/responses"),
)
# account, route, percent of hours, most requests in an hour
REQUEST_USERS = (
    ("lumen-labs", "api.lumen.example", 28, 90_000),
    ("werkbank", "edge.werkbank.example", 30, 40_000),
    ("kaito-games", "lobby.kaito.example", 30, 700_000),
)


def tokens(dice: Dice) -> list[Event]:
    """Token counts of single requests: input, output and, where the model caches, cached input."""
    events: list[Event] = []
    for account, models, percent, route in TOKEN_USERS:
        for hour in range(USAGE_START, USAGE_END, HOUR):
            if not dice.happens(percent):
                continue
            model = dice.pick(models)
            request = f"req-{account}-{hour // HOUR}"
            moment_text = as_text(hour + dice.below(HOUR), dice.pick(("", "5", "123456", "987654321")))
            shared = {
                "source": "token-gateway",
                "event_kind": "quantity",
                "account_id": account,
                "resource_id": f"{model}-endpoint",
                "resource_type": model,
            }
            shared |= {
                "occurred_at": moment_text,
                "route_id": route,
                "project_id": dice.pick(("assistant", "search", "batch")),
                "correlation_id": request,
            }
            shared |= {"submitter_id": f"key-{dice.below(9)}", "happened": hour}
            scale = 5_000_000_000 if model == "ember-embed" else 900_000
            events.append(shared | {"event_id": f"{request}-in", "meter": "token_input", "quantity": dice.between(200, scale)})
            if model == "ember-embed":
                continue
            events.append(shared | {"event_id": f"{request}-out", "meter": "token_output", "quantity": dice.between(1, 120_000)})
            if model == "atlas-large" and account in ("lumen-labs", "tsubame-robotics") and dice.happens(40):
                events.append(shared | {"event_id": f"{request}-cached", "meter": "token_cached_input", "quantity": dice.between(1, 400_000)})
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def requests(dice: Dice) -> list[Event]:
    """Requests at the ingress, already summed by route and hour, with the number of log lines they stand for."""
    events: list[Event] = []
    for account, route, percent, most in REQUEST_USERS:
        for hour in range(USAGE_START, USAGE_END, HOUR):
            if dice.happens(percent):
                count = dice.between(1, most)
                shared = {"source": "ingress-gateway", "event_kind": "quantity", "account_id": account, "resource_id": route, "route_id": route}
                shared |= {"occurred_at": as_text(hour), "happened": hour, "attributes": {"source_rows": count}}
                events.append(shared | {"event_id": f"rq-{account}-{hour // HOUR}", "meter": "ingress_request", "quantity": count})
                if account == "werkbank":
                    events.append(
                        shared | {"event_id": f"by-{account}-{hour // HOUR}", "meter": "ingress_byte", "quantity": count * dice.between(300, 9000)}
                    )
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def egress(dice: Dice) -> list[Event]:
    """Bytes that left the network, by the day and project."""
    events: list[Event] = []
    for day in range(USAGE_START, USAGE_END - DAY, DAY):
        for project in ("training", "inference", "research"):
            happened = day + dice.below(DAY)
            events.append(
                {"event_id": f"eg-{project}-{day // DAY}", "source": "network-flow", "event_kind": "quantity", "meter": "network_egress_byte"}
                | {"account_id": "northwind-ml", "project_id": project, "region": "us-east", "quantity": dice.between(1_000_000, 90_000_000_000)}
                | {"occurred_at": as_text(happened, "000001"), "happened": happened}
            )
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))
