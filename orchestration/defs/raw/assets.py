"""What arrives: one asset per kind of input. A run ingests the whole files that wait in its landing folder."""

from collections import defaultdict
from collections.abc import Iterator

import dagster as dg

from ingest.records import kinds
from orchestration.failures import RETRIES, failure_of
from orchestration.freshness import freshness_of
from orchestration.landing import LandedFile, land_waiting_files
from orchestration.manifest import read_manifest
from orchestration.translator import OWNERS, external_spec
from warehouse.errors import TallyhouseError

TABLES = ("usage_events", "stripe_events", *kinds())
DESCRIPTIONS = {
    "usage_events": "Usage events in canonical columns, as they were measured; kept for good and never changed.",
    "stripe_events": "Stripe events as they came, each once.",
}
WRITTEN_BY_EVERY_INGEST = ("ingest_batches", "rejected_records", "redrives")


def _raw_spec(table: str) -> dg.AssetSpec:
    description = DESCRIPTIONS.get(table, f"Business records of the kind `{table}`: each version that arrived, newest last.")
    place = "records/" + table if table in kinds() else table.removesuffix("_events")
    return dg.AssetSpec(
        ["raw", table],
        description=f"{description}\n\nA run ingests what waits in `landing/{place}/`; `tallyhouse ingest` does the same.",
        group_name="raw",
        owners=OWNERS["raw"],
        kinds={"postgres", "table", "python"},
        metadata={"dagster/table_name": f"raw.{table}"},
        freshness_policy=freshness_of(table),
        skippable=True,
    )


@dg.multi_asset(specs=[_raw_spec(table) for table in TABLES], can_subset=True, name="landing", pool="landing", retry_policy=RETRIES)
def landing(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Ingest the files that wait for the selected tables; a table that got nothing is left as it is."""
    tables = [key.path[1] for key in context.selected_asset_keys]
    try:
        landed = land_waiting_files(tables, say=context.log.info)
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    by_table: dict[str, list[LandedFile]] = defaultdict(list)
    for file in landed:
        by_table[file.table].append(file)
    for table, files in by_table.items():
        if any(file.report and file.report.landed for file in files):
            yield dg.MaterializeResult(asset_key=["raw", table], metadata=_metadata(files))
    refused = [file for file in landed if file.report is None]
    if refused:
        lines = "\n".join(f"{file.name}: {file.note}" for file in refused)
        raise dg.Failure(
            description=f"{len(refused)} of {len(landed)} files were refused and moved to landing/refused:\n{lines}", allow_retries=False
        )


def _metadata(files: list[LandedFile]) -> dict[str, dg.MetadataValue]:
    reports = [file.report for file in files if file.report]
    lines = [f"| {file.name} | {file.note} |" for file in files]
    return {
        "batch_ids": dg.MetadataValue.json([report.batch_id for report in reports]),
        "rows_landed": dg.MetadataValue.int(sum(report.landed for report in reports)),
        "rows_rejected": dg.MetadataValue.int(sum(report.rejected for report in reports)),
        "files": dg.MetadataValue.md("\n".join(["| file | what became of it |", "| --- | --- |", *lines])),
    }


MANIFEST = read_manifest()
beside_the_rows = [
    external_spec(MANIFEST, key, deps=[["raw", table] for table in ("usage_events", "stripe_events")])
    for key, node in MANIFEST["sources"].items()
    if node["source_name"] == "raw" and node["name"] in WRITTEN_BY_EVERY_INGEST
]
