"""Runs that failed go to the outbox, from where the relay tells the house. A red gate goes there by itself, with its build."""

from datetime import UTC, datetime

import dagster as dg

from orchestration.runs import tell_of_failed_run
from warehouse.errors import TallyhouseError


@dg.run_failure_sensor(
    name="failed_runs",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Puts a run that failed into the outbox, once.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Put a run that failed into the outbox, once: its job, its id and what was judged red. Why it failed is in its log."""
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    ended = record.end_time if record else None
    try:
        tell_of_failed_run(run.run_id, run.job_name, datetime.fromtimestamp(ended, UTC) if ended else datetime.now(UTC))
    except TallyhouseError as problem:
        context.log.warning(f"The run {run.run_id} is not in the outbox: {problem}")
