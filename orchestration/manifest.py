"""The dbt manifest that the definitions are made from: parsed when the project's files change, kept under TALLYHOUSE_HOME/dagster.

It needs no database, and it stays out of the folder a build writes to. What does not belong here: what becomes of a node (``translator``).
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo

from warehouse.dbt import dbt_command, last_error
from warehouse.errors import WrongUse
from warehouse.settings import DATABASE_NAME, PROJECT_ROOT, load_settings

PARTS = ("dbt_project.yml", "selectors.yml", "macros", "models", "seeds", "tests/gates", "warehouse/dbt_profile")
PLAN_FOLDERS = ("models/staging/", "models/rules/", "models/book/")
SURFACE_FOLDER = "models/surfaces/"

Manifest = Mapping[str, Any]
Node = Mapping[str, Any]


def dagster_home() -> Path:
    """The folder of Dagster's own files: its configuration, logs and parsed manifests."""
    return load_settings().home / "dagster"


def project_hash() -> str:
    """sha256 over the names and contents of the dbt project's files; 64 hex digits."""
    digest = hashlib.sha256()
    for part in PARTS:
        place = PROJECT_ROOT / part
        for path in [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(PROJECT_ROOT).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read_manifest() -> Manifest:
    """The manifest of the project as it stands, parsed if need be. Raises WrongUse with dbt's own words when it cannot be parsed."""
    manifest = _read(prepare_manifest())
    name_the_database(manifest, _configured_database())
    return manifest


def name_the_database(manifest: Manifest, database: str) -> None:
    """Let every relation of the manifest be in this database: a manifest is parsed without knowing which one it will be."""
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        if node.get("relation_name"):
            node["database"] = database
            node["relation_name"] = ".".join(f'"{part}"' for part in (database, node["schema"], node.get("alias") or node["identifier"]))


def _configured_database() -> str:
    try:
        return str(conninfo.conninfo_to_dict(load_settings().database_url or "").get("dbname") or DATABASE_NAME)
    except psycopg.ProgrammingError:
        return DATABASE_NAME


def prepare_manifest() -> Path:
    """Path of the manifest of the project as it stands; processes that want it at once wait for the one that parses."""
    folder = dagster_home() / "manifests"
    wanted = folder / f"{project_hash()[:32]}.json"
    if wanted.exists():
        return wanted
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "parsing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            _parse(folder / "target", wanted)
    return wanted


def plan_models(manifest: Manifest) -> dict[str, Node]:
    """Models that a build plans, by unique id, each after the models it reads."""
    order, models = _distance_from_sources(manifest), _models(manifest, PLAN_FOLDERS)
    return dict(sorted(models.items(), key=lambda item: (order[item[0]], item[0])))


def surface_models(manifest: Manifest) -> dict[str, Node]:
    """Models that people and programs read, by unique id."""
    return _models(manifest, (SURFACE_FOLDER,))


def data_tests(manifest: Manifest) -> dict[str, Node]:
    """Every data test, by unique id."""
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "test"}


def views_on_top(manifest: Manifest, made: set[str]) -> set[str]:
    """Views of the plan that read one of these models, through views alone: Postgres drops them with the table or view they read."""
    views = {key for key, node in plan_models(manifest).items() if node["config"]["materialized"] == "view"}
    found: set[str] = set()
    fresh = made
    while fresh:
        fresh = {child for key in fresh for child in manifest["child_map"].get(key, []) if child in views} - found - made
        found |= fresh
    return found


def _models(manifest: Manifest, folders: tuple[str, ...]) -> dict[str, Node]:
    return {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(folders) and node["config"]["materialized"] != "ephemeral"
    }


def _parse(target: Path, wanted: Path) -> None:
    environment = os.environ | {
        "DBT_PROFILES_DIR": str(PROJECT_ROOT / "warehouse" / "dbt_profile"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    finished = subprocess.run(
        dbt_command(["parse"], target, target), cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if finished.returncode:
        raise WrongUse(f"The dbt project cannot be parsed: {last_error(finished.stdout + finished.stderr)} Repair the file it names.")
    for older in wanted.parent.glob("*.json"):
        older.unlink(missing_ok=True)
    os.replace(target / "manifest.json", wanted)


@functools.lru_cache(maxsize=1)
def _read(path: Path) -> Manifest:
    manifest = json.loads(path.read_text())
    _look_through_ephemeral_models(manifest)
    _give_every_test_an_asset(manifest)
    return manifest


def _look_through_ephemeral_models(manifest: dict[str, Any]) -> None:
    """A model that dbt only writes into others is nothing in the database: what reads it reads what it reads."""
    nodes = manifest["nodes"]
    ephemeral = {key for key, node in nodes.items() if node["config"].get("materialized") == "ephemeral"}

    @functools.cache
    def parents(key: str) -> frozenset[str]:
        own = nodes[key]["depends_on"].get("nodes", [])
        return frozenset(seen for parent in own for seen in (parents(parent) if parent in ephemeral else [parent]))

    resolved = {key: sorted(parents(key)) for key, node in nodes.items() if "depends_on" in node}
    manifest["child_map"] = {key: [] for key in manifest["child_map"]}
    for key, found in resolved.items():
        nodes[key]["depends_on"]["nodes"] = manifest["parent_map"][key] = found
        if nodes[key].get("attached_node") in ephemeral:
            nodes[key]["attached_node"] = None
        for parent in found:
            manifest["child_map"][parent].append(key)


def _give_every_test_an_asset(manifest: dict[str, Any]) -> None:
    """A test over several models belongs to the one furthest down: only then does Dagster know it as a check."""
    order = _distance_from_sources(manifest)
    for node in data_tests(manifest).values():
        models = [key for key in node["depends_on"]["nodes"] if key in manifest["nodes"]]
        if len(node["depends_on"]["nodes"]) < 2 or node.get("attached_node") or not models:
            continue
        last = manifest["nodes"][max(models, key=lambda key: (order[key], key))]
        node["config"].setdefault("meta", {})["dagster"] = {"ref": {"name": last["name"], "package": last["package_name"]}}


def _distance_from_sources(manifest: Manifest) -> dict[str, int]:
    parents = manifest["parent_map"]

    @functools.cache
    def distance(key: str) -> int:
        return 1 + max((distance(parent) for parent in parents.get(key, [])), default=0)

    return {key: distance(key) for key in manifest["nodes"]}
