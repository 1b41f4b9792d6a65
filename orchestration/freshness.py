"""How long each kind of input, and the publication, may stay away: ``freshness.yml`` as Dagster's policies."""

from __future__ import annotations

import functools
from datetime import timedelta
from pathlib import Path

import dagster as dg
import yaml

WINDOWS = Path(__file__).with_suffix(".yml")


def freshness_of(name: str) -> dg.FreshnessPolicy:
    """The policy of a raw table, or of ``publication``; windows are in hours."""
    windows = _windows()
    hours = windows.get(name, windows["records"])
    return dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=hours["fail"]), warn_window=timedelta(hours=hours["warn"]))


@functools.cache
def _windows() -> dict[str, dict[str, int]]:
    return yaml.safe_load(WINDOWS.read_text())
