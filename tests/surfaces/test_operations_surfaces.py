"""What operators see of a small world made by hand: stages, batches, gates, checks."""

from __future__ import annotations

import psycopg

from tests.surfaces.small_world import named, read


def test_reconciliation_has_a_row_per_check_and_published_build(world: psycopg.Connection) -> None:
    columns = "check_name, compared, matched, unmatched, amount_unmatched_minor, currency, status, is_newest_build"
    assert read(world, f"select {columns} from finance.reconciliation order by check_name") == [
        ("rated_to_journal", 4, 4, 0, 0, "USD", "matched", True),
        ("usage_to_rated", 7, 6, 1, 0, "", "unmatched", True),
    ]
    assert read(world, "select finding_id, account_id from finance.reconciliation_findings order by account_id") == [
        (named("f1"), "acme"),
        (named("f2"), None),
    ]


def test_batches_tell_which_build_saw_them(world: psycopg.Connection) -> None:
    assert read(world, "select batch_id, state, taken_by_build, built_by_build, open_rejection_count from operations.batches order by batch_id") == [
        (1, "built", 1, 1, 1),
        (2, "built", 2, 3, 0),
        (3, "waiting", None, None, 0),
        (4, "built", 1, 1, 1),
    ]


def test_gates_stand_beside_the_outcome_of_their_build(world: psycopg.Connection) -> None:
    assert read(world, "select build_number, gate, status, failure_count, build_status from operations.gate_results order by build_number") == [
        (2, "rated_once", "fail", 1, "failed"),
        (3, "rated_once", "pass", 0, "published"),
    ]


def test_only_what_waits_is_critical_and_not_met_holds(world: psycopg.Connection) -> None:
    query = "select run_number, expectation, is_holding, is_newest_run from operations.data_quality_results order by run_number, expectation"
    assert read(world, query) == [
        (1, "meters_are_known", True, False),
        (2, "meters_are_known", False, True),
        (2, "one_mode", False, True),
        (2, "volume_is_usual", True, True),
    ]


def test_a_run_that_failed_is_told_to_the_house_once(world: psycopg.Connection) -> None:
    query = "select event_type, subject_type, subject_id, account_id, build_number, event_number, payload ->> 'job' from operations.outbox"
    assert read(world, f"{query} where event_type = 'run_failed'") == [("run_failed", "run", str(named("failed run")), None, 3, 1, "build")]


def test_parked_accounts_have_their_reason(world: psycopg.Connection) -> None:
    assert read(world, "select account_id, finding, reason, parked_by_build from operations.parked_accounts") == [
        ("parked", "amounts_out_of_range", "Too much.", 3)
    ]


def test_every_stage_shows_its_backlog(world: psycopg.Connection) -> None:
    rows = read(
        world,
        "select stage, backlog_count, lag_seconds > 0, last_success_at is not null, oldest_unprocessed_at is not null"
        " from operations.pipeline_health order by stage_number",
    )
    assert rows == [
        ("ingest_usage", 1, True, True, True),
        ("ingest_records", 1, True, True, True),
        ("ingest_stripe", 0, False, False, False),
        ("build", 1, True, True, True),
        ("rating", 2, True, True, True),
        ("posting", 1, True, True, True),
        ("drafts", 2, True, True, True),
        ("payments", 1, True, True, True),
        ("reconciliation", 2, True, True, True),
    ]
    with world.transaction(force_rollback=True):
        world.execute("update current.usage_exceptions set state = 'waiting', reason = 'original_not_arrived'")
        assert read(world, "select backlog_count from operations.pipeline_health where stage = 'rating'") == [(3,)]
    # Of what is held the record may count in an earlier window, which is rated; on the other side it is no second record.
    with world.transaction(force_rollback=True):
        world.execute("update current.unrated_usage set record_count = 0")
        world.execute(
            "insert into current.unrated_usage select gen_random_uuid(), account_id, meter, resource_id, resource_type, pricing_mode, 'wholesale',"
            " reason, 0, quantity, window_start + interval '1 hour', window_end + interval '1 hour' from current.unrated_usage"
        )
        assert read(world, "select backlog_count from operations.pipeline_health where stage = 'rating'") == [(2,)]


def test_usage_counted_by_state_is_the_usage_record_by_record(world: psycopg.Connection) -> None:
    counted = "select account_id, meter, resource_type, unit, state, reason, remedy, record_count, quantity, oldest_at from operations.usage_by_state"
    one_by_one = """select account_id, meter, resource_type, unit, state, reason, remedy, count(*), sum(quantity), min(started_at)
        from operations.unbilled_usage group by 1, 2, 3, 4, 5, 6, 7"""
    settled = """select account_id, meter, resource_type, unit, 'billed_or_free', null, null, count(*), sum(quantity), min(started_at)
        from billing.usage where state in ('billed', 'free') group by 1, 2, 3, 4"""
    found = read(world, counted)
    assert sorted(map(str, found)) == sorted(map(str, read(world, f"{one_by_one} union all {settled}"))) and len(found) > 5
    with world.transaction(force_rollback=True):
        world.execute("update current.meters set aggregation = case meter when 'token_input' then 'count' else 'max' end")
        query = "select meter, state, quantity from operations.usage_by_state where account_id in ('acme', 'kunde') and reason is null order by 1"
        assert read(world, query) == [("gpu_hour", "billed_or_free", None), ("token_input", "billed_or_free", 3)]
