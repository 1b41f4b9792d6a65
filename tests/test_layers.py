"""The layers of the dbt project, checked over its manifest: references run one way, and there are no exceptions.

What does not belong here: what a model computes (unit tests beside the models) and rules that need no manifest (``test_house_style``).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import jinja2
import pytest
import yaml
from jinja2 import nodes

from reports.semantic_layer import metrics
from warehouse.build.gates import expected_gates
from warehouse.dbt import dbt_command
from warehouse.settings import PROJECT_ROOT

DOMAINS = {"metering", "rating", "ledger", "invoicing", "payments", "controls", "reconciliation"}
# Layer -> layers it may refer to. Only staging and surfaces read the tables that migrations made.
MAY_REFER_TO = {
    "staging": {"staging"},
    "rules": {"staging", "rules", "seeds"},
    "book": {"staging", "rules", "book", "seeds"},
    "surfaces": {"surfaces"},
}
READS_SOURCES = {"staging", "surfaces"}
SOURCES_OF_SURFACES = {"raw", "book", "current", "control"}
PARTS_OF_A_GATE = ("**What it says.**", "**An example.**", "**Why it matters.**", "**How to remedy it.**")


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What dbt writes when it parses from nothing, which needs no database."""
    target = tmp_path_factory.mktemp("parsed")
    environment = {**os.environ, "DBT_PROFILES_DIR": str(PROJECT_ROOT / "warehouse" / "dbt_profile")}
    command = dbt_command(["--warn-error", "parse", "--quiet", "--no-partial-parse"], target, target)
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return target


@pytest.fixture(scope="module")
def manifest(parsed: Path) -> dict:
    """The manifest of that parse."""
    return json.loads((parsed / "manifest.json").read_text())


def models_of(manifest: dict) -> list[dict]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer_of(node: dict) -> str:
    """The folder under models, or ``seeds``."""
    parts = Path(node["original_file_path"]).parts
    return parts[1] if parts[0] == "models" else parts[0]


def code_of(node: dict) -> str:
    """The model's SQL without its comments."""
    return re.sub(r"--[^\n]*", "", node["raw_code"])


def test_every_model_stands_in_a_layer_and_a_domain(manifest: dict) -> None:
    misplaced = [
        node["original_file_path"]
        for node in models_of(manifest)
        if len(parts := Path(node["original_file_path"]).parts) != 4 or parts[1] not in MAY_REFER_TO or parts[2] not in DOMAINS
    ]
    assert misplaced == []


@pytest.mark.parametrize("layer", MAY_REFER_TO)
def test_references_run_one_way(manifest: dict, layer: str) -> None:
    backwards = [
        f"{node['name']} refers to {manifest['nodes'][key]['name']} ({layer_of(manifest['nodes'][key])})"
        for node in models_of(manifest)
        if layer_of(node) == layer
        for key in node["depends_on"]["nodes"]
        if not key.startswith("source.") and layer_of(manifest["nodes"][key]) not in MAY_REFER_TO[layer]
    ]
    assert backwards == []


def test_only_staging_and_surfaces_read_sources(manifest: dict) -> None:
    readers = [node["name"] for node in models_of(manifest) if node["sources"] and layer_of(node) not in READS_SOURCES]
    assert readers == []


def test_surfaces_read_only_what_no_build_drops(manifest: dict) -> None:
    read = {source for node in models_of(manifest) if layer_of(node) == "surfaces" for source, _ in node["sources"]}
    assert read <= SOURCES_OF_SURFACES


def test_every_model_and_every_column_listed_is_described(manifest: dict) -> None:
    made = [node for node in models_of(manifest) if node["config"]["materialized"] != "ephemeral"]
    silent = [node["name"] for node in models_of(manifest) if not node["description"]] + [node["name"] for node in made if not node["columns"]]
    silent += [
        f"{node['name']}.{name}" for node in models_of(manifest) for name, column in node["columns"].items() if not column["description"].strip()
    ]
    assert silent == []


def test_every_yml_beside_a_model_has_its_name(manifest: dict) -> None:
    patches = {
        (Path(node["original_file_path"]).with_suffix(".yml").as_posix(), (node["patch_path"] or "").split("://")[-1]) for node in models_of(manifest)
    }
    assert [f"{wanted} is {found or 'missing'}" for wanted, found in sorted(patches) if wanted != found] == []


def test_every_column_of_a_seed_is_typed_and_described(manifest: dict) -> None:
    untyped = []
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            header = (PROJECT_ROOT / node["original_file_path"]).read_text().splitlines()[0].split(",")
            untyped += [f"{node['name']}.{name}" for name in header if name not in node["config"]["column_types"]]
            untyped += [f"{node['name']}.{name}" for name in header if not node["columns"].get(name, {}).get("description")]
    assert untyped == []


def test_validity_is_half_open_everywhere(manifest: dict) -> None:
    closed = [node["name"] for node in models_of(manifest) if re.search(r"(?<!rows )(?<!range )\bbetween\b", code_of(node), re.IGNORECASE)]
    assert closed == []


def test_models_hold_no_program(manifest: dict) -> None:
    """Jinja in a model calls ref, source, config and our own macros, and asks at most once whether it is incremental."""
    own = {macro["name"] for macro in yaml.safe_load((PROJECT_ROOT / "macros" / "_macros.yml").read_text())["macros"]}
    callable_names = {"ref", "source", "config", "is_incremental"} | own
    offenders = []
    for node in models_of(manifest):
        tree = jinja2.Environment().parse(node["raw_code"])
        names = {name.name for name in tree.find_all(nodes.Name)}
        questions = list(tree.find_all(nodes.If))
        asked = [question for question in questions if isinstance(question.test, nodes.Call) and question.test.node.name == "is_incremental"]
        programs = list(tree.find_all((nodes.For, nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.Filter, nodes.Include)))
        if names - callable_names - {"this"} or len(questions) > 1 or len(asked) != len(questions) or programs:
            offenders.append(node["name"])
    assert offenders == []


def test_every_macro_and_its_arguments_are_described(manifest: dict) -> None:
    own = [macro for macro in manifest["macros"].values() if macro["package_name"] == "tallyhouse"]
    assert [macro["name"] for macro in own if not macro["description"]] == []
    assert [macro["name"] for macro in own if not all(argument["description"] for argument in macro["arguments"])] == []
    assert [macro["name"] for macro in own if len(macro["arguments"]) > 3] == []


def test_what_is_explored_is_what_dbt_validated(parsed: Path, manifest: dict) -> None:
    """The semantic manifest holds every metric that `tallyhouse explore` offers, over surfaces, and with the same expressions."""
    semantic = json.loads((parsed / "semantic_manifest.json").read_text())
    models = {model["name"]: model for model in semantic["semantic_models"]}
    measures = {measure["name"]: (model, measure) for model in models.values() for measure in model["measures"]}
    found = {}
    for metric in semantic["metrics"]:
        model, measure = measures[metric["type_params"]["measure"]["name"]]
        assert measure["agg"] == "sum" and metric["type"] == "simple" and metric["filter"] is None
        elements = {element["name"]: element["expr"] or element["name"] for element in (*model["entities"], *model["dimensions"])}
        found[metric["name"]] = (model["node_relation"]["alias"], measure["name"], measure["expr"] or measure["name"], elements)
    asked = metrics()
    assert found == {
        name: (metric.model, metric.measure, metric.expression, {key: told.expression for key, told in metric.dimensions.items()})
        for name, metric in asked.items()
    }
    surfaces = {node["name"]: node["columns"] for node in models_of(manifest) if layer_of(node) == "surfaces"}
    assert {metric.model for metric in asked.values()} <= set(surfaces)
    assert [spine["node_relation"]["alias"] for spine in semantic["project_configuration"]["time_spines"]] == ["calendar_days"]


def sections_of_gates() -> dict[str, str]:
    """Heading -> text of docs/gates.md."""
    text = (PROJECT_ROOT / "docs" / "gates.md").read_text()
    return {section.splitlines()[0].strip("` "): section for section in text.split("\n## ")[1:]}


def test_every_gate_is_documented(manifest: dict) -> None:
    text = "\n".join(sections_of_gates().values())
    assert [name for name in sorted(expected_gates(manifest).values()) if name not in sections_of_gates() and f"`{name}`" not in text] == []


def test_no_gate_is_documented_that_is_not_there(manifest: dict) -> None:
    gates = set(expected_gates(manifest).values())
    named = set(re.findall(r"`((?:assert|is_empty|is_unique_over|not_null)_\w+)`", (PROJECT_ROOT / "docs" / "gates.md").read_text()))
    assert sorted(named - gates) == []


def test_every_gate_is_documented_in_four_parts() -> None:
    assert [name for name, section in sections_of_gates().items() if not all(part in section for part in PARTS_OF_A_GATE)] == []
