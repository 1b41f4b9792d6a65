"""The judgement of what arrived: one asset, one check for each expectation. What is critical and not met holds the build of the same run back."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.failures import RETRIES, failure_of
from orchestration.freshness import freshness_of
from orchestration.log import progress_into
from orchestration.manifest import read_manifest
from orchestration.translator import NOT_POSTED, OWNERS, QUALITY, external_spec
from warehouse.errors import TallyhouseError
from warehouse.quality import QualityReport, check_quality, expected_names

ON_THE_WAY = {
    "no_history": "Too few earlier deliveries to compare with.",
    "nothing_to_judge": "There is no row to look at, or too few to tell.",
}


@dg.asset(
    key=QUALITY,
    deps=[["raw", "usage_events"], ["raw", "stripe_events"]],
    check_specs=[
        dg.AssetCheckSpec(f"{suite}__{name}", asset=QUALITY, blocking=is_critical, description=f"{says}\n\nLooks at `{subject}`.")
        for suite, name, subject, says, is_critical in expected_names()
    ],
    group_name="operations",
    owners=OWNERS["control"],
    kinds={"python", "postgres", "greatexpectations"},
    metadata={"dagster/table_name": "control.data_quality_results"},
    retry_policy=RETRIES,
    freshness_policy=freshness_of("publication"),
)
def data_quality(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """What waits for a build, or else the newest delivery, against the earlier ones; the same function as `tallyhouse quality`.

    A check that is critical and not met holds the build back that would follow in the same run. Look at it; what is right after all is built by
    materialising `book/publication` alone, or by `tallyhouse build`, and holds nothing back any more.
    """
    try:
        report = check_quality(progress=progress_into(context.log))
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    yield dg.MaterializeResult(asset_key=QUALITY, metadata=_metadata(report))
    for result in report.results:
        yield dg.AssetCheckResult(
            asset_key=QUALITY,
            check_name=f"{result.suite}__{result.expectation}",
            passed=result.status not in ("missed", "error"),
            severity=dg.AssetCheckSeverity.ERROR if result.is_holding else dg.AssetCheckSeverity.WARN,
            description=" ".join([result.says, *([ON_THE_WAY[result.status]] if result.status in ON_THE_WAY else [])]),
            metadata={"status": result.status, **_numbers(result)},
        )


def _numbers(result: Any) -> dict[str, Any]:
    names = ("history_count", "element_count", "unexpected_count", "observed", "lowest", "highest")
    return {name: str(value) if name in names[3:] else value for name in names if (value := getattr(result, name)) is not None}


def _metadata(report: QualityReport) -> dict[str, Any]:
    rows = [f"| {result.suite} | {result.expectation} | {result.status} | {result.severity} | {result.says} |" for result in report.results]
    return {
        "run_number": report.run_number,
        "holding": len(report.holding),
        "expectations": dg.MetadataValue.md(
            "\n".join(["| suite | expectation | found | severity | what is expected |", "| --- | --- | --- | --- | --- |", *rows])
        ),
    }


MANIFEST = read_manifest()
written_by_sensors = [
    external_spec(MANIFEST, key, deps=[], description="Runs of the orchestrator that failed: the outbox tells the house of each.")
    for key, node in MANIFEST["sources"].items()
    if node["source_name"] == "control" and node["name"] in NOT_POSTED and node["name"] != QUALITY.path[-1]
]
