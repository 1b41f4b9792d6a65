"""What a build did, as events of Dagster: its models, its gates, the tables it wrote, and its own numbers.

The book's truth is its publication row; this only shows it. What does not belong here: running a build (``warehouse.build``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import dagster as dg
from dagster_dbt.asset_utils import get_asset_check_key_for_test
from psycopg import sql

from orchestration.columns import column_metadata
from orchestration.manifest import Manifest, data_tests, plan_models, surface_models
from orchestration.translator import BEFORE_THE_BUILD, NOT_POSTED, POSTED_SCHEMAS, PUBLICATION, TRANSLATOR, asset_key
from warehouse.build.report import BuildReport, GateResult
from warehouse.connection import connect
from warehouse.dbt import read_artifact

Metadata = dict[str, Any]


def metadata_of(report: BuildReport) -> Metadata:
    """The build's own numbers: its number, as_of, rows added to the book, gates, parked accounts."""
    rows = [f"| {table} | {count:,} |" for table, count in report.rows_posted.items()]
    return {
        "build_number": report.build_number,
        "as_of": dg.MetadataValue.timestamp(report.as_of),
        "status": report.status,
        "rows_posted": sum(report.rows_posted.values()),
        "rows_posted_by_table": dg.MetadataValue.md("\n".join(["| table | rows |", "| --- | ---: |", *rows])),
        "gates": dg.MetadataValue.md(_gates_in_words(report)),
        "gates_green": sum(gate.is_green for gate in report.gates),
        "gates_red": len(report.red_gates),
        "accounts_parked": dg.MetadataValue.md(_parked_in_words(report)),
    }


def gate_events(report: BuildReport, manifest: Manifest) -> Iterator[dg.AssetCheckEvaluation]:
    """One evaluation for each gate of the build that is a check in Dagster."""
    ids = {node["name"]: key for key, node in data_tests(manifest).items()}
    for gate in report.gates:
        key = get_asset_check_key_for_test(manifest, TRANSLATOR, ids[gate.gate], None) if gate.gate in ids else None
        if key is not None:
            yield dg.AssetCheckEvaluation(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=gate.is_green,
                description=gate.message,
                metadata={"build_number": report.build_number, **_failures(gate)},
            )


def model_events(report: BuildReport, manifest: Manifest, started: datetime) -> Iterator[dg.AssetMaterialization]:
    """One materialisation for each model that the build made, each after what it reads, with its rows, columns and where they come from."""
    results = _results_since(started)
    columns = column_metadata(manifest)
    for key, node in plan_models(manifest).items():
        result = results.get(key)
        if result and result["status"] == "success":
            rows = _rows_made(result) if node["config"]["materialized"] == "table" else {}
            seconds = {"Execution Duration": float(result["execution_time"])}
            metadata = {"build_number": report.build_number, **rows, **seconds, **columns.get(key, {})}
            yield dg.AssetMaterialization(asset_key(node), metadata=metadata)


def published_events(report: BuildReport, manifest: Manifest) -> Iterator[dg.AssetMaterialization]:
    """One materialisation for each table that the posting transaction wrote or confirmed, each surface that shows it, and the publication."""
    build = {"build_number": report.build_number, "as_of": dg.MetadataValue.timestamp(report.as_of)}
    tables = [node for node in manifest["sources"].values() if node["source_name"] in POSTED_SCHEMAS and node["name"] not in NOT_POSTED]
    counts = _row_counts([(node["schema"], node["name"]) for node in tables])
    for node in tables:
        count = counts.get((node["schema"], node["name"]))
        added = {"rows_posted": report.rows_posted[node["name"]]} if node["source_name"] == "book" and node["name"] in report.rows_posted else {}
        yield dg.AssetMaterialization(asset_key(node), metadata={**build, **added, **({} if count is None else {"dagster/row_count": count})})
    for node in surface_models(manifest).values():
        yield dg.AssetMaterialization(asset_key(node), metadata=build)
    yield dg.AssetMaterialization(PUBLICATION, metadata=metadata_of(report))
    yield dg.AssetMaterialization(
        BEFORE_THE_BUILD, description=f"Build {report.build_number} is what the next plan is compared with.", metadata=build
    )


def _results_since(started: datetime) -> dict[str, dict[str, Any]]:
    artifact = read_artifact("run_results.json")
    generated = artifact.get("metadata", {}).get("generated_at", "")
    if not generated or datetime.fromisoformat(generated) < started:
        return {}
    return {result["unique_id"]: result for result in artifact["results"]}


def _rows_made(result: dict[str, Any]) -> Metadata:
    response = result.get("adapter_response") or {}
    return {"dagster/row_count": response["rows_affected"]} if response.get("code") in ("SELECT", "INSERT") else {}


def _row_counts(tables: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    with connect("runner", application="tallyhouse row counts") as connection:
        return {
            table: connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(*table))).fetchone()[0]
            for table in tables
            if connection.execute("select has_table_privilege(to_regclass(%s), 'select')", (".".join(table),)).fetchone()[0]
        }


def _failures(gate: GateResult) -> Metadata:
    return {"status": gate.status} | ({} if gate.failure_count is None else {"dagster_dbt/failed_row_count": gate.failure_count})


def _gates_in_words(report: BuildReport) -> str:
    red = [f"* **{gate.gate}** is {gate.status}: {gate.message or 'no message'}" for gate in report.red_gates]
    green = [f"* {gate.gate}" for gate in report.gates if gate.is_green]
    return "\n".join([*red, f"\n{len(green)} gates are green:\n", *green])


def _parked_in_words(report: BuildReport) -> str:
    if not report.parked:
        return "No account is parked."
    return "\n".join(
        [
            "| account | finding | reason |",
            "| --- | --- | --- |",
            *(f"| {row['account_id']} | {row['finding']} | {row['reason']} |" for row in report.parked),
        ]
    )
