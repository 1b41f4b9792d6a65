"""Gates: the tests that the manifest lists for the plan, compared with the results that dbt wrote. A missing result is a failed one."""

from __future__ import annotations

import psycopg

from warehouse.build.report import GateResult

PLAN_FOLDERS = ("models/staging/", "models/rules/", "models/book/")


def expected_gates(manifest: dict) -> dict[str, str]:
    """Every test in the manifest that looks at a model of the plan: unique id -> name."""
    nodes = manifest.get("nodes", {})
    planned = {key for key, node in nodes.items() if node["resource_type"] == "model" and node["original_file_path"].startswith(PLAN_FOLDERS)}
    return {
        key: node["name"]
        for key, node in nodes.items()
        if node["resource_type"] == "test" and planned & set(node.get("depends_on", {}).get("nodes", []))
    }


def planned_models(manifest: dict, without_views: bool = False) -> dict[str, dict]:
    """Every enabled model of the plan that dbt builds: unique id -> node."""
    not_built = ("ephemeral", "view") if without_views else ("ephemeral",)
    return {
        key: node
        for key, node in manifest.get("nodes", {}).items()
        if node["resource_type"] == "model"
        and node["original_file_path"].startswith(PLAN_FOLDERS)
        and node["config"]["materialized"] not in not_built
    }


def compare_gates(manifest: dict, run_results: dict, without_views: bool = False) -> list[GateResult]:
    """Results of all expected gates and models in the order of their names. Anything but a pass, a warning included, is red."""
    results = {result["unique_id"]: result for result in run_results.get("results", [])}
    gates = [_judge(name, results.get(key), "pass") for key, name in expected_gates(manifest).items()]
    models = [_judge(f"model {node['name']}", results.get(key), "success") for key, node in planned_models(manifest, without_views).items()]
    red_models = [gate for gate in models if not gate.is_green]
    gates = sorted(gates, key=lambda gate: gate.gate) + sorted(red_models, key=lambda gate: gate.gate)
    return gates or [GateResult("the plan has gates", "missing", None, "The manifest lists no gate at all: dbt did not get as far as that.")]


def write_gates(connection: psycopg.Connection, build_number: int, gates: list[GateResult]) -> None:
    """Keep every result in control.gate_results, in one transaction of the runner."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into control.gate_results (build_number, gate, status, failure_count, message) values (%s, %s, %s, %s, %s)",
            [(build_number, gate.gate, gate.status, gate.failure_count, gate.message) for gate in gates],
        )


def _judge(name: str, result: dict | None, good: str) -> GateResult:
    if result is None or result["status"] == "skipped":
        return GateResult(name, "missing", None, "The check did not run.")
    if result["status"] == good:
        return GateResult(name, "pass", 0, None)
    status = "fail" if result["status"] in ("fail", "warn") else "error"
    return GateResult(name, status, result.get("failures"), " ".join((result.get("message") or "").split())[:1000])
