"""The landing folder: whole files that somebody puts there are ingested like on the command line, then moved to ``done`` or ``refused`` with a note.

Where a file lies says what it is: ``usage/`` (canonical columns), ``usage/<shipped adapter>/`` (parameters in ``parameters.json`` beside the files),
``records/<kind>/``, ``stripe/``. A file's name is data and nothing else. What does not belong here: when to look (``defs/raw``).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from ingest.batches import IngestReport, printable_name
from ingest.records import ingest_records, kinds
from ingest.stripe import ingest_stripe
from ingest.usage import ingest_usage
from ingest.usage.adapters import shipped_adapters
from warehouse.errors import WarehouseUnreachable, WrongUse
from warehouse.settings import load_settings

UNFINISHED = (".part", ".tmp", ".partial", ".crdownload")
PARAMETERS = "parameters.json"
SETTLE_SECONDS = 3.0

State = tuple[int, int]  # size in bytes, time of the last change in nanoseconds


@dataclass(frozen=True)
class LandingFolder:
    """One folder that is looked into: ``table`` is the raw table its files land in, ``place`` its path below the landing folder."""

    table: str
    place: str
    adapter: str | None = None


@dataclass(frozen=True)
class LandedFile:
    """What became of one file. ``report`` is None when it was refused; ``note`` is one sentence either way."""

    name: str
    table: str
    moved_to: Path
    report: IngestReport | None
    note: str


def landing_root() -> Path:
    """TALLYHOUSE_HOME/landing."""
    return load_settings().home / "landing"


def landing_folders() -> list[LandingFolder]:
    """Every folder that is looked into; records come first, so that usage finds its accounts and prices in the same build."""
    records = [LandingFolder(kind, f"records/{kind}") for kind in kinds()]
    usage = [LandingFolder("usage_events", f"usage/{adapter}", adapter) for adapter in shipped_adapters()]
    return [*records, LandingFolder("stripe_events", "stripe"), LandingFolder("usage_events", "usage"), *usage]


def make_folders() -> Path:
    """Make every folder that is not there; the landing folder."""
    root = landing_root()
    for folder in landing_folders():
        (root / folder.place).mkdir(parents=True, exist_ok=True)
    return root


def waiting_files(tables: Iterable[str] | None = None) -> dict[str, State]:
    """Files that wait for one of the tables (all by default): path below the landing folder -> (size, time of the last change)."""
    wanted = None if tables is None else set(tables)
    found: dict[str, State] = {}
    for folder in landing_folders():
        if wanted is None or folder.table in wanted:
            found |= {f"{folder.place}/{path.name}": state for path, state in _files_in(landing_root() / folder.place)}
    return found


def settled(before: dict[str, State], after: dict[str, State]) -> list[str]:
    """Files that are the same at two looks, oldest change first: whoever wrote them is done."""
    return sorted((name for name in after if before.get(name) == after[name]), key=lambda name: (after[name][1], name))


def table_of(name: str) -> str:
    """The raw table that a waiting file lands in."""
    return _folder_of(name).table


def land_waiting_files(tables: Iterable[str] | None = None, say: Callable[[str], None] = lambda line: None) -> list[LandedFile]:
    """Ingest every whole file that waits, one after another, and move it away.

    A file that cannot be used is refused with the reason. Raises WarehouseUnreachable, with the remaining files left where they are.
    """
    wanted = None if tables is None else set(tables)
    before = waiting_files(wanted)
    if not before:
        return []
    time.sleep(SETTLE_SECONDS)
    ready = settled(before, waiting_files(wanted))
    order = {folder.place: position for position, folder in enumerate(landing_folders())}
    landed = []
    for name in sorted(ready, key=lambda name: order[name.rpartition("/")[0]]):
        landed.append(_land(name))
        say(f"{name}: {landed[-1].note}")
    return landed


def _land(name: str) -> LandedFile:
    folder, path = _folder_of(name), landing_root() / name
    try:
        report = _ingest(folder, path)
    except WrongUse as problem:
        return _moved(name, folder.table, path, None, str(problem))
    except (WarehouseUnreachable, psycopg.OperationalError, OSError):
        raise
    except Exception as fault:
        sentence = f"This file met a fault in Tallyhouse ({type(fault).__name__}: {fault}): report it, and put the file back when it is mended."
        return _moved(name, folder.table, path, None, sentence)
    return _moved(name, folder.table, path, report, report.message or f"Batch {report.batch_id}: {report.landed} of {report.rows_read} rows landed.")


def _ingest(folder: LandingFolder, path: Path) -> IngestReport:
    if folder.table == "usage_events":
        return ingest_usage([path], adapter=folder.adapter, parameters=_parameters(path.parent) if folder.adapter else None)[0]
    if folder.table == "stripe_events":
        return ingest_stripe([path])[0]
    return ingest_records(folder.table, [path])[0]


def _parameters(folder: Path) -> dict[str, str]:
    path = folder / PARAMETERS
    if not path.exists():
        return {}
    try:
        given = json.loads(path.read_text())
    except (OSError, ValueError) as problem:
        raise WrongUse(f"{PARAMETERS} beside this file is no JSON object: write names and values, both as text, then put the file back.") from problem
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise WrongUse(f"{PARAMETERS} beside this file is no JSON object of texts: write names and values, both as text, then put the file back.")
    return given


def _moved(name: str, table: str, path: Path, report: IngestReport | None, note: str) -> LandedFile:
    folder = landing_root() / ("refused" if report is None else "done") / name.rpartition("/")[0]
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    end_of_name = os.fsdecode(os.fsencode(path.name)[-200:])
    target = folder / f"{stamp}-{end_of_name}"
    os.replace(path, target)
    counts = "" if report is None else json.dumps(report.to_dict(), indent=2) + "\n"
    target.with_name(f"{stamp}-note.txt").write_text(f"{printable_name(path)}\n{note}\n{counts}", errors="backslashreplace")
    return LandedFile(printable_name(path), table, target, report, note)


def _folder_of(name: str) -> LandingFolder:
    place = name.rpartition("/")[0]
    return next(folder for folder in landing_folders() if folder.place == place)


def _files_in(folder: Path) -> Iterable[tuple[Path, State]]:
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if (
            entry.is_file(follow_symlinks=False)
            and not entry.name.startswith(".")
            and not entry.name.endswith(UNFINISHED)
            and entry.name != PARAMETERS
        ):
            try:
                state = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            yield Path(entry.path), (state.st_size, state.st_mtime_ns)
