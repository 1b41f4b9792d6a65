"""The rating SQL itself, on tables of made-up cases: each model is rendered as dbt would and made as a view in a schema of its own.

What does not belong here: what the right answers are (`python_oracle`), and whole builds (`golden`, `promises`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import jinja2
import psycopg

from tests.oracle.cases import CASE_COLUMNS, TIER_COLUMNS
from warehouse.settings import PROJECT_ROOT

HERE = Path(__file__).parent
RATING = PROJECT_ROOT / "models" / "rules" / "rating"
# In the order of their references; the ones that a build makes as tables are tables here.
MODELS = (
    "price_terms_of_rows", "price_terms", "tiers_in_base_units", "steps_per_unit", "steps_package", "steps_graduated", "steps_volume",
    "price_steps", "chargeable_quantities", "window_amounts",
)  # fmt: skip
TABLES = {"price_terms": "terms_id", "price_steps": "terms_id, step_number"}
Mutation = tuple[str, str, str]


def rendered(model: str, mutation: Mutation | None = None) -> str:
    """SQL of a rating model with references to the schema `oracle`; ``mutation``: (file, what stands there, what is put instead)."""
    macros = [(path.stem, path.read_text()) for path in sorted((PROJECT_ROOT / "macros").glob("*.sql"))]
    text = (RATING / f"{model}.sql").read_text()
    if mutation:
        name, before, after = mutation
        changed = {**dict(macros), model: text}
        if name in changed:
            if before not in changed[name]:
                raise ValueError(f"The mutant of {name} looks for text that is not there: {before}")
            changed[name] = changed[name].replace(before, after)
        text, macros = changed[model], [(macro, changed[macro]) for macro, _ in macros]
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    template = environment.from_string("".join(macro for _, macro in macros) + text)
    return template.render(ref=lambda name: f"oracle.{name}", source=lambda schema, name: f"{schema}.{name}", config=lambda **_: "")


def load_cases(connection: psycopg.Connection, case_rows: Iterable[tuple], tier_rows: Iterable[tuple]) -> None:
    """Tables of cases, and under the names of the models' inputs what those would hold."""
    connection.execute("drop schema if exists oracle cascade")
    connection.execute("create schema oracle")
    for table, columns, rows in (("cases", CASE_COLUMNS, case_rows), ("tiers", TIER_COLUMNS, tier_rows)):
        connection.execute(f"create table oracle.{table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        with connection.cursor().copy(f"copy oracle.{table} from stdin") as copy:
            for row in rows:
                copy.write_row(row)
    connection.execute((HERE / "inputs.sql").read_text())


def make_models(connection: psycopg.Connection, mutation: Mutation | None = None) -> None:
    """Every model of MODELS anew, one of them changed where ``mutation`` says so."""
    connection.execute("drop table if exists oracle.price_terms, oracle.price_steps, oracle.price_terms_of_snapshots cascade")
    connection.execute("drop view if exists oracle.price_terms_of_rows cascade")
    for model in MODELS:
        kind = "table" if model in TABLES else "view"
        connection.execute(f"create {kind} oracle.{model} as {rendered(model, mutation)}")
        if model == "price_terms_of_rows":
            connection.execute("create table oracle.price_terms_of_snapshots as select * from oracle.price_terms_of_rows limit 0")
        if model in TABLES:
            connection.execute(f"create unique index on oracle.{model} ({TABLES[model]})")
            connection.execute(f"analyze oracle.{model}")
        if model == "price_terms":
            connection.execute((HERE / "positions.sql").read_text())


def disagreements(connection: psycopg.Connection) -> list[tuple]:
    """Cases whose amounts, or the rounding of their difference, are not what the oracle says: (case, model, got, expected)."""
    return connection.execute((HERE / "disagreements.sql").read_text()).fetchall()
