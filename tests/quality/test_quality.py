"""The suites against Great Expectations itself: everything they expect is seen to hold and seen to fail, and a story from the first file on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from ingest.records import ingest_records
from ingest.stripe import ingest_stripe
from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build.take_in import take_in
from warehouse.quality.check import _judge, check_quality
from warehouse.quality.suites import NOTHING_USUAL, SUITES, expected_names

USUAL = NOTHING_USUAL | {
    **dict.fromkeys(("project_id_share", "resource_id_share", "region_share"), Decimal(1)),
    "landed_counts": [20, 20, 20],
    "meters": ["token_input"],
    "resource_types": ["H100"],
    "median_quantities": {"token_input": "5"},
    "event_types": ["charge.succeeded"],
    "api_versions": ["2024-06-20"],
    "ledger_modes": ["live"],
    "median_amounts": {"usd": "100"},
    "judged_build": 9,
    "build_count": 8,
    "entry_types": ["usage_debit"],
}
COLUMNS = {
    "usage": "meter, resource_type, project_id, resource_id, region, is_late, account_standing, times_the_usual_quantity",
    "usage_delivery": "share_turned_away",
    "stripe": "event_type, api_version, ledger_mode, is_late, object_id, times_the_usual_amount",
    "stripe_delivery": "share_turned_away",
    "booked": "entry_type, times_the_usual_amount",
    "waiting": "share_waiting",
}
GOOD = {
    "usage": "'token_input', 'H100', 'p', 'r', 'eu', 0, 'known', 1.5",
    "usage_delivery": "0.1",
    "stripe": "'charge.succeeded', '2024-06-20', 'live', 0, 'ch_1', 0.5",
    "stripe_delivery": "0.1",
    "booked": "'usage_debit', 3.0",
    "waiting": "0.2",
}
BAD = {
    "usage": "'token_typo', 'H900', null, null, null, 1, 'unknown', 1000.0",
    "usage_delivery": "0.11",
    "stripe": "'charge.new', '2030-01-01', 'test', 1, null, 0.001",
    "stripe_delivery": "0.5",
    "booked": "'usage_debt', 101.0",
    "waiting": "0.21",
}
HEADER = "event_id,source,event_kind,meter,account_id,quantity,occurred_at,project_id,resource_type\n"


def test_every_expectation_of_every_suite_holds_and_fails(warehouse: TemporaryWarehouse) -> None:
    """20 good rows or 1 bad one: 1 is fewer than a tenth of 20."""
    rows = {"good": (GOOD, 20), "bad": (BAD, 1)}
    queries = {
        f"{kind}_{name}": f"select given.* from generate_series(1, {times if name in ('usage', 'stripe') else 1}) as n"
        f" cross join (values ({values})) as given ({COLUMNS[name]})"
        for kind, (cells, times) in rows.items()
        for name, values in cells.items()
    }
    expected = {f"{suite}.{one.name}": one for suite, make in SUITES.items() for one in make(USUAL)}
    assert not any(one.lacks_history for one in expected.values())
    found = _judge(queries, {f"{kind}.{name}": replace(one, query=f"{kind}_{one.query}") for kind in rows for name, one in expected.items()})
    assert {name: answer["is_met"] for name, answer in found.items()} == {f"{kind}.{name}": kind == "good" for kind in rows for name in expected}
    assert not any(answer["is_broken"] for answer in found.values())
    # What comes back are counts and shares: no cell of a row.
    assert not any(
        isinstance(value, str) and not value.replace(".", "").isdigit() for answer in found.values() for key, value in answer.items() if key != "name"
    )
    critical = [f"{suite}.{name}" for suite, name, _, _, is_critical in expected_names() if is_critical]
    assert critical == [
        "raw_usage.volume_is_usual",
        "raw_usage.rows_are_landed",
        "raw_usage.meters_are_known",
        "raw_usage.quantities_are_of_the_usual_size",
        "raw_stripe.rows_are_landed",
        "raw_stripe.one_mode",
        "raw_stripe.amounts_are_of_the_usual_size",
    ]


def usage_file(folder: Path, name: str, rows: int, quantity: str = "40", meter: str = "token_input") -> Path:
    """A file of ``rows`` events on one day of 2024."""
    text = io.StringIO()
    for number in range(rows):
        csv.writer(text).writerow([f"{name}-{number}", "meter", "quantity", meter, "acme", quantity, f"2024-01-05T10:{number % 60:02}:00Z", "p", ""])
    path = folder / f"{name}.csv"
    path.write_text(HEADER + text.getvalue())
    return path


def take(warehouse: TemporaryWarehouse, day: int) -> None:
    """What a build takes in, without the build."""
    with warehouse.connect("runner", autocommit=True) as connection:
        take_in(connection, datetime(2024, 1, day, tzinfo=UTC), "build")


def statuses(output: dict, suite: str) -> dict[str, str]:
    return {row["expectation"]: row["status"] for row in output["results"] if row["suite"] == suite}


def test_the_first_delivery_has_no_history_and_a_broken_one_holds_the_build(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    empty = warehouse.run("quality", "--json")
    assert empty.exit_code == 0 and {row["status"] for row in empty.output["results"]} == {"nothing_to_judge"}

    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,currency\nacme,USD\n")
    ingest_records("accounts", [accounts])
    ingest_usage([usage_file(tmp_path, "first", 30)])
    first = check_quality().to_dict()
    assert statuses(first, "raw_usage") == {
        "volume_is_usual": "no_history",
        "rows_are_landed": "met",
        "meters_are_known": "met",
        "quantities_are_of_the_usual_size": "no_history",
        "accounts_are_known": "met",
        "late_share_is_usual": "no_history",
        "project_id_is_filled_as_usual": "no_history",
        "resource_id_is_filled_as_usual": "no_history",
        "region_is_filled_as_usual": "no_history",
        "resource_types_are_known": "no_history",
    }
    assert set(statuses(first, "raw_stripe").values()) == {"nothing_to_judge"}

    take(warehouse, 6)
    for day, rows in ((7, 20), (8, 40), (9, 30)):
        ingest_usage([usage_file(tmp_path, f"day-{day}", rows)])
        take(warehouse, day)
    # A thousandfold: seconds that are milliseconds. 40 events of it, and one event of the provider.
    ingest_usage([usage_file(tmp_path, "milliseconds", 40, quantity="40000")])
    event = '{"id": "evt_1", "object": "event", "api_version": "2024-06-20", "created": 1704400000, "livemode": true, "type": "charge.succeeded",'
    (tmp_path / "events.jsonl").write_text(event + ' "data": {"object": {"object": "charge", "id": "ch_1", "amount": 5, "currency": "usd"}}}\n')
    ingest_stripe([tmp_path / "events.jsonl"])
    broken = warehouse.run("quality", "--json")
    assert broken.exit_code == 1, broken.errors
    assert broken.output["holding"] == ["raw_usage.quantities_are_of_the_usual_size"]
    row = next(row for row in broken.output["results"] if row["expectation"] == "quantities_are_of_the_usual_size")
    assert (Decimal(row["observed"]), Decimal(row["highest"]), row["history_count"]) == (1000, 100, 4)
    volume = next(row for row in broken.output["results"] if row["expectation"] == "volume_is_usual")
    assert (volume["status"], Decimal(volume["observed"]), Decimal(volume["lowest"]), Decimal(volume["highest"])) == ("met", 40, 2, 400)
    assert statuses(broken.output, "raw_stripe")["one_mode"] == "no_history"

    # A build that somebody ran all the same is the word of somebody who looked: the same data, the same numbers, and nothing is held.
    take(warehouse, 10)
    taken = check_quality()
    assert taken.holding == []
    numbers = ("observed", "lowest", "highest")
    in_decimals = [{**row, **{name: None if row[name] is None else Decimal(row[name]) for name in numbers}} for row in broken.output["results"]]
    assert taken.to_dict()["results"] == [row | {"is_waiting": False} for row in in_decimals]

    # What was found is kept, run by run, for whoever may read operations.
    kept = warehouse.rows(
        "select run_number, status, is_holding, is_newest_run, build_number, as_of::date::text from operations.data_quality_results"
        " where expectation = 'quantities_are_of_the_usual_size' order by run_number",
        role="analyst",
    )
    assert kept == [
        (1, "nothing_to_judge", False, False, None, None),
        (2, "no_history", False, False, None, None),
        (3, "missed", True, False, 4, "2024-01-09"),
        (4, "missed", False, True, 5, "2024-01-10"),
    ]
    everything = str(warehouse.rows("select * from control.data_quality_results"))
    assert not any(value in everything for value in ("acme", "milliseconds-", "ch_1", "postgresql:"))
