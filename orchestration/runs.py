"""Runs that Dagster has not seen the end of, and runs that failed, which the house is told of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import dagster as dg

from warehouse.connection import connect

STARTED = [dg.DagsterRunStatus(name) for name in ("NOT_STARTED", "STARTING", "STARTED", "CANCELING")]
UNFINISHED = [dg.DagsterRunStatus.QUEUED, *STARTED]
DIED = "The process of this run ended before it did: nothing it had not finished counts. The next build needs nothing from it."

A_LOOK = 100

WRITE_DOWN = """
insert into control.failed_runs (run_id, job_name, build_number, failed_at)
select %s, %s, max(builds.build_number), %s from control.builds where builds.kind <> 'shadow'
on conflict (run_id) do nothing
"""


class FailedRun(NamedTuple):
    """A run of the orchestrator that failed, in the order of control.failed_runs; ``failed_at`` in UTC."""

    run_id: str
    job_name: str
    failed_at: datetime


def unfinished_run(instance: dg.DagsterInstance, job_name: str) -> dg.DagsterRun | None:
    """A run of the job that is waiting or at work."""
    return next(iter(instance.get_runs(dg.RunsFilter(job_name=job_name, statuses=UNFINISHED), limit=1)), None)


def fail_runs_that_died(instance: dg.DagsterInstance) -> list[str]:
    """Mark every run that seems to be at work as failed and free its slots; their ids. Only for when nothing of this instance is running."""
    died = instance.get_runs(dg.RunsFilter(statuses=STARTED))
    for run in died:
        instance.report_run_failed(run, DIED)
        if instance.event_log_storage.supports_global_concurrency_limits:
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in died]


def failures_since(instance: dg.DagsterInstance, cursor: str | None) -> tuple[list[FailedRun], str | None]:
    """Runs that failed after the cursor, the oldest first and at most ``A_LOOK`` of them, and the cursor after them.

    The cursor is that of Dagster's own sensors of failed runs: JSON with the ``record_id`` of the last failure that was told.
    """
    passed = json.loads(cursor)["record_id"] if cursor else -1
    failures = dg.RunStatusChangeRecordsFilter(event_type=dg.DagsterEventType.RUN_FAILURE, after_storage_id=passed)
    records = instance.fetch_run_status_changes(failures, limit=A_LOOK, ascending=True).records
    failed = [
        FailedRun(record.run_id, record.event_log_entry.get_dagster_event().job_name, datetime.fromtimestamp(record.timestamp, UTC))
        for record in records
    ]
    return failed, json.dumps({"record_id": records[-1].storage_id}) if records else cursor


def tell_of_failed_runs(failed: Sequence[FailedRun]) -> None:
    """Put runs that failed into the outbox, each once however often it is told. What went wrong stays in their logs. Raises WarehouseUnreachable."""
    with connect("runner", application="tallyhouse failed runs") as connection, connection.cursor() as told:
        told.executemany(WRITE_DOWN, failed)
