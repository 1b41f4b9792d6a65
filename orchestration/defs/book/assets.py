"""The publication: one asset that runs the whole build, as `tallyhouse build` does, and the tables that its posting transaction writes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from orchestration.failures import RETRIES, failure_of
from orchestration.freshness import freshness_of
from orchestration.log import progress_into
from orchestration.manifest import plan_models, read_manifest
from orchestration.translator import NOT_POSTED, OWNERS, POSTED_SCHEMAS, PUBLICATION, QUALITY, asset_key, external_spec
from orchestration.what_a_build_did import gate_events, metadata_of, model_events, published_events
from warehouse.build import run_build
from warehouse.errors import TallyhouseError

MANIFEST = read_manifest()
PLANNED_TO_POST = [asset_key(node) for node in plan_models(MANIFEST).values() if node["original_file_path"].startswith("models/book/")]
WHAT_A_TABLE_HOLDS = {
    "book": "A table of the book: inserted by the posting transaction of a build, never changed.",
    "current": "What is true now: refreshed by the posting transaction of each build.",
    "control": "What happened when: builds, batches, gates, publications.",
}


@dg.asset(
    key=PUBLICATION,
    deps=[*PLANNED_TO_POST, QUALITY],
    group_name="book",
    owners=OWNERS["book"],
    kinds={"python", "postgres"},
    freshness_policy=freshness_of("publication"),
    output_required=False,
    pool="build",
    retry_policy=RETRIES,
)
def publication(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """The whole build: take in, plan, audit, post and publish; the same function as `tallyhouse build`.

    It plans everything itself, whatever was made before. A red gate fails the run with its reason, and then nothing was posted.
    The jobs judge the data first and do not come here while that is red; whoever has looked materialises this asset alone.
    """
    started = datetime.now(UTC)
    try:
        report = run_build(progress=progress_into(context.log))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    yield from _shown(context, model_events(report, MANIFEST, started))
    yield from _shown(context, gate_events(report, MANIFEST))
    if report.status == "failed":
        reason = report.reason or "The build failed and nothing was posted."
        raise dg.Failure(description=reason, metadata=metadata_of(report), allow_retries=False)
    yield from _shown(context, published_events(report, MANIFEST))


def _shown(context: dg.AssetExecutionContext, events: Iterator[Any]) -> Iterator[Any]:
    """The events; a fault in showing a build never makes a published build look failed."""
    try:
        yield from list(events)
    except Exception as fault:
        context.log.warning(f"Not all of this build can be shown ({type(fault).__name__}: {fault}); the build itself is not affected.")


written_by_the_posting = [
    external_spec(
        MANIFEST,
        key,
        deps=[PUBLICATION],
        description=WHAT_A_TABLE_HOLDS[node["source_name"]],
        freshness_policy=freshness_of("publication"),
    )
    for key, node in MANIFEST["sources"].items()
    if node["source_name"] in POSTED_SCHEMAS and node["name"] not in NOT_POSTED
]
