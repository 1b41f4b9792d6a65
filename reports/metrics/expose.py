"""The metrics of one look at the surfaces: as text, as a file for the node exporter's textfile collector, or asked for over HTTP on this machine.

What does not belong here: which gauges there are (``gauges``) and what is counted (the queries beside this module).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg.rows import dict_row

from reports.metrics.gauges import OF_COUNTS, OF_STAGES, PREFIX
from warehouse.connection import connect
from warehouse.errors import TallyhouseError, WarehouseUnreachable

HERE = Path(__file__).parent
HOST = "127.0.0.1"
Rows = list[dict[str, Any]]


class Surfaces(Collector):
    """Looks at the surfaces each time it is asked. With ``may_be_away`` a warehouse that does not answer is a metric and no error."""

    def __init__(self, may_be_away: bool = False) -> None:
        self.may_be_away = may_be_away

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering reads no surface."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family for each gauge."""
        up = GaugeMetricFamily(f"{PREFIX}warehouse_up", "1 when the surfaces could be read, else 0 and nothing beside it.")
        try:
            stages, counts = _look()
        except (TallyhouseError, psycopg.Error):
            if not self.may_be_away:
                raise
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _families_of_stages(stages)
        yield from _families_of_counts(counts)


def metrics_text() -> bytes:
    """Prometheus's text exposition, UTF-8. Raises WarehouseUnreachable."""
    return generate_latest(_registry(Surfaces()))


def write_metrics(out: Path) -> Path:
    """Write the text into ``out`` at once or not at all, as the textfile collector wants it: it never reads half a file."""
    text = metrics_text()
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o644)
        os.replace(beside, out)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return out


def serve_metrics(port: int) -> tuple[Any, Any]:
    """Answer on ``port`` of this machine alone, from a thread; the server and its thread. Raises WarehouseUnreachable when the port is taken."""
    from prometheus_client import start_http_server

    try:
        return start_http_server(port, addr=HOST, registry=_registry(Surfaces(may_be_away=True)))
    except OSError as problem:
        raise WarehouseUnreachable(f"Port {port} of {HOST} cannot be listened on ({problem.strerror}): choose another with --serve.") from problem


def _registry(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry


def _look() -> tuple[Rows, Rows]:
    """The stages and the counts, of one moment."""
    with connect("analyst", application="tallyhouse metrics") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.cursor(row_factory=dict_row) as cursor:
            stages, counts = (cursor.execute((HERE / name).read_text()).fetchall() for name in ("stages.sql", "counts.sql"))
            return stages, counts


def _families_of_stages(stages: Rows) -> Iterator[GaugeMetricFamily]:
    for column, says in OF_STAGES.items():
        family = GaugeMetricFamily(f"{PREFIX}stage_{column}", says, labels=["stage"])
        for row in stages:
            if row[column] is not None:
                family.add_metric([row["stage"]], float(row[column]))
        yield family


def _families_of_counts(counts: Rows) -> Iterator[GaugeMetricFamily]:
    for metric, (label, says) in OF_COUNTS.items():
        family = GaugeMetricFamily(PREFIX + metric, says, labels=[label] if label else [])
        for row in counts:
            if row["metric"] == metric:
                family.add_metric([row["label"]] if label else [], float(row["value"]))
        yield family
