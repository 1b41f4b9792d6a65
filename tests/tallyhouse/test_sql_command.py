"""`tallyhouse sql`: reads as a reader, writes nothing, loses no digit."""

from __future__ import annotations

import csv
import io

import pytest

from tests.temporary_warehouse import TemporaryWarehouse


def test_values_reach_json_without_a_float(warehouse: TemporaryWarehouse) -> None:
    statement = """select 12345678901234567890.123456789::numeric as amount, 9007199254740993::bigint as minor, true as is_paid, null as nothing,
        '2026-10-01T02:00:00+02:00'::timestamptz as at, '{"rate": 0.10}'::jsonb as body, '-1'::text as word"""
    finished = warehouse.run("sql", statement, "--json")
    assert finished.output == {
        "columns": ["amount", "minor", "is_paid", "nothing", "at", "body", "word"],
        "rows": [["12345678901234567890.123456789", 9007199254740993, True, None, "2026-10-01T00:00:00Z", {"rate": "0.10"}, "-1"]],
    }


def test_csv_is_neutralised_but_numbers_stay(warehouse: TemporaryWarehouse) -> None:
    statement = "select * from (values ('=1+1'), ('@x'), ('+x'), ('-x'), ('-1.50'), ('a,b'), (null)) as cells (cell)"
    rows = list(csv.reader(io.StringIO(warehouse.run("sql", statement, "--csv").output)))
    assert rows == [["cell"], ["'=1+1"], ["'@x"], ["'+x"], ["'-x"], ["-1.50"], ["a,b"], [""]]


def test_a_table_is_printed_for_people(warehouse: TemporaryWarehouse) -> None:
    shown = warehouse.run("sql", "select number, '[bold]' || number as name from generate_series(1, 250) as numbers (number)")
    assert "250 rows, the first 200 shown" in shown.output
    assert "[bold]200" in shown.output
    assert "[bold]201" not in shown.output


def test_no_row_still_has_its_columns(warehouse: TemporaryWarehouse) -> None:
    statement = "select 1 as first, 'b'::text as second where false"
    assert warehouse.run("sql", statement, "--csv").output == "first,second\n"
    assert warehouse.run("sql", statement, "--json").output == {"columns": ["first", "second"], "rows": []}
    assert "0 rows." in warehouse.run("sql", statement).output
    # Run a second time it would divide by zero.
    counted = "set_config('tally.runs', (coalesce(nullif(current_setting('tally.runs', true), ''), '0')::int + 1)::text, false)::int as runs"
    once = f"select runs from (select {counted} offset 0) as counted where 1 / (2 - runs) = 0"
    assert warehouse.run("sql", once, "--json").output == {"columns": ["runs"], "rows": []}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("select 1; select 2", "multiple commands"),
        ("create table billing.mine (a int)", "reads the surfaces only"),
        ("select * from book.journal_legs", "reads the surfaces only"),
        ("selec 1", "syntax error"),
        ("select * from billing.nothing_here", "does not exist"),
        ("select 1 / 0", "division by zero"),
        ("select * from elsewhere.billing.balances", "cross-database references"),
        ("do $$ begin raise exception 'no'; end $$", "no"),
    ],
)
def test_what_a_reader_may_not_do_is_one_sentence(warehouse: TemporaryWarehouse, statement: str, says: str) -> None:
    finished = warehouse.run("sql", statement)
    assert (finished.exit_code, finished.output, len(finished.errors.splitlines())) == (2, "", 1)
    assert says in finished.errors


def test_a_role_that_does_not_exist_says_so(warehouse: TemporaryWarehouse) -> None:
    finished = warehouse.run("sql", "select 1", "--role", "nobody_here")
    assert finished.exit_code != 0
    assert len(finished.errors.splitlines()) == 1


def test_a_question_with_values_and_without_an_answer_has_its_columns(warehouse: TemporaryWarehouse) -> None:
    asked = warehouse.run("explore", "spend", "--by", "metric_time__year", "--only", "currency=U'D", "--from", "2024-01-01", "--csv")
    assert (asked.exit_code, asked.output) == (0, "metric_time__year,currency,spend_minor\n"), asked
    listed = warehouse.run("explore", "--json").output["metrics"]
    assert [(told["metric"], told["within"]) for told in listed][:3] == [("usage", ["unit"]), ("usage_amount", ["currency"]), ("spend", ["currency"])]
