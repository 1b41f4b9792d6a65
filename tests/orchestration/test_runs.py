"""Runs through Dagster, in this process: a part of the plan posts nothing, the publication publishes, what lands is ingested and moved away."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.run_status_sensor_definition import RunStatusSensorCursor
from dagster._core.definitions.sensor_definition import SensorExecutionData

from ingest.sample_month.generate import write_sample_month
from orchestration.arrivals import Batch, Look, batches_since
from orchestration.landing import land_waiting_files, landing_root, make_folders, settled, waiting_files
from orchestration.manifest import Manifest, data_tests, plan_models
from orchestration.runs import fail_runs_that_died, failures_since
from orchestration.translator import PUBLICATION, QUALITY
from tests.temporary_warehouse import TemporaryWarehouse

COUNT_BOOK = "select (select count(*) from book.journal_legs), (select count(*) from book.rated_lines), (select count(*) from control.publications)"


def run(definitions: dg.Definitions, job: str, instance: dg.DagsterInstance, *keys: list[str]) -> dg.ExecuteInProcessResult:
    selection = [dg.AssetKey(key) for key in keys] or None
    return definitions.get_repository_def().get_job(job).execute_in_process(instance=instance, asset_selection=selection, raise_on_error=False)


def tick_of(definitions: dg.Definitions, sensor: str, instance: dg.DagsterInstance, cursor: str | None) -> SensorExecutionData:
    repository = definitions.get_repository_def()
    with dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=repository) as context:
        return repository.get_sensor_def(sensor).evaluate_tick(context)


def failure_of(result: dg.ExecuteInProcessResult) -> str:
    return next(event.step_failure_data.error.message for event in result.all_events if event.is_step_failure)


def materialised(result: dg.ExecuteInProcessResult) -> dict[str, dg.AssetMaterialization]:
    events = [event for event in result.all_events if event.event_type_value == "ASSET_MATERIALIZATION"]
    return {event.asset_key.to_user_string(): event.step_materialization_data.materialization for event in events if event.asset_key}


@pytest.mark.slow
def test_the_publication_publishes_and_a_part_of_the_plan_posts_nothing(
    definitions: dg.Definitions, manifest: Manifest, warehouse: TemporaryWarehouse, tmp_path: Path
) -> None:
    instance = dg.DagsterInstance.ephemeral()
    too_early = run(definitions, "__ASSET_JOB", instance, ["rules", "usage_windows"])
    assert not too_early.success and "There is no build yet" in failure_of(too_early)

    for file in write_sample_month(tmp_path).steps[0].files:
        folder = make_folders() / (f"records/{file.record_kind}" if file.record_kind else file.source)
        (folder / file.path.name).write_bytes(file.path.read_bytes())
    landed = run(definitions, "land_waiting_files", instance)
    assert landed.success and materialised(landed)["raw/usage_events"].metadata["rows_landed"].value > 1000
    assert waiting_files() == {}
    assert not tick_of(definitions, "arrivals", instance, None).asset_events

    built = run(definitions, "build", instance)
    assert built.success
    shown = materialised(built)
    publication, lines = shown["book/publication"].metadata, shown["rules/rated_lines_planned"].metadata
    assert publication["build_number"].value == 1 and publication["rows_posted"].value > 0 and publication["gates_red"].value == 0
    assert lines["dagster/row_count"].value > 0 and lines["dagster/column_schema"].value.columns
    assert lines["dagster/column_lineage"].value.deps_by_column["amount_exact"]
    assert shown["book/journal_legs"].metadata["dagster/row_count"].value == warehouse.rows(COUNT_BOOK)[0][0]
    checks = [event.asset_check_evaluation_data for event in built.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
    gates = Counter(check.passed for check in checks if check.asset_key != QUALITY)
    assert shown["control/data_quality_results"].metadata["holding"].value == 0
    assert {check.passed for check in checks if check.asset_key == QUALITY} == {True}
    plan_tests = [node for node in data_tests(manifest).values() if {*node["depends_on"]["nodes"]} & {*plan_models(manifest)}]
    assert gates == {True: publication["gates_green"].value} and len(plan_tests) <= publication["gates_green"].value

    before = warehouse.rows(COUNT_BOOK)
    part = run(definitions, "__ASSET_JOB", instance, ["rules", "usage_windows"], ["rules", "rated_lines_planned"])
    assert part.success, failure_of(part)
    assert {"rules/usage_windows", "rules/charge_positions", "rules/rated_lines_planned"} <= set(materialised(part))
    assert materialised(part)["rules/rated_lines_planned"].metadata["dagster/column_lineage"].value.deps_by_column
    assert warehouse.rows(COUNT_BOOK) == before
    assert warehouse.rows("select count(*) from rules.charge_positions")[0][0] > 0
    assert instance.get_latest_materialization_event(PUBLICATION) is not None


def test_a_build_that_cannot_run_fails_with_the_sentence_of_the_command_line(definitions: dg.Definitions, warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect("admin", autocommit=True) as connection:
        connection.execute("alter table control.installations disable trigger all")
        connection.execute("update control.installations set seed_hash = 'another'")
    result = run(definitions, "build", dg.DagsterInstance.ephemeral())
    assert not result.success and "run `tallyhouse up`" in failure_of(result)


def test_a_red_judgement_holds_the_build_back_and_the_house_is_told_even_when_the_warehouse_was_away(
    definitions: dg.Definitions, warehouse: TemporaryWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"e{number},meter,quantity,token_typo,acme,1,2024-01-05T10:00:00Z\n" for number in range(20))
    (make_folders() / "usage/typo.csv").write_text(f"event_id,source,event_kind,meter,account_id,quantity,occurred_at\n{rows}")
    assert [file.report.landed for file in land_waiting_files() if file.report] == [20]
    instance = dg.DagsterInstance.ephemeral()
    held = run(definitions, "build", instance)
    assert not held.success and PUBLICATION.to_user_string() not in materialised(held)
    checks = [event.asset_check_evaluation_data for event in held.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
    assert [check.check_name for check in checks if not check.passed and check.blocking] == ["raw_usage__meters_are_known"]
    assert [event for event in held.all_events if event.event_type_value == "STEP_UP_FOR_RETRY"] == []
    assert warehouse.rows("select count(*) from control.builds") == [(0,)]

    with monkeypatch.context() as away:
        away.setenv("TALLYHOUSE_DATABASE_URL", "postgresql://127.0.0.1:1/away")
        untold = tick_of(definitions, "failed_runs", instance, None)
    assert "does not answer" in (untold.skip_message or "") and untold.cursor is None
    first = tick_of(definitions, "failed_runs", instance, untold.cursor)
    assert [tick_of(definitions, "failed_runs", instance, cursor).cursor for cursor in (None, first.cursor)] == [first.cursor] * 2
    told = "select event_type, subject_id, state, payload ->> 'job', payload -> 'missed_expectations' from operations.outbox"
    assert warehouse.rows(told) == [("run_failed", held.run_id, "unaddressed", "build", ["raw_usage.meters_are_known"])]


def test_the_provider_is_asked_only_with_a_key(definitions: dg.Definitions, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = dg.DagsterInstance.ephemeral()
    monkeypatch.delenv("TALLYHOUSE_STRIPE_API_KEY", raising=False)
    assert "There is no key" in (tick_of(definitions, "stripe_poll", instance, None).skip_message or "")
    monkeypatch.setenv("TALLYHOUSE_STRIPE_API_KEY", "rk_test_none")
    assert len(tick_of(definitions, "stripe_poll", instance, None).run_requests or []) == 1


def test_what_lands_is_ingested_or_refused_and_moved_away_with_a_note(definitions: dg.Definitions, warehouse: TemporaryWarehouse) -> None:
    root = make_folders()
    hostile = "; rm -rf $(HOME) --again 'x' \udcff.csv"
    (root / "records/accounts" / hostile).write_text("account_id,currency\nacme,USD\n")
    (root / "records/prices/prices.csv").write_text("no_such_column\n1\n")
    (root / "usage/half.csv.part").write_text("event_id")
    (root / "usage/azure_llm/trace.csv").write_text("TIMESTAMP,ContextTokens,GeneratedTokens\n2024-01-01 00:00:00,10,5\n")
    (root / "usage/azure_llm/parameters.json").write_text('{"account": "acme"}')
    (root / "usage/link.csv").symlink_to("/etc/passwd")
    said: list[str] = []
    landed = {file.table: file for file in land_waiting_files(say=said.append)}
    assert landed["accounts"].report and landed["accounts"].report.landed == 1
    assert landed["usage_events"].report and landed["usage_events"].report.landed == 2
    assert landed["prices"].report is None and "no_such_column" in landed["prices"].note and len(said) == 3
    assert (root / "usage/half.csv.part").exists() and (root / "usage/link.csv").is_symlink() and waiting_files() == {}
    done = list((landing_root() / "done/records/accounts").iterdir())
    assert len(done) == 2 and any(path.read_text().endswith("acme,USD\n") for path in done)
    assert "no_such_column" in next((landing_root() / "refused/records/prices").glob("*note.txt")).read_text()
    assert land_waiting_files() == []

    arrived = batches_since(Look())
    assert [(batch.table, batch.landed) for batch in arrived] == [("accounts", 1), ("usage_events", 2)]
    assert batches_since(Look().after(arrived)) == []
    shown = tick_of(definitions, "arrivals", dg.DagsterInstance.ephemeral(), None)
    assert [event.asset_key.path[-1] for event in shown.asset_events] == ["accounts", "usage_events"]


def test_a_file_is_whole_when_two_looks_find_it_the_same() -> None:
    before = {"usage/grown": (1, 10), "usage/whole": (5, 30), "usage/gone": (2, 2), "usage/touched": (4, 1)}
    after = {"usage/grown": (2, 10), "usage/whole": (5, 30), "usage/new": (9, 9), "usage/touched": (4, 2)}
    assert settled(before, after) == ["usage/whole"]


def test_a_batch_that_commits_late_is_seen_and_none_is_seen_twice() -> None:
    def batch(number: int) -> Batch:
        return Batch(number, "accounts", 1, 0, "file")

    look = Look().after([batch(1), batch(3)])
    assert (look.floor, look.above) == (0, [1, 3])
    assert Look.from_cursor(look.to_cursor()) == look
    assert look.after([batch(2), batch(300)]) == Look(100, [300])


def test_the_landing_sensor_waits_until_files_are_whole_and_asks_for_their_tables_only(
    definitions: dg.Definitions, warehouse: TemporaryWarehouse
) -> None:
    instance = dg.DagsterInstance.ephemeral()
    (make_folders() / "records/accounts/accounts.csv").write_text("account_id,currency\nacme,USD\n")

    first = tick_of(definitions, "landing_folder", instance, None)
    assert not first.run_requests and list(json.loads(first.cursor or "{}")) == ["records/accounts/accounts.csv"]
    second = tick_of(definitions, "landing_folder", instance, first.cursor)
    assert [request.asset_selection for request in second.run_requests or []] == [[dg.AssetKey(["raw", "accounts"])]]


def test_runs_that_died_are_marked_as_failed_at_the_next_start(definitions: dg.Definitions) -> None:
    instance = dg.DagsterInstance.ephemeral()
    died = instance.create_run_for_job(definitions.get_repository_def().get_job("build"), status=dg.DagsterRunStatus.STARTED)
    ended = instance.create_run_for_job(definitions.get_repository_def().get_job("build"), status=dg.DagsterRunStatus.SUCCESS)
    assert fail_runs_that_died(instance) == [died.run_id]
    statuses = {run.run_id: run.status for run in instance.get_runs()}
    assert statuses == {died.run_id: dg.DagsterRunStatus.FAILURE, ended.run_id: dg.DagsterRunStatus.SUCCESS}
    failed, cursor = failures_since(instance, None)
    assert [(run.run_id, run.job_name) for run in failed] == [(died.run_id, "build")]
    # What Dagster's own sensor of failed runs has told already, where it was at work before, is passed.
    earlier = RunStatusSensorCursor(record_id=json.loads(cursor or "")["record_id"]).to_json()
    assert failures_since(instance, earlier) == ([], earlier)
