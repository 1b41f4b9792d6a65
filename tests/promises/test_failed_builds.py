"""A failed or missing gate posts and publishes nothing, and what a failed build had taken in is billed by the next good one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.promises.small_month import AS_OF, land_everything, land_records, land_usage, usage_events
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse import dbt
from warehouse.build import gates, posting, run_build, runner
from warehouse.build.report import GateResult
from warehouse.settings import PROJECT_ROOT

GATE_OVER_TWO_MODELS = """-- A gate over two models of the plan that is always red.
select rated_lines_to_post.rated_line_id
from {{ ref('rated_lines_to_post') }} as rated_lines_to_post
cross join {{ ref('periods_to_post') }} as periods_to_post
"""


def build(as_of: str = AS_OF):
    return run_build(as_of=datetime.fromisoformat(as_of))


@pytest.fixture
def project_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The dbt project in a folder of its own, for gates that must not reach the real one."""
    import shutil

    folder = tmp_path / "project"
    for name in ("models", "macros", "seeds", "tests/gates"):
        shutil.copytree(PROJECT_ROOT / name, folder / name)
    for name in ("dbt_project.yml", "selectors.yml"):
        shutil.copy(PROJECT_ROOT / name, folder)
    monkeypatch.setattr(dbt, "dbt_command", lambda arguments, target, logs: _in_project(arguments, target, logs, folder))
    return folder


def _in_project(arguments: list[str], target: Path, logs: Path, folder: Path) -> list[str]:
    import sys

    return [str(Path(sys.executable).parent / "dbt"), *arguments, "--project-dir", str(folder), "--target-path", str(target), "--log-path", str(logs)]


@pytest.mark.slow
def test_a_red_gate_over_two_models_posts_nothing_and_loses_nothing(
    warehouse: TemporaryWarehouse, template: Template, tmp_path: Path, project_copy: Path
) -> None:
    land_records(warehouse, tmp_path)
    events = usage_events()
    land_usage(tmp_path, "first.jsonl", events[:90])
    gate = project_copy / "tests" / "gates" / "assert_never_green.sql"
    gate.write_text(GATE_OVER_TWO_MODELS)
    before = book_counts(warehouse)
    failed = build("2026-03-15T00:00:00Z")
    assert failed.status == "failed"
    assert [result.gate for result in failed.red_gates if result.status == "fail"] == ["assert_never_green"]
    assert "assert_never_green" in failed.reason
    assert book_counts(warehouse) == before
    assert warehouse.rows("select status from control.gate_results where gate = 'assert_never_green'") == [("fail",)]

    gate.unlink()
    land_usage(tmp_path, "second.jsonl", events[90:])
    assert build().status == "published"
    landed_and_failed_between = truth(warehouse)
    with_one_good_build = _truth_of_one_build(template, tmp_path)
    assert landed_and_failed_between == with_one_good_build


def _truth_of_one_build(template: Template, folder: Path) -> list[str]:
    """The same usage in an empty database on the same server, built once."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        land_records(fresh, folder)
        land_usage(folder, "all.jsonl", usage_events())
        assert build().status == "published"
        return truth(fresh)


@pytest.mark.slow
@pytest.mark.compiled_plan
@pytest.mark.parametrize("what", ["lost", "warned", "no results at all"])
def test_a_gate_without_a_green_result_posts_nothing(
    warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    land_everything(warehouse, tmp_path)
    before = book_counts(warehouse)
    real = dbt.read_artifact

    def tampered(name: str, settings=None) -> dict:
        artifact = json.loads(json.dumps(real(name, settings)))
        if name == "run_results.json":
            for number, result in enumerate(artifact["results"]):
                if "assert_usage_is_conserved" in result["unique_id"]:
                    if what == "lost":
                        del artifact["results"][number]
                    else:
                        result["status"] = "warn"
                    break
            if what == "no results at all":
                artifact["results"] = []
        return artifact

    monkeypatch.setattr(runner, "read_artifact", tampered)
    report = build()
    assert report.status == "failed"
    assert any(gate.gate == "assert_usage_is_conserved" and not gate.is_green for gate in report.gates)
    assert book_counts(warehouse) == before
    monkeypatch.undo()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_posting_that_would_not_be_coherent_fails_the_build_and_is_told(
    warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land_everything(warehouse, tmp_path)
    before = book_counts(warehouse)
    with monkeypatch.context() as incoherent:
        incoherent.setattr(posting, "INCOHERENCES", "select 'entries_balance', 'found by build ' || %(build)s")
        failed = build("2026-03-15T00:00:00Z")
    assert failed.status == "failed" and failed.red_gates == [] and failed.rows_posted == {}
    assert "would not be coherent (entries_balance: found by build 1)" in failed.reason
    assert book_counts(warehouse) == before
    assert build().status == "published"
    assert warehouse.rows("select status, reason from control.build_outcomes where build_number = 1") == [("failed", failed.reason)]
    assert warehouse.rows("select event_type, build_number from operations.outbox where event_type = 'build_failed'") == [("build_failed", 1)]


def test_a_manifest_without_gates_is_red() -> None:
    assert [gate.status for gate in gates.compare_gates({}, {})] == ["missing"]
    assert not GateResult("any", "skipped").is_green


@pytest.mark.slow
def test_an_event_moved_to_another_type_leaves_nothing_behind(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records(warehouse, tmp_path)
    event = next(
        event for event in usage_events() if event["event_kind"] == "span" and event["account_id"] == "ada" and event["resource_type"] == "H100"
    )
    land_usage(tmp_path, "first.jsonl", [event])
    assert build("2026-04-01T12:00:00Z").status == "published"
    assert warehouse.rows("select count(*) from billing.rated_usage where amount_exact > 0 and resource_type = 'H100'")[0][0] > 0
    moved = event | {"event_id": "moved", "replaces_event_id": event["event_id"], "resource_type": "L4"}
    land_usage(tmp_path, "second.jsonl", [moved])
    assert build().status == "published"
    assert warehouse.rows(
        "select coalesce(sum(amount_exact), 0), coalesce(sum(quantity), 0) from billing.rated_usage where resource_type = 'H100'"
    ) == [(0, 0)]
    posted = warehouse.rows("select -sum(amount_minor) from billing.ledger_entries where entry_type = 'usage_debit'")[0][0]
    rated = warehouse.rows("select round(sum(amount_exact)) from billing.rated_usage")[0][0]
    assert posted == rated > 0
