"""What is held over time: GPU allocations, app instances, volumes and scheduler jobs, as spans and as starts and stops.

What does not belong here: odd rows (``odd_rows``) and prices (``records/``).
"""

from __future__ import annotations

from ingest.sample_month.dice import Dice
from ingest.sample_month.files import Event
from ingest.sample_month.moments import DAY, HOUR, USAGE_END, USAGE_START, as_text, moment

# account, region, (GPU model, pricing mode) by weight, allocations reported as spans, allocations reported as start and stop
GPU_FLEETS = (
    ("northwind-ml", "us-east", (("H100", "on_demand"), ("H100", "on_demand"), ("A100", "on_demand"), ("H100", "spot")), 70, 14),
    ("harbour-health", "us-east", (("H100", "on_demand"),), 30, 6),
    ("chennai-vision", "in-south", (("A100", "on_demand"), ("L40S", "on_demand"), ("L40S", "on_demand"), ("L4", "on_demand")), 48, 10),
    ("werkbank", "eu-central", (("H100", "on_demand"), ("L40S", "on_demand")), 40, 8),
    ("polder-genomics", "eu-west", (("A100", "spot"),), 24, 4),
    ("tsubame-robotics", "jp-east", (("H100", "on_demand"), ("L40S", "on_demand")), 44, 8),
    ("delta-retail", "eu-central", (("H100", "on_demand"), ("A100", "on_demand")), 28, 6),
    ("echo-biotech", "eu-west", (("H100", "on_demand"),), 22, 4),
)
GPU_COUNTS = ("0.125", "0.5", "1", "1", "1", "2", "2", "4", "8")

# account, volumes with type and GiB
VOLUMES = (
    ("northwind-ml", "us-east", (("vol-nw-data", "nvme", "2048"), ("vol-nw-scratch", "hdd", "10240.5"))),
    ("harbour-health", "us-east", (("vol-hh-archive", "hdd", "51200"),)),
    ("chennai-vision", "in-south", (("vol-cv-images", "nvme", "740.125"),)),
    ("werkbank", "eu-central", (("vol-wb-models", "nvme", "1500"),)),
    ("polder-genomics", "eu-west", (("vol-pg-reads", "hdd", "81920"), ("vol-pg-index", "nvme", "333.333"))),
    ("tsubame-robotics", "jp-east", (("vol-ts-logs", "hdd", "4096"),)),
    ("delta-retail", "eu-central", (("vol-dr-lake", "hdd", "20480"),)),
    ("echo-biotech", "eu-west", (("vol-eb-scans", "nvme", "999.999"),)),
)


def gpu_spans(dice: Dice) -> list[Event]:
    """Finished GPU allocations as plain spans, reported when they ended."""
    events: list[Event] = []
    for account, region, models, span_count, _ in GPU_FLEETS:
        for _ in range(span_count):
            start = dice.between(USAGE_START, USAGE_END - 2 * DAY)
            length = dice.pick((dice.between(600, 2 * HOUR), dice.between(HOUR, 9 * HOUR), dice.between(6 * HOUR, 40 * HOUR)))
            fraction = dice.pick(("", "", "25", "123456"))
            number = len(events) + 1
            events.append(
                _gpu(account, region, dice, models, f"gpu-{number:05d}", f"alloc-{number:05d}", "span")
                | {"occurred_at": as_text(start, fraction), "ended_at": as_text(start + length, fraction), "happened": start + length}
            )
    return events


def gpu_starts_and_stops(dice: Dice) -> list[Event]:
    """GPU allocations as starts and stops that arrive apart; a few are still running when the files end."""
    events: list[Event] = []
    for account, region, models, _, allocation_count in GPU_FLEETS:
        for number in range(allocation_count):
            start = dice.between(USAGE_START, USAGE_END - 3 * DAY)
            name = f"{account}-{number:02d}"
            begun = _gpu(account, region, dice, models, f"start-{name}", f"pod-{name}", "start") | {"occurred_at": as_text(start), "happened": start}
            events.append(begun)
            if number % 5 == 4:
                continue
            stop = start + dice.between(HOUR // 2, 50 * HOUR)
            events.append(
                {column: begun[column] for column in ("source", "meter", "account_id", "resource_id", "resource_type", "region")}
                | {"event_id": f"stop-{name}", "event_kind": "stop", "occurred_at": as_text(stop, "5"), "happened": stop}
            )
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def app_runtimes(dice: Dice) -> list[Event]:
    """App instances of one prepaid account, each on an allocation, as starts and stops."""
    events: list[Event] = []
    for number in range(24):
        start = dice.between(USAGE_START, USAGE_END - 2 * DAY)
        shared = {
            "source": "app-control",
            "meter": "app_runtime_hour",
            "account_id": "lumen-labs",
            "resource_id": f"app-{number:03d}",
            "region": "us-west",
        }
        begun = {"event_id": f"app-start-{number:03d}", "event_kind": "start", "quantity": "1", "occurred_at": as_text(start), "happened": start}
        events.append(shared | begun | {"parent_resource_id": f"host-{number % 3}", "project_id": "storefront", "submitter_id": "svc-deploy"})
        if number != 23:
            stop = start + dice.between(20, 30 * HOUR)
            events.append(shared | {"event_id": f"app-stop-{number:03d}", "event_kind": "stop", "occurred_at": as_text(stop), "happened": stop})
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def volumes(dice: Dice) -> list[Event]:
    """Storage by the day: one span for each volume and UTC day, reported when the day is over."""
    events: list[Event] = []
    first_day = moment("2026-08-31T00:00:00Z")
    for account, region, held in VOLUMES:
        for volume, kind, gib in held:
            for day in range(32):
                start = first_day + day * DAY
                grown = gib if day < 20 or "." in gib else str(int(gib) + 8 * dice.below(100))
                events.append(
                    {
                        "event_id": f"{volume}-{day:02d}",
                        "source": "storage-control",
                        "event_kind": "span",
                        "meter": "storage_gib_hour",
                        "account_id": account,
                    }
                    | {"resource_id": volume, "resource_type": kind, "quantity": grown, "region": region, "project_id": "storage"}
                    | {"occurred_at": as_text(start), "ended_at": as_text(start + DAY), "happened": start + DAY}
                )
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def scheduler_jobs(dice: Dice) -> list[Event]:
    """Short jobs, each a span of one job."""
    events: list[Event] = []
    for account, region, count in (("harbour-health", "us-east", 160), ("polder-genomics", "eu-west", 220)):
        for _ in range(count):
            start = dice.between(USAGE_START, USAGE_END - DAY)
            number = len(events) + 1
            stop = start + dice.between(3, 5400)
            events.append(
                {
                    "event_id": f"job-{number:05d}",
                    "source": "job-runner",
                    "event_kind": "span",
                    "meter": "scheduler_job_second",
                    "account_id": account,
                }
                | {"resource_id": f"job-{number:05d}", "quantity": "1", "region": region, "project_id": dice.pick(("nightly", "imports", "reports"))}
                | {"submitter_id": f"user-{dice.below(12):02d}", "correlation_id": f"cor-job-{number:05d}"}
                | {"occurred_at": as_text(start, f"{dice.below(1000):03d}"), "ended_at": as_text(stop, "999"), "happened": stop}
            )
    return sorted(events, key=lambda event: (event["happened"], event["event_id"]))


def _gpu(account: str, region: str, dice: Dice, models: tuple, event_id: str, resource: str, kind: str) -> Event:
    model, mode = dice.pick(models)
    return {
        "event_id": event_id, "source": "gpu-scheduler", "event_kind": kind, "meter": "gpu_hour", "account_id": account, "region": region,
        "resource_id": resource, "resource_type": model, "quantity": dice.pick(GPU_COUNTS), "pricing_mode": mode, "correlation_id": f"cor-{resource}",
        "project_id": dice.pick(("training", "inference", "research")), "submitter_id": f"user-{dice.below(40):02d}",
    }  # fmt: skip
