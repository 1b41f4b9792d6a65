"""Runs that failed go to the outbox, from where the relay tells the house. A red gate goes there by itself, with its build.

A sensor of Dagster's own for this moves on whatever becomes of a run, and the warehouse may be away just because that is why the run failed.
"""

import dagster as dg

from orchestration.runs import failures_since, tell_of_failed_runs
from warehouse.errors import TallyhouseError


@dg.sensor(
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Puts every run that failed into the outbox, once, and waits for the warehouse where it is away. Starts no run.",
)
def failed_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Put every run that failed into the outbox, once: its job, its id and what was judged red. Why it failed is in its log."""
    failed, cursor = failures_since(context.instance, context.cursor)
    if not failed:
        return dg.SkipReason("No run has failed.")
    try:
        tell_of_failed_runs(failed)
    except TallyhouseError as problem:
        return dg.SkipReason(f"{len(failed)} runs that failed are not in the outbox yet: {problem}")
    context.update_cursor(cursor)
    return dg.SkipReason(f"{len(failed)} runs that failed are in the outbox.")
