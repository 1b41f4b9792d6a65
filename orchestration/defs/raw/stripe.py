"""The provider's events from its API: a poll that closes the gaps webhooks leave. It contacts the provider and nobody else.

It is stopped until somebody turns it on, and rests without a key, so that a copy of a warehouse that is only looked at asks for nothing.
"""

import os

import dagster as dg

from ingest.stripe_api import KEY, ingest_from_api
from orchestration.failures import RETRIES, failure_of
from orchestration.log import progress_into
from orchestration.runs import unfinished_run
from warehouse.errors import TallyhouseError


@dg.op(
    description="What the API has and the warehouse lacks, as `tallyhouse ingest stripe --from-api` lands it.", pool="stripe", retry_policy=RETRIES
)
def land_from_the_api(context: dg.OpExecutionContext) -> None:
    """Every event of the API's thirty days that is missing; the arrivals sensor shows the batches on their asset."""
    try:
        reports = ingest_from_api(progress=progress_into(context.log))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    landed, rejected = sum(report.landed for report in reports), sum(report.rejected for report in reports)
    context.add_output_metadata({"batches": len(reports), "rows_landed": landed, "rows_rejected": rejected})


@dg.job(description="Ask the provider's API for events that no webhook brought.")
def poll_stripe() -> None:
    """One op: the poll."""
    land_from_the_api()


@dg.sensor(
    job=poll_stripe,
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Asks Stripe for what no webhook brought, while there is a key. Turn it on where events are polled.",
)
def stripe_poll(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A poll every five minutes while there is a key, unless the one before is still at work."""
    if not os.environ.get(KEY, "").strip():
        return dg.SkipReason(f"There is no key: put a restricted one that may read events into {KEY}.")
    if unfinished_run(context.instance, poll_stripe.name):
        return dg.SkipReason("The poll before this one is still at work.")
    return dg.RunRequest()
