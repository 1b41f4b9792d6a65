"""What Dagster shows: every model, every input with its freshness, every gate as a blocking check, and when things run. Needs no database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from ingest.records import kinds
from orchestration.failures import failure_of
from orchestration.manifest import SURFACE_FOLDER, Manifest, data_tests, plan_models, surface_models, views_on_top
from orchestration.translator import BEFORE_THE_BUILD, PUBLICATION, QUALITY, asset_key
from warehouse.errors import GateFailed, WarehouseUnreachable
from warehouse.quality import expected_names
from warehouse.settings import PROJECT_ROOT

MONTHS = {dg.AssetKey(["book", "months_closed"]), dg.AssetKey(["book", "months_issued"])}


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> AssetGraph:
    return definitions.get_repository_def().asset_graph


def test_every_model_and_seed_is_an_asset_in_the_group_of_its_folder(graph: AssetGraph, manifest: Manifest) -> None:
    for node in (plan_models(manifest) | surface_models(manifest)).values():
        asset = graph.get(asset_key(node))
        assert asset.group_name == Path(node["original_file_path"]).parent.name
        assert asset.owners and {"dbt", "postgres"} <= asset.kinds
    assert {asset_key(node) for node in manifest["nodes"].values() if node["resource_type"] == "seed"} <= set(graph.get_all_asset_keys())


def test_only_inputs_their_judgement_the_plan_the_publication_and_months_can_be_run(graph: AssetGraph, manifest: Manifest) -> None:
    inputs = {dg.AssetKey(["raw", table]) for table in ("usage_events", "stripe_events", *kinds())}
    plan = {asset_key(node) for node in plan_models(manifest).values()}
    assert graph.executable_asset_keys == inputs | plan | {QUALITY, PUBLICATION} | MONTHS


def test_every_input_the_publication_and_every_surface_have_a_freshness_policy(graph: AssetGraph, manifest: Manifest) -> None:
    keys = [dg.AssetKey(["raw", table]) for table in ("usage_events", "stripe_events", *kinds())]
    for key in [*keys, QUALITY, PUBLICATION, *(asset_key(node) for node in surface_models(manifest).values())]:
        policy = graph.get(key).freshness_policy
        assert policy is not None and policy.warn_window.to_timedelta() < policy.fail_window.to_timedelta()


def test_lineage_runs_from_what_arrives_to_what_is_read(graph: AssetGraph) -> None:
    usage, balances = dg.AssetKey(["raw", "usage_events"]), dg.AssetKey(["billing", "balances"])
    above = graph.get_ancestor_asset_keys(balances)
    assert {usage, PUBLICATION, dg.AssetKey(["rules", "rated_lines_planned"]), dg.AssetKey(["book", "journal_legs"])} <= above
    assert BEFORE_THE_BUILD in graph.get(dg.AssetKey(["staging", "stg_book__rated_lines"])).parent_keys


def test_every_check_sensor_and_schedule_says_what_it_is(graph: AssetGraph, definitions: dg.Definitions) -> None:
    assert [key for key in graph.asset_check_keys if not graph.get_check_spec(key).description] == []
    unique = dg.AssetCheckKey(dg.AssetKey(["billing", "invoice_lines"]), "unique_invoice_lines_invoice_line_id")
    assert graph.get_check_spec(unique).description == "No two rows have the same invoice_line_id."
    assert [one.name for one in (*definitions.sensors, *definitions.schedules) if not one.description] == []


def test_every_data_test_is_a_blocking_check_and_every_expectation_is_one(graph: AssetGraph, manifest: Manifest) -> None:
    names = {node["name"] for node in data_tests(manifest).values()}
    tests = [key for key in graph.asset_check_keys if key.asset_key != QUALITY]
    assert {key.name for key in tests} == names
    assert all(graph.get_check_spec(key).blocking for key in tests)
    conserved = next(key for key in tests if key.name == "assert_usage_is_conserved")
    assert "usage has been lost or doubled" in (graph.get_check_spec(conserved).description or "")
    judged = {key.name: graph.get_check_spec(key).blocking for key in graph.asset_check_keys if key.asset_key == QUALITY}
    assert judged == {f"{suite}__{name}": is_critical for suite, name, _, _, is_critical in expected_names()}
    assert QUALITY in graph.get(PUBLICATION).parent_keys


def test_months_are_closed_and_issued_in_one_run_however_many(graph: AssetGraph, definitions: dg.Definitions) -> None:
    for key in MONTHS:
        node = graph.get(key)
        assert isinstance(node.partitions_def, dg.MonthlyPartitionsDefinition) and node.backfill_policy == dg.BackfillPolicy.single_run()
        assert node.pools == {"build"}
    assert definitions.get_repository_def().get_job("close_and_issue").asset_layer.selected_asset_keys == MONTHS


def test_what_may_be_over_in_a_minute_is_tried_again_and_nothing_else(definitions: dg.Definitions) -> None:
    nodes = {node.name: node for node in definitions.get_repository_def().get_job("__ASSET_JOB").all_node_defs}
    assert {name for name, node in nodes.items() if getattr(node, "retry_policy", None) is None} == set()
    assert failure_of(WarehouseUnreachable("busy")).allow_retries and not failure_of(GateFailed("red")).allow_retries


def test_builds_run_every_hour_and_at_the_months_end_and_files_are_looked_for(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    schedules = {schedule.name: (schedule.cron_schedule, schedule.job_name) for schedule in repository.schedule_defs}
    assert schedules == {"hourly_build": ("0 * * * *", "build"), "month_end": ("30 12 1 * *", "period_end")}
    assert {sensor.name for sensor in repository.sensor_defs} == {"landing_folder", "arrivals", "outbox", "failed_runs", "stripe_poll"}
    for job in ("build", "period_end"):
        assert repository.get_job(job).asset_layer.selected_asset_keys == {QUALITY, PUBLICATION}
    checked = {key.asset_key.path[1] for key in repository.get_job("period_end").asset_layer.asset_graph.asset_check_keys}
    assert {"invoices", "invoice_lines", "reconciliation_findings"} <= checked


def test_one_build_or_part_of_a_plan_at_a_time(definitions: dg.Definitions) -> None:
    pools = {node.name: node.pools for node in definitions.get_repository_def().get_job("__ASSET_JOB").all_node_defs}
    assert pools["plan"] == pools["book__publication"] == pools["surface_checks"] == {"build"}
    assert pools["book__months_closed"] == pools["book__months_issued"] == {"build"} and pools["landing"] == {"landing"}


def test_no_surface_hangs_on_what_a_build_makes_anew(manifest: Manifest) -> None:
    plan = set(plan_models(manifest))
    assert [key for key, node in surface_models(manifest).items() if plan & set(node["depends_on"]["nodes"])] == []
    assert not any(
        node["original_file_path"].startswith(SURFACE_FOLDER) for key, node in manifest["nodes"].items() if key in views_on_top(manifest, plan)
    )


def test_views_that_read_a_model_through_views_are_put_back_with_it() -> None:
    def node(kind: str) -> dict:
        return {"resource_type": "model", "original_file_path": "models/rules/a.sql", "config": {"materialized": kind}}

    nodes = {"table": node("table"), "view": node("view"), "view_of_view": node("view"), "far": node("table"), "view_of_far": node("view")}
    children = {"table": ["view"], "view": ["view_of_view"], "view_of_view": ["far"], "far": ["view_of_far"]}
    manifest = {"nodes": nodes, "child_map": children, "parent_map": {}}
    assert views_on_top(manifest, {"table"}) == {"view", "view_of_view"}


def test_definitions_load_in_less_than_20_seconds(tmp_path: Path) -> None:
    script = "import time; began = time.process_time(); import orchestration.definitions; print(time.process_time() - began)"
    environment, began = {**os.environ, "TALLYHOUSE_HOME": str(tmp_path)}, time.monotonic()
    finished = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=True)
    assert float(finished.stdout.splitlines()[-1]) < 20, f"{time.monotonic() - began:.1f} seconds on the clock"
