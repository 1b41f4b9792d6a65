"""Sensors: files that wait in the landing folder start a run, and every batch that arrived is shown on its raw asset."""

import json

import dagster as dg

from orchestration.arrivals import Batch, Look, batches_since, by_table
from orchestration.defs.raw.assets import TABLES
from orchestration.landing import make_folders, settled, table_of, waiting_files
from orchestration.runs import unfinished_run
from warehouse.errors import TallyhouseError

RAW_ASSETS = dg.AssetSelection.assets(*(["raw", table] for table in TABLES))

landing_job = dg.define_asset_job("land_waiting_files", selection=RAW_ASSETS, description="Ingest what waits in the landing folder.")


@dg.sensor(
    job=landing_job,
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Ingests the files in the landing folder that are written whole, and moves them away.",
)
def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Files that were the same at two looks are whole: a run ingests them and moves them away."""
    make_folders()
    before = {name: (size, changed) for name, (size, changed) in json.loads(context.cursor or "{}").items()}
    after = waiting_files()
    context.update_cursor(json.dumps(after))
    ready = settled(before, after)
    if not ready:
        return dg.SkipReason(f"{len(after)} files are still being written." if after else "No file waits in the landing folder.")
    if unfinished_run(context.instance, landing_job.name):
        return dg.SkipReason("The files before these are still being ingested.")
    keys = [dg.AssetKey(["raw", table]) for table in sorted({table_of(name) for name in ready})]
    return dg.SensorResult(run_requests=[dg.RunRequest(asset_selection=keys)])


@dg.sensor(
    asset_selection=RAW_ASSETS,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Shows what landed, in whatever way, at its raw asset, so that freshness is measured on it. Starts no run.",
)
def arrivals(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Every batch that was landed, in whatever way, becomes an event of its raw asset: freshness is measured on it. Starts no run."""
    look = Look.from_cursor(context.cursor)
    try:
        batches = batches_since(look)
    except TallyhouseError as problem:
        return dg.SkipReason(str(problem))
    if not batches:
        return dg.SkipReason("Nothing has arrived.")
    events = [event for table, arrived in by_table(batches).items() if (event := _event(context.instance, table, arrived))]
    return dg.SensorResult(asset_events=events, cursor=look.after(batches).to_cursor())


def _event(instance: dg.DagsterInstance, table: str, batches: list[Batch]) -> dg.AssetMaterialization | None:
    known = _batches_shown_already(instance, table)
    fresh = [batch for batch in batches if batch.batch_id not in known]
    if not fresh:
        return None
    return dg.AssetMaterialization(
        asset_key=["raw", table],
        description=f"{len(fresh)} batches arrived outside Dagster, the last of them {fresh[-1].file_name!r}.",
        metadata={
            "batch_ids": dg.MetadataValue.json([batch.batch_id for batch in fresh]),
            "rows_landed": sum(batch.landed for batch in fresh),
            "rows_rejected": sum(batch.rejected for batch in fresh),
        },
    )


def _batches_shown_already(instance: dg.DagsterInstance, table: str) -> set[int]:
    records = instance.fetch_materializations(dg.AssetKey(["raw", table]), limit=100).records
    found = [record.asset_materialization.metadata.get("batch_ids") for record in records if record.asset_materialization]
    return {batch_id for value in found if value is not None for batch_id in value.value}
