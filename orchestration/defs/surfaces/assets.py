"""Surfaces: views that `tallyhouse up` makes. Dagster shows them and checks them on demand; it never makes them, so no reader waits for it."""

from collections.abc import Iterator

import dagster as dg
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from orchestration.failures import RETRIES, failure_of
from orchestration.freshness import freshness_of
from orchestration.log import progress_into
from orchestration.manifest import SURFACE_FOLDER, data_tests, read_manifest, surface_models
from orchestration.part_of_the_plan import dbt_as_the_build_role, turn_to_read
from orchestration.translator import PUBLICATION, TRANSLATOR, external_spec, what_a_test_says
from warehouse.errors import TallyhouseError

MANIFEST = read_manifest()
SURFACES = surface_models(MANIFEST)
TESTS = {
    get_asset_check_key_for_test(MANIFEST, TRANSLATOR, key, None): node
    for key, node in data_tests(MANIFEST).items()
    if any(parent in SURFACES for parent in node["depends_on"]["nodes"]) and get_asset_check_key_for_test(MANIFEST, TRANSLATOR, key, None)
}

# A surface is as fresh as the publication that it shows.
surfaces = [external_spec(MANIFEST, key, freshness_policy=freshness_of("publication")) for key in SURFACES]


@dg.multi_asset_check(
    name="surface_checks",
    specs=[
        dg.AssetCheckSpec(key.name, asset=key.asset_key, additional_deps=[PUBLICATION], blocking=True, description=what_a_test_says(node))
        for key, node in TESTS.items()
    ],
    can_subset=True,
    pool="build",
    retry_policy=RETRIES,
)
def surface_checks(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Run the selected tests of the surfaces, as the build role; it reads and writes nothing."""
    wanted = {TESTS[key]["unique_id"]: key for key in context.selected_asset_check_keys}
    try:
        with turn_to_read(progress_into(context.log)), dbt_as_the_build_role(context.op_execution_context.run_id) as (dbt, target):
            arguments = ["test", "--select", " ".join(".".join(TESTS[key]["fqn"]) for key in wanted.values())]
            if len(wanted) == len(TESTS):
                arguments = ["test", "--select", f"path:{SURFACE_FOLDER.rstrip('/')}"]
            invocation = dbt.cli(arguments, target_path=target, raise_on_error=False)
            invocation.wait()
            results = {result["unique_id"]: result for result in invocation.get_artifact("run_results.json")["results"]}
    except TallyhouseError as problem:
        raise failure_of(problem) from problem
    for unique_id, key in wanted.items():
        result = results.get(unique_id, {"status": "missing", "message": "The check did not run."})
        yield dg.AssetCheckResult(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=result["status"] == "pass",
            description=result.get("message"),
            metadata={"status": result["status"]}
            | ({"dagster_dbt/failed_row_count": result["failures"]} if result.get("failures") is not None else {}),
        )
