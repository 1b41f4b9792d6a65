"""Every model that a build plans, with its tests as checks. A run over them plans and tests, as the build role, and never posts."""

import os
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from orchestration.failures import RETRIES, failure_of
from orchestration.log import progress_into
from orchestration.manifest import name_the_database, read_manifest, views_on_top
from orchestration.part_of_the_plan import dbt_as_the_build_role, turn_to_plan
from orchestration.translator import BEFORE_THE_BUILD, OWNERS, TRANSLATOR
from warehouse.errors import TallyhouseError

BUILD = ("build", "--exclude-resource-type", "unit_test")
MANIFEST = read_manifest()

before_the_build = dg.AssetSpec(
    BEFORE_THE_BUILD,
    description="The book, what is current and the controls as the last publication left them: what a new plan is compared with."
    " The tables themselves are shown behind the publication, which writes them.",
    group_name="book",
    owners=OWNERS["book"],
    kinds={"postgres"},
)


@dbt_assets(
    manifest=MANIFEST,
    name="plan",
    select="path:models/staging path:models/rules path:models/book",
    dagster_dbt_translator=TRANSLATOR,
    pool="build",
    retry_policy=RETRIES,
)
def plan(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Make the selected part of the newest build's plan again and test it. Posting is `book/publication`, and nothing else."""
    try:
        with turn_to_plan(progress_into(context.log)) as build_number, dbt_as_the_build_role(context.run_id) as (dbt, target):
            name_the_database(MANIFEST, os.environ["TALLYHOUSE_DBT_DATABASE"])
            context.log.info(f"Planning again for build {build_number}; nothing is posted.")
            invocation = dbt.cli([*BUILD, *_views_to_put_back(context)], context=context, target_path=target)
            for event in invocation.stream().fetch_row_counts().fetch_column_metadata():
                yield from _of_this_run(context, event)
    except TallyhouseError as problem:
        raise failure_of(problem) from problem


def _views_to_put_back(context: dg.AssetExecutionContext) -> list[str]:
    """A model that is made again takes the views that read it with it, so they are made again too."""
    made = {context.assets_def.specs_by_key[key].metadata["dagster_dbt/unique_id"] for key in context.selected_asset_keys}
    views = sorted(".".join(MANIFEST["nodes"][key]["fqn"]) for key in views_on_top(MANIFEST, made))
    return ["--select", " ".join(views)] if views else []


def _of_this_run(context: dg.AssetExecutionContext, event: Any) -> Iterator[Any]:
    """The event, fit for a run over a part: a view that was put back is no output of the run, and a test beside the part no check of it."""
    if isinstance(event, dg.Output) and event.output_name not in context.op_execution_context.selected_output_names:
        yield dg.AssetMaterialization(context.assets_def.node_keys_by_output_name[event.output_name], metadata=event.metadata)
    elif not isinstance(event, dg.AssetObservation):
        yield event
