"""Columns of the plan's tables, and which columns of which tables each comes from: for builds that ran outside Dagster's own dbt.

What does not belong here: what a model means, and whether it is right (gates).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt.core.dbt_cli_event import EventHistoryMetadata, _build_column_lineage_metadata
from psycopg import conninfo

from orchestration.manifest import Manifest, Node, dagster_home, name_the_database, plan_models
from orchestration.translator import TRANSLATOR
from warehouse.connection import connect, role_url
from warehouse.settings import load_settings

COLUMNS = Path(__file__).with_suffix(".sql").read_text()

Columns = Mapping[str, str]  # name -> type, in the order of the table


def read_columns() -> dict[tuple[str, str], Columns]:
    """Columns of every table and view of the warehouse, by (schema, name)."""
    with connect("runner", application="tallyhouse columns") as connection:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for schema, table, column, kind in connection.execute(COLUMNS):
            found.setdefault((schema, table), {})[column] = kind
    return found


def column_metadata(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """Column schema and column lineage of every model of the plan, by unique id; from the SQL that the last build compiled."""
    name_the_database(manifest, str(conninfo.conninfo_to_dict(role_url("runner"))["dbname"]))
    columns = read_columns()
    models = {key: node for key, node in plan_models(manifest).items() if _place(node) in columns}
    lineage = _lineage(manifest, models, columns)
    return {
        key: {
            "dagster/column_schema": dg.TableSchema([dg.TableColumn(name, kind) for name, kind in columns[_place(node)].items()]),
            **({"dagster/column_lineage": _as_dagster_has_it(lineage[key])} if key in lineage else {}),
        }
        for key, node in models.items()
    }


def _lineage(manifest: Manifest, models: Mapping[str, Node], columns: Mapping[tuple[str, str], Columns]) -> dict[str, dict[str, list[list[Any]]]]:
    """Reading every model takes seconds, so it is done once for each version of the models and kept."""
    target = load_settings().dbt_target
    compiled = [target / "compiled" / node["package_name"] / node["original_file_path"] for node in models.values()]
    digest = hashlib.sha256(json.dumps(sorted((list(place), dict(found)) for place, found in columns.items())).encode())
    for path in compiled:
        digest.update(path.read_bytes() if path.exists() else b"-")
    kept = dagster_home() / "column_lineage" / f"{digest.hexdigest()[:32]}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    found = {key: deps for key, node in models.items() if (deps := _lineage_of(manifest, node, columns, target)) is not None}
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in kept.parent.glob("*.json"):
        older.unlink(missing_ok=True)
    written = kept.with_name(f"{os.getpid()}.part")
    written.write_text(json.dumps(found))
    os.replace(written, kept)
    return found


def _lineage_of(manifest: Manifest, node: Node, columns: Mapping[tuple[str, str], Columns], target: Path) -> dict[str, list[list[Any]]] | None:
    parents = [manifest["nodes"].get(key) or manifest["sources"][key] for key in node["depends_on"]["nodes"]]
    try:
        metadata = _build_column_lineage_metadata(
            event_history_metadata=EventHistoryMetadata(
                columns=_typed(columns[_place(node)]),
                parents={parent["relation_name"]: _typed(columns.get(_place(parent), {})) for parent in parents},
            ),
            dbt_resource_props=dict(node),
            manifest=manifest,
            dagster_dbt_translator=TRANSLATOR,
            target_path=target,
            project=None,
        )
    except Exception:  # SQL that the parser of columns does not follow: the model is shown without them
        return None
    lineage = metadata.get("dagster/column_lineage")
    return lineage and {
        column: sorted([list(dep.asset_key.path), dep.column_name] for dep in deps) for column, deps in lineage.deps_by_column.items()
    }


def _as_dagster_has_it(deps: Mapping[str, list[list[Any]]]) -> dg.TableColumnLineage:
    return dg.TableColumnLineage({column: [dg.TableColumnDep(dg.AssetKey(path), name) for path, name in found] for column, found in deps.items()})


def _typed(columns: Columns) -> dict[str, dict[str, str]]:
    return {name: {"data_type": kind} for name, kind in columns.items()}


def _place(node: Node) -> tuple[str, str]:
    return node["schema"], node.get("alias") or node["name"]
