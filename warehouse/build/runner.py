"""One build: take in, plan, audit, post and publish. Nothing is posted that is not published with it.

What does not belong here: what is planned (``models``), and how often builds run (``orchestration``).
"""

from __future__ import annotations

from datetime import datetime

import psycopg

from warehouse.build.gates import compare_gates, planned_models, write_gates
from warehouse.build.posting import post_and_publish, rows_to_post
from warehouse.build.report import BuildReport
from warehouse.build.take_in import check_installation, end_what_is_left, take_in
from warehouse.connection import connect
from warehouse.dbt import last_error, read_artifact, run_dbt
from warehouse.errors import GateFailed
from warehouse.lock import DEFAULT_WAIT_SECONDS, build_lock
from warehouse.progress import Progress, silent
from warehouse.settings import load_settings

MISSING = """
select count(*) from unnest(%s::text[]) as planned (relation) where to_regclass(planned.relation) is null
"""


def run_build(
    as_of: datetime | None = None, dry_run: bool = False, wait_seconds: float = DEFAULT_WAIT_SECONDS, progress: Progress = silent
) -> BuildReport:
    """Run one build under the build lock.

    ``as_of`` defaults to now; ``dry_run`` stops after the audit. Raises WrongUse for an ``as_of`` that goes back or lies in the future,
    WarehouseUnreachable when the lock is not free within ``wait_seconds``. A red gate is no exception, nor is a posting that was refused: the
    report says failed.
    """
    with build_lock("runner", wait_seconds, progress) as lock:
        check_installation(lock)
        end_what_is_left(lock)
        number, as_of = take_in(lock, as_of, "dry_run" if dry_run else "build")
        report = BuildReport(number, as_of, "failed")
        progress(f"build {number}: planning", 1, 3)
        _plan_and_audit(lock, report)
        if report.red_gates:
            first = report.red_gates[0]
            more = f" and {len(report.red_gates) - 1} more" if len(report.red_gates) > 1 else ""
            report.reason = f"The gate {first.gate} is {first.status}{more}: nothing was posted. {first.message or ''}".strip()
            _end(lock, report)
            return report
        with connect("poster", application=f"tallyhouse build {number}") as poster:
            report.parked = _parked(poster)
            if dry_run:
                report.status, report.rows_posted = "planned", rows_to_post(poster)
                _end(lock, report)
                return report
            progress(f"build {number}: posting", 2, 3)
            try:
                report.rows_posted = post_and_publish(poster, number, len(report.gates))
            except GateFailed as problem:
                report.reason = str(problem)
                _end(poster, report)
                return report
        report.status = "published" if sum(report.rows_posted.values()) else "nothing_new"
        progress(f"build {number}: {report.status}", 3, 3)
        return report


def _plan_and_audit(lock: psycopg.Connection, report: BuildReport) -> None:
    settings = load_settings()
    results = settings.dbt_target / "run_results.json"
    results.unlink(missing_ok=True)
    stands = not _code_has_changed(lock) and _plan_stands(lock, read_artifact("manifest.json", settings))
    kind = ["--selector", "plan_without_views"] if stands else ["--selector", "plan", "--full-refresh"]
    code = run_dbt(["build", *kind, "--exclude-resource-type", "unit_test"], settings=settings, may_fail=True)
    manifest = read_artifact("manifest.json", settings) if results.exists() else {}
    report.gates = compare_gates(manifest, read_artifact("run_results.json", settings), without_views=stands)
    write_gates(lock, report.build_number, report.gates)
    if code and not results.exists():
        report.reason = last_error((settings.logs / "dbt-last-output.txt").read_text())


def _code_has_changed(lock: psycopg.Connection) -> bool:
    """What changed code gathered before is gathered again: only tables of `rules` are rebuilt by it."""
    return lock.execute(
        "select count(distinct (builds.code_hash, builds.seed_hash)) <> 1 from control.builds"
        " where builds.kind <> 'shadow' and builds.build_number >= (select coalesce(max(publications.build_number), 0) from control.publications)"
        " or not exists (select from control.publications)"
    ).fetchone()[0]


def _plan_stands(lock: psycopg.Connection, manifest: dict) -> bool:
    """Whether every table and view of the plan is there: one that is not may have taken the views on it along, so all are made again."""
    planned = [f'"{node["schema"]}"."{node["alias"]}"' for node in planned_models(manifest).values()]
    return bool(planned) and lock.execute(MISSING, (planned,)).fetchone()[0] == 0


def _parked(poster: psycopg.Connection) -> list[dict]:
    rows = poster.execute("select account_id, finding, reason from rules.parked_accounts_planned order by account_id, finding").fetchall()
    return [{"account_id": row[0], "finding": row[1], "reason": row[2]} for row in rows]


def _end(connection: psycopg.Connection, report: BuildReport) -> None:
    """Write the outcome, unless a later build called this one abandoned before."""
    connection.execute(
        "insert into control.build_outcomes (build_number, status, reason) values (%s, %s, %s) on conflict (build_number) do nothing",
        (report.build_number, report.status, report.reason),
    )
