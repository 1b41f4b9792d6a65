"""When builds run: every hour, and once a month when the month has ended in every time zone. Builds exclude each other in Postgres."""

import dagster as dg

from orchestration.manifest import read_manifest, surface_models
from orchestration.runs import unfinished_run
from orchestration.translator import PUBLICATION, QUALITY, asset_key

DRAFTS = ("invoices", "invoice_lines", "invoice_taxes", "statements", "reconciliation", "reconciliation_findings")
DRAFT_SURFACES = [asset_key(node) for node in surface_models(read_manifest()).values() if node["name"] in DRAFTS]

build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.assets(QUALITY, PUBLICATION),
    description="Judge what arrived, then one build, published or failed as a whole. What is red in the judgement holds the build back.",
)
period_job = dg.define_asset_job(
    "period_end",
    selection=dg.AssetSelection.assets(QUALITY, PUBLICATION) | dg.AssetSelection.checks_for_assets(*DRAFT_SURFACES),
    description="The same after the month's end, then the checks of the drafts it made. Closing and issuing months is a job that somebody starts.",
)


@dg.schedule(
    job=build_job,
    cron_schedule="0 * * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="The build job; it skips its turn while the build before is still at work.",
)
def hourly_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A build every hour, unless the one before is still at work."""
    unfinished = unfinished_run(context.instance, build_job.name)
    return dg.SkipReason(f"The build of run {unfinished.run_id} is still at work.") if unfinished else dg.RunRequest()


# 12:30 on the first is the time at which the month before has ended in the last time zone too (UTC-12).
month_end = dg.ScheduleDefinition(
    name="month_end",
    job=period_job,
    cron_schedule="30 12 1 * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="The period job, when the month has ended in every time zone.",
)
