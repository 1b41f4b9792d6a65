"""The rules on a real warehouse: dbt's unit tests beside the models, and the columns that are really there.

What does not belong here: results of whole months (``golden``) and the shape of the project (``test_layers``).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import run_build
from warehouse.dbt import read_artifact, run_dbt


@pytest.fixture(scope="module")
def planned(template: Template) -> Iterator[TemporaryWarehouse]:
    """A warehouse in which one build has made every table of the plan."""
    with template.copy() as fresh, warehouse_in_environment(fresh.settings):
        assert run_build().status == "nothing_new"
        yield fresh


@pytest.mark.slow
def test_every_column_of_the_plan_is_described(planned: TemporaryWarehouse) -> None:
    nodes = read_artifact("manifest.json", planned.settings)["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and node["fqn"][1] in ("staging", "rules", "book")]
    described = {(node["name"], column) for node in models for column in node["columns"]}
    columns = {*planned.rows("select table_name, column_name from information_schema.columns where table_schema in ('staging', 'rules')")}
    with planned.connect() as connection:
        for node in models:
            if node["config"]["materialized"] == "ephemeral":
                cursor = connection.execute(f"select * from ({node['compiled_code']}) as compiled limit 0")
                columns |= {(node["name"], column.name) for column in cursor.description or []}
    assert sorted(columns ^ described) == []


@pytest.mark.slow
def test_the_rules_hold_as_unit_tests(planned: TemporaryWarehouse) -> None:
    run_dbt(["test", "--select", "test_type:unit"], settings=planned.settings, may_fail=True)
    results = read_artifact("run_results.json", planned.settings)["results"]
    assert len(results) > 30
    red = [result for result in results if result["status"] != "pass"]
    print(*(f"{result['unique_id']}: {result['message']}" for result in red), sep="\n")
    assert [result["unique_id"] for result in red] == []
