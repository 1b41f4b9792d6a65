"""`tallyhouse explore`: a metric of the semantic layer, grouped and filtered by its dimensions, as a reader sees it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from tallyhouse.options import OUTPUTS, JsonOption, argument, option
from tallyhouse.output import answer, print_table
from tallyhouse.query_command import CsvOption, Reader, read_as
from warehouse.errors import WrongUse

Names = Annotated[list[str] | None, argument("[METRIC]...", "Metrics of one surface, such as spend; none lists them all with their dimensions.")]
By = Annotated[list[str] | None, option("--by", "Dimensions to group by, with commas between; metric_time__month is a time by the month.", "NAMES")]
Only = Annotated[list[str] | None, option("--only", "One value of a dimension; nothing after the = means that it has none.", "NAME=VALUE")]
Since = Annotated[str | None, option("--from", "First day, such as 2026-09-01.", "DATE")]
Until = Annotated[str | None, option("--to", "The day after the last one.", "DATE")]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=OUTPUTS)(explore)


def explore(
    names: Names = None,
    by: By = None,
    only: Only = None,
    since: Since = None,
    until: Until = None,
    role: Reader = "finance",
    as_csv: CsvOption = False,
    json_output: JsonOption = False,
) -> None:
    """Ask for usage, spend or margin by any of their dimensions; nothing is summed across units or currencies."""
    from reports.semantic_layer import select

    if not names:
        if by or only or since or until or as_csv:
            raise WrongUse("Name a metric before its options: `tallyhouse explore` alone lists them.")
        _list(json_output)
        return
    grouped = [name for text in by or [] for name in text.split(",")]
    statement, parameters = select(names, grouped, _chosen(only or []), _day("--from", since), _day("--to", until))
    read_as(role, statement, parameters, as_csv, json_output)


def _list(json_output: bool) -> None:
    from reports.semantic_layer import METRIC_TIME, metrics

    found = [
        {
            "metric": metric.name,
            "description": metric.description,
            "measure": metric.measure,
            "measure_description": metric.measures,
            "within": list(metric.within),
            "dimensions": [METRIC_TIME, *metric.dimensions],
            "time_dimension": metric.time.name,
            "time_granularity": metric.time.grain,
        }
        for metric in metrics().values()
    ]

    def show(record: dict) -> None:
        rows = [(told["metric"], f"{told['description']} {told['measure_description']}", ", ".join(told["dimensions"])) for told in found]
        print_table("", ("metric", "what it is", "dimensions"), rows)

    answer({"metrics": found}, json_output, show)


def _chosen(texts: list[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongUse(f"--only {text!r} is no name and value: write --only currency=USD.")
        if name in chosen:
            raise WrongUse(f"--only {name} is given twice: one value only, or add {name} to --by.")
        chosen[name] = value
    return chosen


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise WrongUse(f"{name} {text!r} is no day: write one like 2026-10-01.") from None
