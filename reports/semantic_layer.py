"""The semantic layer: metrics over surfaces as ``models/_semantic_models.yml`` defines them, and the one aggregate SELECT that a question becomes.

Names come from the definitions alone and values are parameters, so no word of a question is ever SQL. What does not belong here: what a metric
means (the yml says it), who may see what (the surfaces), and running the SELECT (``tallyhouse``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from psycopg import sql

from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT

DEFINITIONS = PROJECT_ROOT / "models" / "_semantic_models.yml"
SURFACES = PROJECT_ROOT / "models" / "surfaces"
METRIC_TIME = "metric_time"
GRAINS = ("day", "week", "month", "quarter", "year")
REFERENCE = re.compile(r"ref\('(\w+)'\)")


@dataclass(frozen=True)
class Dimension:
    """What a metric may be grouped by: its expression over the surface, and the grain of one that is a time."""

    name: str
    expression: str
    grain: str | None = None


@dataclass(frozen=True)
class Metric:
    """One sum over one surface; ``within`` are the dimensions it is never summed across, ``time`` the one it happens in."""

    name: str
    description: str
    model: str
    measure: str
    measures: str
    expression: str
    within: tuple[str, ...]
    time: Dimension
    dimensions: Mapping[str, Dimension]


def metrics() -> dict[str, Metric]:
    """Every metric by its name, in the order of the yml."""
    defined = yaml.safe_load(DEFINITIONS.read_text("utf-8"))
    found = {measure["name"]: (model, measure) for model in defined["semantic_models"] for measure in model["measures"]}
    return {metric["name"]: _metric(metric, *found[metric["type_params"]["measure"]]) for metric in defined["metrics"]}


def select(
    names: Sequence[str], by: Sequence[str] = (), only: Mapping[str, str] | None = None, since: date | None = None, until: date | None = None
) -> tuple[sql.Composed, list[Any]]:
    """The SELECT and its parameters: one row for each value of ``by``, then what the sums are within, then a column for each metric's measure.

    ``only``: the one value of a dimension, as text; an empty one means that there is none. ``since`` and ``until`` bound the metrics' time,
    half-open. Raises WrongUse for a name that is not defined, for metrics of several models, and for a sum across units or currencies.
    """
    asked, only = _asked(names), only or {}
    first = asked[0]
    grouped = {name: _dimension(first, name) for name in by}
    chosen = {name: _dimension(first, name) for name in only}
    for metric in asked:
        for name in metric.within:
            if name not in grouped and name not in chosen:
                raise WrongUse(
                    f"The metric {metric.name} is not summed across values of {name}: add {name} to --by, or choose one with --only {name}=VALUE."
                )
            grouped.setdefault(name, first.dimensions[name])
    conditions, parameters = [], []
    for dimension in chosen.values():
        if dimension.grain:
            raise WrongUse(f"{dimension.name} is a time: bound it with --from and --to instead of --only.")
        conditions.append(sql.SQL("{}::text is not distinct from %s").format(sql.SQL(dimension.expression)))
        parameters.append(only[dimension.name] or None)
    for condition, moment in (("{} >= %s", since), ("{} < %s", until)):
        if moment is not None:
            conditions.append(sql.SQL(condition).format(sql.SQL(_time_of(first, moment).expression)))
            parameters.append(moment)
    return _statement(first.model, list(grouped.values()), asked, conditions), parameters


def _statement(model: str, grouped: Sequence[Dimension], asked: Sequence[Metric], conditions: Sequence[sql.Composable]) -> sql.Composed:
    listed = [sql.SQL("{} as {}").format(sql.SQL(found.expression), sql.Identifier(found.name)) for found in grouped]
    sums = [sql.SQL("trim_scale(sum({})) as {}").format(sql.SQL(metric.expression), sql.Identifier(metric.measure)) for metric in asked]
    # A group in which the metrics count nothing, such as the side that is not posted, is no row.
    something = [sql.SQL("count({}) > 0").format(sql.SQL(metric.expression)) for metric in asked]
    order = [sql.SQL(found.expression if found.grain else f'{found.expression} collate "C"') for found in grouped]
    return sql.SQL("select {} from {} where {} group by {} having {} order by {}").format(
        sql.SQL(", ").join([*listed, *sums]),
        sql.Identifier(_schema_of(model), model),
        sql.SQL(" and ").join(conditions or [sql.SQL("true")]),
        sql.SQL(", ").join(sql.SQL(str(place)) for place in range(1, len(grouped) + 1)),
        sql.SQL(" or ").join(something),
        sql.SQL(", ").join(order),
    )


def _metric(metric: dict[str, Any], model: dict[str, Any], measure: dict[str, Any]) -> Metric:
    dimensions = {entity["name"]: Dimension(entity["name"], entity.get("expr", entity["name"])) for entity in model["entities"]}
    for told in model["dimensions"]:
        grain = told["type_params"]["time_granularity"] if told["type"] == "time" else None
        dimensions[told["name"]] = Dimension(told["name"], told.get("expr", told["name"]), grain)
    return Metric(
        name=metric["name"],
        description=metric["description"],
        model=REFERENCE.fullmatch(model["model"])[1],
        measure=measure["name"],
        measures=measure["description"],
        expression=measure.get("expr", measure["name"]),
        within=tuple(measure["config"]["meta"]["within"]),
        time=dimensions[model["defaults"]["agg_time_dimension"]],
        dimensions=dimensions,
    )


def _asked(names: Sequence[str]) -> list[Metric]:
    known = metrics()
    for name in names:
        if name not in known:
            raise WrongUse(f"There is no metric {name!r}: choose from {', '.join(known)}.")
    asked = [known[name] for name in dict.fromkeys(names)]
    for other in asked[1:]:
        if other.model != asked[0].model:
            raise WrongUse(f"{asked[0].name} and {other.name} are told by different surfaces: ask for them one at a time.")
    return asked


def _dimension(metric: Metric, word: str) -> Dimension:
    """The dimension of this name, or its time by a coarser grain, as in ``metric_time__quarter``."""
    name, named, grain = word.partition("__")
    dimension = metric.time if name == METRIC_TIME else metric.dimensions.get(name)
    if dimension is None:
        raise WrongUse(f"The metric {metric.name} has no dimension {word!r}: choose from {', '.join([METRIC_TIME, *metric.dimensions])}.")
    if not named:
        return Dimension(name, dimension.expression, dimension.grain)
    # A week belongs to no one month.
    grains = [] if dimension.grain is None else GRAINS if dimension.grain == "day" else GRAINS[2:]
    if grain not in grains:
        told = f"choose from {', '.join(f'{name}__{found}' for found in grains)}" if grains else f"write {name}"
        raise WrongUse(f"The metric {metric.name} is not told by {word!r}: {told}.")
    return Dimension(word, f"cast(date_trunc('{grain}', {dimension.expression}) as date)", grain)


def _time_of(metric: Metric, moment: date) -> Dimension:
    """The metric's time; a bound inside of a month would silently take the whole of it or nothing."""
    if metric.time.grain == "month" and moment.day != 1:
        raise WrongUse(f"The metric {metric.name} is told by the month: --from and --to are first days of months, not {moment}.")
    return metric.time


def _schema_of(model: str) -> str:
    path = next(SURFACES.glob(f"*/{model}.yml"))
    return next(told["config"]["schema"] for told in yaml.safe_load(path.read_text("utf-8"))["models"] if told["name"] == model)
