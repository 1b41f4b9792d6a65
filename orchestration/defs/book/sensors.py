"""The relay's sensor: what is due in the outbox starts a run that tells the contacts. Nothing else here contacts a network.

It is stopped until somebody turns it on, so that a copy of a warehouse that is only looked at writes to nobody.
"""

import dagster as dg

from orchestration.failures import RETRIES, failure_of
from orchestration.log import progress_into
from orchestration.runs import unfinished_run
from reports.relay import deliver, due_count
from warehouse.errors import TallyhouseError


@dg.op(description="One round of the relay, as `tallyhouse relay` does.", pool="relay", retry_policy=RETRIES)
def tell_contacts(context: dg.OpExecutionContext) -> None:
    """Deliver what is due; what fails is tried again by a later run."""
    try:
        counts = deliver(progress=progress_into(context.log))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    context.add_output_metadata(counts)


@dg.job(description="Tell the contacts what is due in the outbox.")
def relay() -> None:
    """One op: the round."""
    tell_contacts()


@dg.sensor(
    job=relay,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Starts the relay when something in the outbox is due. Turn it on when you have said where the outbox goes.",
)
def outbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Something is due: a run delivers it, unless the one before is still at work."""
    try:
        due = due_count()
    except TallyhouseError as problem:
        return dg.SkipReason(str(problem))
    if not due:
        return dg.SkipReason("Nothing in the outbox is due.")
    if unfinished_run(context.instance, relay.name):
        return dg.SkipReason("The deliveries before these are still being made.")
    return dg.RunRequest()
