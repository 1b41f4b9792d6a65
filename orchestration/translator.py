"""How a dbt node looks in Dagster: its key, group, owners and kinds.

A plan is compared with the book as the last publication left it. As a dependency that would be a circle, so what the plan reads of the book is
shown as one asset of its own, ``BEFORE_THE_BUILD``. What does not belong here: what is run (``defs``).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings
from dagster_dbt.dbt_project import DbtProject

from orchestration.manifest import PLAN_FOLDERS, Manifest, Node

BEFORE_THE_BUILD = dg.AssetKey(["book", "before_the_build"])
PUBLICATION = dg.AssetKey(["book", "publication"])
QUALITY = dg.AssetKey(["control", "data_quality_results"])
POSTED_SCHEMAS = ("book", "current", "control")
# Tables of these schemas that no build writes.
NOT_POSTED = ("data_quality_results", "failed_runs")
WHAT_GENERIC_TESTS_SAY = {
    "not_null": "No row is without {column_name}.",
    "unique": "No two rows have the same {column_name}.",
    "is_unique_over": "No two rows have the same {columns} together.",
    "is_empty": "It has no row.",
}
OWNERS = {
    "raw": ["team:ingest"],
    "reference": ["team:billing"],
    "staging": ["team:billing"],
    "rules": ["team:billing"],
    "book": ["team:billing"],
    "current": ["team:billing"],
    "control": ["team:operations"],
    "billing": ["team:billing"],
    "finance": ["team:finance"],
    "operations": ["team:operations"],
    "analytics": ["team:analytics"],
}


class HouseTranslator(DagsterDbtTranslator):
    """Keys are [schema, name]; the group is the domain folder of a model, ``book`` for what a build posts, else the schema."""

    def get_asset_spec(self, manifest: Manifest, unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        kinds = {"postgres", "table"} if node["resource_type"] == "source" else {"dbt", "postgres", _kind_of(node)}
        spec = spec.replace_attributes(kinds=kinds)
        return _after_the_last_publication(spec) if node["original_file_path"].startswith(PLAN_FOLDERS) else spec

    def get_group_name(self, dbt_resource_props: Node) -> str | None:
        folders = dbt_resource_props["fqn"][1:-1]
        if dbt_resource_props["resource_type"] == "model" and len(folders) > 1:
            return folders[1]
        schema = _schema_of(dbt_resource_props)
        return "book" if schema in POSTED_SCHEMAS else schema

    def get_owners(self, dbt_resource_props: Node) -> list[str]:
        return OWNERS.get(_schema_of(dbt_resource_props), ["team:billing"])

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**super().get_metadata(dbt_resource_props), "file": dbt_resource_props["original_file_path"]}

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Manifest, unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=what_a_test_says(self.get_resource_props(manifest, unique_id)))


TRANSLATOR = HouseTranslator(DagsterDbtTranslatorSettings(enable_source_metadata=False))


def asset_key(node: Node) -> dg.AssetKey:
    """The key of a node: [schema, name]."""
    return TRANSLATOR.get_asset_key(node)


def what_a_test_says(node: Node) -> str | None:
    """The description of a test, or the comment that its file begins with, or what a test of its name says of its columns."""
    comment = itertools.takewhile(lambda line: line.startswith("--"), (node.get("raw_code") or "").splitlines())
    generic = node.get("test_metadata") or {"name": "", "kwargs": {}}
    names = {name: ", ".join(given) if isinstance(given, list) else given for name, given in generic["kwargs"].items()}
    says = WHAT_GENERIC_TESTS_SAY.get(generic["name"], "").format_map(names)
    return node.get("description") or " ".join(line.removeprefix("--").strip() for line in comment) or says or None


def external_spec(manifest: Manifest, unique_id: str, **changes: Any) -> dg.AssetSpec:
    """A node that Dagster shows and does not run, with its columns, kinds and lineage."""
    spec = TRANSLATOR.get_asset_spec(manifest, unique_id, None)
    metadata = {name: value for name, value in spec.metadata.items() if not name.startswith("dagster_dbt/")}
    return dg.AssetSpec(
        key=spec.key,
        deps=changes.get("deps", list(spec.deps)),
        description=changes.get("description") or spec.description,
        metadata=metadata,
        group_name=spec.group_name,
        owners=spec.owners,
        tags=spec.tags,
        kinds=spec.kinds,
        freshness_policy=changes.get("freshness_policy"),
    )


def _schema_of(node: Node) -> str:
    return node["source_name"] if node["resource_type"] == "source" else (node["config"].get("schema") or node["schema"])


def _kind_of(node: Node) -> str:
    return "csv" if node["resource_type"] == "seed" else ("view" if node["config"]["materialized"] == "view" else "table")


def _after_the_last_publication(spec: dg.AssetSpec) -> dg.AssetSpec:
    posted = [dep for dep in spec.deps if dep.asset_key.path[0] in POSTED_SCHEMAS]
    if not posted:
        return spec
    return spec.replace_attributes(deps=[*(dep for dep in spec.deps if dep not in posted), dg.AssetDep(BEFORE_THE_BUILD)])
