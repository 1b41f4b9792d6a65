"""Builds of stories without dbt's own seconds: the statements that dbt compiled once, run in its order by the build role in this process.

Only ``run_dbt`` is another: the runner, its gates, the posting transaction and the tables are the real ones, and a red gate is red. The stories
of builds themselves (crash, failure, concurrency, environment, the golden months) plan with dbt. What does not belong here: what is expected.
"""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from typing import Any
from unittest import mock

import psycopg

from warehouse import dbt
from warehouse.build.gates import PLAN_FOLDERS
from warehouse.connection import connect
from warehouse.settings import Settings

FILE = "compiled_plan.json"
PLANNED_BY = "warehouse.build.runner.run_dbt"


def compile_plan(settings: Settings) -> None:
    """Have dbt make the plan's tables once, then compile it, and keep the statements in the warehouse's home."""
    dbt.run_dbt(["run", "--selector", "plan", "--full-refresh"], settings=settings)
    dbt.run_dbt(["compile", "--selector", "plan"], settings=settings)
    manifest = dbt.read_artifact("manifest.json", settings)
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "test")}
    order = TopologicalSorter({key: [above for above in node["depends_on"]["nodes"] if above in nodes] for key, node in nodes.items()}).static_order()
    steps = [_step(key, nodes[key]) for key in order if nodes[key].get("compiled_code") and _is_planned(nodes, key)]
    (settings.home / FILE).write_text(json.dumps(steps))


def run_dbt(arguments: list[str], *, settings: Settings, may_fail: bool = False) -> int:
    """What the runner calls: the compiled statements where the warehouse has them, else dbt."""
    if settings.is_shadow or arguments[0] != "build" or not (settings.home / FILE).exists():
        return dbt.run_dbt(arguments, settings=settings, may_fail=may_fail)
    results = []
    with connect("build", autocommit=True, settings=settings) as connection:
        for step in json.loads((settings.home / FILE).read_text()):
            results.append({"unique_id": step["unique_id"], **_ran(connection, step)})
            if results[-1]["status"] == "error":
                break
    (settings.dbt_target / "run_results.json").write_text(json.dumps({"results": results}))
    return int(any(result["status"] in ("error", "fail") for result in results))


def _is_planned(nodes: dict[str, Any], key: str) -> bool:
    """A model of the plan that is more than text in others, or a test of one."""
    node = nodes[key]
    if node["resource_type"] == "test":
        return any(_is_planned(nodes, above) for above in node["depends_on"]["nodes"] if above in nodes)
    return node["original_file_path"].startswith(PLAN_FOLDERS) and node["config"]["materialized"] != "ephemeral"


def _step(key: str, node: dict[str, Any]) -> dict[str, str]:
    kind = "test" if node["resource_type"] == "test" else node["config"]["materialized"]
    # The statements name the database they were compiled in; a copy has another name.
    statement = node["compiled_code"].replace(f'"{node["database"]}".', "")
    return {
        "unique_id": key,
        "kind": kind,
        "relation": f'"{node["schema"]}"."{node["alias"]}"',
        "sql": statement,
        "key": node["config"].get("unique_key"),
    }


def _ran(connection: psycopg.Connection, step: dict[str, str]) -> dict[str, Any]:
    relation, statement = step["relation"], step["sql"]
    try:
        with connection.transaction():
            connection.execute("set local timezone to 'UTC'")
            if step["kind"] == "test":
                failures = connection.execute(f"select count(*) from ({statement}\n) as offenders").fetchone()[0]
                return {"status": "fail" if failures else "pass", "failures": failures, "message": f"Got {failures} results" if failures else None}
            if step["kind"] == "table":
                connection.execute(f"truncate table {relation}; insert into {relation} {statement}")
            if step["kind"] == "incremental":
                connection.execute(f"create temporary table arriving on commit drop as {statement}")
                connection.execute(f"delete from {relation} where {step['key']} in (select {step['key']} from arriving)")
                connection.execute(f"insert into {relation} select * from arriving")
    except psycopg.Error as problem:
        return {"status": "error", "failures": None, "message": str(problem)}
    return {"status": "success", "failures": None, "message": None}


if __name__ == "__main__":
    from tallyhouse.main import main

    with mock.patch(PLANNED_BY, run_dbt):
        main()
