"""One run of the suites: what is usual, what is judged, what was found; written down in ``control.data_quality_results``.

Nothing depends on the clock: the newest delivery is compared with the ones before it. What does not belong here: what is expected (``suites``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from warehouse.connection import connect, role_url
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent
from warehouse.quality.judge import URL
from warehouse.quality.suites import NOTHING_USUAL, SUITES, Expectation, Usual
from warehouse.settings import load_settings

HERE = Path(__file__).parent
RUN_LOCK = 7_255_023
ROWS_OF_HISTORY = 1_000_000  # a delivery more is compared with while they hold fewer rows than this
SECONDS = 900
NEWEST_BUILD = "select build_number, as_of from control.builds where kind <> 'shadow' order by build_number desc limit 1"
WRITE_DOWN = """
insert into control.data_quality_results
(run_number, suite, expectation, subject, expectation_type, severity, status, says, is_waiting,
 build_number, history_count, element_count, unexpected_count, observed, lowest, highest, as_of)
values (%(run_number)s, %(suite)s, %(expectation)s, %(subject)s, %(expectation_type)s, %(severity)s, %(status)s, %(says)s, %(is_waiting)s,
 %(build_number)s, %(history_count)s, %(element_count)s, %(unexpected_count)s, %(observed)s, %(lowest)s, %(highest)s, %(as_of)s)
"""


@dataclass
class QualityResult:
    """What was found of one expectation; counts are rows, ``observed`` and its limits a number of rows, a ratio or a share.
    ``is_waiting``: what was looked at waits for a build."""

    suite: str
    expectation: str
    subject: str
    expectation_type: str
    severity: str
    status: str
    says: str
    is_waiting: bool
    history_count: int
    element_count: int | None = None
    unexpected_count: int | None = None
    observed: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def is_holding(self) -> bool:
        """Critical, not met, and not built yet: nothing should be posted before somebody has looked. Whoever builds it has."""
        return self.is_waiting and self.severity == "critical" and self.status in ("missed", "error")


@dataclass
class QualityReport:
    """One run. ``build_number`` and ``as_of``: of the newest build at the time, None when there was none."""

    run_number: int
    build_number: int | None
    as_of: datetime | None
    results: list[QualityResult] = field(default_factory=list)

    @property
    def holding(self) -> list[QualityResult]:
        return [result for result in self.results if result.is_holding]

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self) | {"holding": [f"{result.suite}.{result.expectation}" for result in self.holding]}


def check_quality(progress: Progress = silent) -> QualityReport:
    """Judge what waits for a build, or else what the newest build took, and what it booked. Raises WarehouseUnreachable, WrongUse."""
    with connect("runner", autocommit=True, application="tallyhouse quality") as connection:
        if connection.execute("select to_regclass('control.data_quality_results')").fetchone()[0] is None:
            raise WrongUse("This warehouse is not set up for data quality: run `tallyhouse up` first.")
        progress("looking at what is usual")
        usual, given = _look(connection)
        wanted = {suite: make(usual[suite]) for suite, make in SUITES.items()}
        queries = _queries(connection, given)
        everything = [(suite, one) for suite, expectations in wanted.items() for one in expectations]
        enough = {id(one): one.query in queries and usual[suite]["rows_judged"] >= one.least_rows for suite, one in everything}
        judged = {f"{suite}.{one.name}": one for suite, one in everything if enough[id(one)] and not one.lacks_history}
        progress("judging")
        found = _judge(queries, judged) if judged else {}
        newest = connection.execute(NEWEST_BUILD).fetchone() or (None, None)
        results = [_result(suite, one, usual[suite]["is_waiting"], enough[id(one)], found) for suite, one in everything]
        return _written_down(connection, QualityReport(0, newest[0], newest[1], results))


def _look(connection: psycopg.Connection) -> tuple[dict[str, Usual], dict[str, dict[str, Any]]]:
    """What is usual for each suite, and the values that the queries over what is judged take."""
    usual, given = {}, {}
    for suite, kind in (("raw_usage", "usage"), ("raw_stripe", "stripe")):
        deliveries = _rows(connection, "deliveries", {"kind": kind})
        history, earlier = dict(NOTHING_USUAL), deliveries[1:]
        history |= _rows(connection, f"{kind}_history", {"batch_ids": _of_enough_rows(earlier)})[0]
        usual[suite] = history | {
            "landed_counts": [row["landed_count"] for row in earlier],
            "is_waiting": bool(deliveries) and deliveries[0]["is_waiting"],
            "rows_judged": deliveries[0]["rows_read"] if deliveries else 0,
        }
        if deliveries:
            delivery = {name: deliveries[0][name] for name in ("turned_away_count", "landed_count", "rows_read")}
            given[f"{kind}_delivery"] = {"file": "delivery", **delivery}
        if deliveries and deliveries[0]["landed_count"]:
            medians = {name: json.dumps(history[name]) for name in ("median_quantities", "median_amounts")}
            given[kind] = {"file": kind, "batch_ids": deliveries[0]["batch_ids"], **medians}
    booked = dict(NOTHING_USUAL) | _rows(connection, "booked_history", {})[0]
    usual["surfaces"] = booked
    if booked["judged_build"]:
        given["booked"] = {"file": "booked", "judged_build": booked["judged_build"], "median_amounts": json.dumps(booked["median_amounts"])}
    if booked["usage_count"]:
        given["waiting"] = {"file": "waiting", "waiting_count": booked["waiting_count"], "usage_count": booked["usage_count"]}
    return usual, given


def _of_enough_rows(deliveries: list[dict[str, Any]]) -> list[int]:
    """Batches of the newest earlier deliveries, as many as it takes."""
    batch_ids: list[int] = []
    rows = 0
    for delivery in deliveries:
        if batch_ids and rows >= ROWS_OF_HISTORY:
            break
        batch_ids += delivery["batch_ids"]
        rows += delivery["landed_count"]
    return batch_ids


def _rows(connection: psycopg.Connection, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    return connection.cursor(row_factory=dict_row).execute((HERE / f"{name}.sql").read_text(), parameters).fetchall()


def _queries(connection: psycopg.Connection, given: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The queries with their values in place, each of the form that Great Expectations takes: it begins with select."""
    queries = {}
    for name, values in given.items():
        text = (HERE / f"{values['file']}.sql").read_text()
        literals = {key: sql.Literal(value) for key, value in values.items() if key != "file"}
        queries[name] = f"select judged.* from (\n{sql.SQL(text).format(**literals).as_string(connection)}\n) as judged"
    return queries


def _judge(queries: dict[str, str], judged: dict[str, Expectation]) -> dict[str, dict[str, Any]]:
    """What Great Expectations says of each; nothing of one that it did not answer for."""
    wanted = [{"name": name, "query": one.query, "kind": one.kind, "kwargs": one.kwargs} for name, one in judged.items()]
    with tempfile.TemporaryDirectory(prefix="tallyhouse-quality-") as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
            "GX_ANALYTICS_ENABLED": "false",
            "HOME": home,
            "PGOPTIONS": f"-c default_transaction_read_only=on -c timezone=UTC -c statement_timeout={SECONDS}s",
            URL: _address(),
        }
        command = [sys.executable, "-P", str(HERE / "judge.py")]
        asked = json.dumps({"queries": queries, "expectations": wanted})
        try:
            finished = subprocess.run(command, cwd=home, env=environment, input=asked, capture_output=True, text=True, timeout=SECONDS)
            _keep_for_a_look(finished.stderr)
            return {one["name"]: one for one in json.loads(finished.stdout)}
        except (subprocess.TimeoutExpired, ValueError):
            return {}


def _address() -> str:
    """The runner's address as SQLAlchemy takes it. A socket stands in the query; Great Expectations wants a host all the same."""
    parts = urlsplit(role_url("runner"))
    return urlunsplit(parts._replace(scheme="postgresql+psycopg2", netloc=f"{parts.netloc}localhost" if parts.netloc.endswith("@") else parts.netloc))


def _keep_for_a_look(output: str) -> None:
    """What it printed, without the role's password, should a library have printed its address."""
    password = urlsplit(_address()).password
    output = output.replace(password, "***") if password else output
    logs = load_settings().logs
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "quality-last-output.txt").write_text(output)


def _result(suite: str, one: Expectation, is_waiting: bool, has_rows: bool, found: dict[str, dict[str, Any]]) -> QualityResult:
    limits = {name: _decimal(one.kwargs.get(f"{limit}_value")) for name, limit in (("lowest", "min"), ("highest", "max"))}
    result = QualityResult(suite, one.name, one.subject, one.kind, one.severity, "error", one.says, is_waiting, one.history_count, **limits)
    answer = found.get(f"{suite}.{one.name}")
    if not has_rows:
        result.status = "nothing_to_judge"
    elif one.lacks_history:
        result.status = "no_history"
    elif answer is not None:
        result.element_count, result.unexpected_count = answer["element_count"], answer["unexpected_count"]
        result.observed = _decimal(answer["observed"])
        is_empty = one.kind.startswith("expect_column_m") and result.observed is None
        result.status = "error" if answer["is_broken"] else "nothing_to_judge" if is_empty else "met" if answer["is_met"] else "missed"
    return result


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None
    return round(number, 9) if number is not None and number.is_finite() else None


def _written_down(connection: psycopg.Connection, report: QualityReport) -> QualityReport:
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (RUN_LOCK,))
        report.run_number = connection.execute("select coalesce(max(run_number), 0) + 1 from control.data_quality_results").fetchone()[0]
        common = {"run_number": report.run_number, "build_number": report.build_number, "as_of": report.as_of}
        for result in report.results:
            connection.execute(WRITE_DOWN, asdict(result) | common)
    return report
