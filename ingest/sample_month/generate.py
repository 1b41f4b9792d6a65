"""Write the sample month into a folder: three steps, each with the files that land before a build and the time that build is as of.

What does not belong here: which rows there are (the modules beside this one) and running the steps (``tallyhouse demo``, the golden month).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.sample_month import counted, held, money_back, odd_rows, stripe_events
from ingest.sample_month.dice import Dice
from ingest.sample_month.files import Event, csv_text, json_lines, write_file
from ingest.sample_month.moments import LATE_ROWS_ARRIVED, MID_MONTH, MONTH_ENDED, as_text

SEED = 202_609
RECORDS = Path(__file__).parent / "records"
RECORD_KINDS = (
    "issuers", "accounts", "plans", "prices", "price_tiers", "subscriptions", "commit_contracts", "credit_grants", "fx_rates", "provider_customers",
    "payment_sessions", "budget_policies", "actions",
)  # fmt: skip
STEPS = (("1-mid-month", MID_MONTH), ("2-month-end", MONTH_ENDED), ("3-late-rows", LATE_ROWS_ARRIVED))


@dataclass(frozen=True)
class SampleFile:
    """A file to land: ``source`` is ``records``, ``usage`` or ``stripe``, ``record_kind`` is set for records only."""

    source: str
    record_kind: str | None
    path: Path


@dataclass(frozen=True)
class SampleStep:
    """Files that arrive, in this order, before a build that is ``as_of`` a time."""

    name: str
    as_of: datetime
    files: tuple[SampleFile, ...]


@dataclass(frozen=True)
class SampleMonth:
    """The whole month: ``manifest.json`` in ``folder`` says the same as ``steps``."""

    folder: Path
    steps: tuple[SampleStep, ...]

    def paths(self, source: str, record_kind: str | None = None) -> list[Path]:
        """Paths of all steps, in the order they arrive."""
        return [
            file.path
            for step in self.steps
            for file in step.files
            if file.source == source and (record_kind is None or file.record_kind == record_kind)
        ]


def write_sample_month(folder: Path) -> SampleMonth:
    """Write every file of the sample month under ``folder``: the same bytes on every run and machine."""
    folder = Path(folder)
    usage = _usage_files()
    steps = []
    for number, (name, as_of) in enumerate(STEPS):
        home = folder / name
        files = [
            SampleFile("records", kind, write_file(home / "records" / path.name, path.read_text("utf-8"))) for kind, path in _record_files(number)
        ]
        files += [SampleFile("usage", None, write_file(home / "usage" / file_name, text)) for file_name, text in usage[number].items()]
        stripe = (stripe_events.mid_month_lines, stripe_events.month_end_lines, None)[number]
        if stripe is not None:
            files.append(SampleFile("stripe", None, write_file(home / "stripe" / "events.jsonl", stripe())))
        if as_of == MONTH_ENDED:
            files.append(SampleFile("stripe", None, write_file(home / "stripe" / "money_back.jsonl", money_back.money_back_lines())))
        steps.append(SampleStep(name, datetime.fromtimestamp(as_of, UTC), tuple(files)))
    month = SampleMonth(folder, tuple(steps))
    write_file(folder / "manifest.json", json.dumps(manifest(month), indent=2) + "\n")
    return month


def manifest(month: SampleMonth) -> dict:
    """The steps as JSON values, paths relative to the folder with forward slashes."""
    return {
        "steps": [
            {
                "name": step.name,
                "as_of": as_text(int(step.as_of.timestamp())),
                "files": [
                    {"source": file.source, "record_kind": file.record_kind, "path": file.path.relative_to(month.folder).as_posix()}
                    for file in step.files
                ],
            }
            for step in month.steps
        ]
    }


def _record_files(step: int) -> list[tuple[str, Path]]:
    folder = (RECORDS, RECORDS / "later", None)[step]
    if folder is None:
        return []
    found = {path.stem: path for path in sorted(folder.glob("*.*"))}
    return [(kind, found[kind]) for kind in RECORD_KINDS if kind in found]


def _usage_files() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """File name to content for each step. Each kind of usage has its own dice, so that a change of one moves no other."""
    tokens = sorted(counted.tokens(Dice(SEED)) + odd_rows.replaced_later()[:1], key=lambda event: (event["happened"], event["event_id"]))
    late_tokens = [event for number, event in enumerate(tokens) if event["happened"] > MID_MONTH and number % 40 == 7]
    on_time_tokens = [event for event in tokens if event not in late_tokens]
    spans = held.gpu_spans(Dice(SEED + 1)) + odd_rows.replaced_later()[1:]
    pods = held.gpu_starts_and_stops(Dice(SEED + 2))
    special = odd_rows.special_allocations()
    spans += [event for event in special if event["event_kind"] == "span"]
    pods += [event for event in special if event["event_kind"] != "span"]
    families = {
        "gpu_spans.csv": (spans, csv_text),
        "gpu_starts_and_stops.jsonl": (pods, json_lines),
        "app_runtimes.jsonl": (held.app_runtimes(Dice(SEED + 3)), json_lines),
        "volumes.csv.gz": (held.volumes(Dice(SEED + 4)), csv_text),
        "scheduler_jobs.jsonl.gz": (held.scheduler_jobs(Dice(SEED + 5)), json_lines),
        "tokens.jsonl.gz": (on_time_tokens, json_lines),
        "requests.csv": (counted.requests(Dice(SEED + 6)), csv_text),
        "egress.csv": (counted.egress(Dice(SEED + 7)), csv_text),
    }
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name, (events, as_file) in families.items():
        arriving = sorted(events, key=lambda event: (event["happened"], event["event_id"]))
        first[name] = as_file(event for event in arriving if event["happened"] < MID_MONTH)
        second[name] = as_file(event for event in arriving if event["happened"] >= MID_MONTH)
    first |= {"unknown_yet.csv": csv_text(odd_rows.unknown_yet()), "partner_feed.csv": odd_rows.PARTNER_FEED, "edge_log.jsonl": odd_rows.EDGE_LOG}
    first["resent.csv"] = csv_text(_sent_again(spans, on_time_tokens))
    second["replacement_before_original.jsonl"] = json_lines(odd_rows.early_replacement())
    second["resent_with_changes.jsonl"] = json_lines([odd_rows.changed(event) for event in on_time_tokens[300:303]] + on_time_tokens[303:305])
    third = {"late_tokens.jsonl": json_lines(late_tokens), "late_rows.csv": csv_text(odd_rows.late_rows())}
    return first, second, third


def _sent_again(spans: list[Event], tokens: list[Event]) -> list[Event]:
    """Twelve events of the first half once more, spelled in another way."""
    early_spans = [event for event in spans if event["happened"] < MID_MONTH]
    return [odd_rows.respelled(event) for event in early_spans[:6] + tokens[100:106]]
