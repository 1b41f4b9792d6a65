"""Runs that Dagster has not seen the end of, and runs that failed, which the house is told of."""

from __future__ import annotations

from datetime import datetime

import dagster as dg

from warehouse.connection import connect

STARTED = [dg.DagsterRunStatus(name) for name in ("NOT_STARTED", "STARTING", "STARTED", "CANCELING")]
UNFINISHED = [dg.DagsterRunStatus.QUEUED, *STARTED]
DIED = "The process of this run ended before it did: nothing it had not finished counts. The next build needs nothing from it."

WRITE_DOWN = """
insert into control.failed_runs (run_id, job_name, build_number, failed_at)
select %s, %s, max(builds.build_number), %s from control.builds where builds.kind <> 'shadow'
on conflict (run_id) do nothing
"""


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


def tell_of_failed_run(run_id: str, job_name: str, failed_at: datetime) -> bool:
    """Put a failed run into the outbox, once; False when it was there. What went wrong stays in the run's log. Raises WarehouseUnreachable."""
    with connect("runner", application="tallyhouse failed run") as connection:
        return connection.execute(WRITE_DOWN, (run_id, job_name, failed_at)).rowcount == 1
