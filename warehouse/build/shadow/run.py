"""Builds of kind shadow: one for each scenario of candidate prices, under the build lock, in schemas of their own.

They take no batch, see what the last publication saw, and post nothing: the rows of the book are counted before and after.
What does not belong here: which candidates are good (``ingest.records.candidates``), and what the results look like (``report``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from warehouse.build.gates import write_gates
from warehouse.build.report import GateResult
from warehouse.build.take_in import check_installation, end_what_is_left
from warehouse.dbt import last_error, read_artifact, run_dbt
from warehouse.errors import GateFailed, WrongUse
from warehouse.lock import DEFAULT_WAIT_SECONDS, build_lock
from warehouse.progress import Progress, silent
from warehouse.settings import load_settings
from warehouse.versions import code_hash, seed_hash

HERE = Path(__file__).parent
MOST_SCENARIOS = 5
PLAN = ("+usage_lines_rated", "+group_roundings")
# A further scenario of the same run differs in its prices: what was measured stays.
PLAN_OF_FURTHER_SCENARIOS = ("price_terms_of_rows+,+usage_lines_rated", "price_terms_of_rows+,+group_roundings")
ASKED = """
insert into control.shadow_runs (build_number, run_number, scenario, prices_file, tiers_file, account_ids, from_at, until_at)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""
COUNT_WRITTEN = """
select
    (select count(*) from book.journal_entries) + (select count(*) from book.journal_legs),
    (select count(*) from book.rated_lines)
"""
WHAT_IS_LEFT = """
select format('drop %s if exists %I.%I cascade', case pg_class.relkind when 'v' then 'view' else 'table' end, nspname, relname)
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
where nspname in ('shadow_staging', 'shadow_rules') and pg_class.relkind in ('r', 'v')
"""


@dataclass(frozen=True)
class Scenario:
    """Candidates of one scenario: rows by column as `raw.prices` and `raw.price_tiers` have them, without a batch, and checked."""

    prices_file: str
    prices: Sequence[dict[str, Any]]
    tiers_file: str | None = None
    tiers: Sequence[dict[str, Any]] = ()


def run_shadow(
    scenarios: Sequence[Scenario],
    from_at: datetime,
    until_at: datetime,
    accounts: Sequence[str] = (),
    wait_seconds: float = DEFAULT_WAIT_SECONDS,
    progress: Progress = silent,
) -> int:
    """Rate the periods that reach into [from_at, until_at) once for each scenario; the run's number. ``accounts``: whose usage, all by default.

    Raises WrongUse for what cannot be asked, GateFailed when a gate of the plan is red or the book was written to.
    """
    if not 1 <= len(scenarios) <= MOST_SCENARIOS:
        raise WrongUse(f"A shadow rating compares 1 to {MOST_SCENARIOS} scenarios, not {len(scenarios)}.")
    if until_at <= from_at:
        raise WrongUse("--to must lie after --from: name the time from which and up to which usage is rated.")
    with build_lock("runner", wait_seconds, progress) as lock:
        check_installation(lock)
        end_what_is_left(lock)
        as_of = _published_as_of(lock)
        whose = _with_those_they_resell_to(lock, accounts)
        _drop_what_is_left(lock)
        run_number = 0
        try:
            for position, scenario in enumerate(scenarios, start=1):
                progress(f"scenario {position}: {scenario.prices_file}", position - 1, len(scenarios))
                number = _next_build(lock)
                run_number = run_number or number
                with lock.transaction():
                    _begin(lock, number, as_of)
                    lock.execute(ASKED, (number, run_number, position, scenario.prices_file, scenario.tiers_file, whose, from_at, until_at))
                    _write_candidates(lock, number, scenario)
                _rate(lock, number, is_first=position == 1)
        finally:
            if not lock.closed and not lock.broken:
                _drop_what_is_left(lock)
        progress("rated", len(scenarios), len(scenarios))
        return run_number


def _rate(lock: psycopg.Connection, number: int, is_first: bool) -> None:
    before = lock.execute(COUNT_WRITTEN).fetchone()
    try:
        _plan_and_audit(lock, number, PLAN if is_first else PLAN_OF_FURTHER_SCENARIOS)
        with lock.transaction():
            for statement in ("compared_lines.sql", "results.sql", "lines.sql"):
                text = (HERE / statement).read_text()
                lock.execute(text, {"build_number": number} if "%(build_number)s" in text else None)
            after = lock.execute(COUNT_WRITTEN).fetchone()
            counted = {"ledger_before": before[0], "rated_before": before[1], "ledger_after": after[0], "rated_after": after[1]}
            lock.execute((HERE / "proof.sql").read_text(), {"build_number": number, **counted})
            if before != after:
                raise GateFailed("The book was written to while candidates were rated: nothing is reported, run `tallyhouse verify`.")
            _end(lock, number, "planned", None)
    except psycopg.errors.NumericValueOutOfRange as problem:
        reason = "The candidate prices come to an amount beyond what the book can hold: look for a price with too many digits."
        _end(lock, number, "failed", reason)
        raise GateFailed(reason) from problem
    except GateFailed as problem:
        _end(lock, number, "failed", str(problem))
        raise


def _plan_and_audit(lock: psycopg.Connection, number: int, selected: Sequence[str]) -> None:
    settings = replace(load_settings(), is_shadow=True)
    results = settings.dbt_target / "run_results.json"
    results.unlink(missing_ok=True)
    kinds = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "seed")
    code = run_dbt(["build", "--select", *selected, *kinds, "--indirect-selection", "cautious"], settings=settings, may_fail=True)
    written = read_artifact("run_results.json", settings).get("results", [])
    gates = [_judge(result) for result in written if result["unique_id"].startswith(("test.", "model."))]
    write_gates(lock, number, [gate for gate, is_model in gates if not (is_model and gate.is_green)])
    red = [gate for gate, _ in gates if not gate.is_green]
    if red:
        raise GateFailed(f"The gate {red[0].gate} is {red[0].status} with the candidate prices: nothing is reported. {red[0].message or ''}".strip())
    if code or not any(is_model for _, is_model in gates):
        raise GateFailed(f"dbt failed: {last_error((settings.logs / 'dbt-last-output.txt').read_text())}")


def _judge(result: dict[str, Any]) -> tuple[GateResult, bool]:
    kind, _, name, *_ = result["unique_id"].split(".")
    is_model = kind == "model"
    if result["status"] == ("success" if is_model else "pass"):
        status = "pass"
    else:
        status = {"fail": "fail", "warn": "fail", "skipped": "missing"}.get(result["status"], "error")
    message = " ".join((result.get("message") or "").split())[:1000] if status != "pass" else None
    return GateResult(f"model {name}" if is_model else name, status, result.get("failures"), message), is_model


def _published_as_of(lock: psycopg.Connection) -> datetime:
    published = lock.execute("select as_of from control.publications order by build_number desc limit 1").fetchone()
    if published is None:
        raise WrongUse("Nothing is published yet, so there is nothing to compare candidates with: run `tallyhouse build` first.")
    return published[0].astimezone(UTC)


def _with_those_they_resell_to(lock: psycopg.Connection, accounts: Sequence[str]) -> list[str] | None:
    if not accounts:
        return None
    rows = lock.execute(
        "select account_id from current.accounts where account_id = any(%(named)s) or reseller_account_id = any(%(named)s) order by 1",
        {"named": list(accounts)},
    ).fetchall()
    found = [row[0] for row in rows]
    unknown = next((account for account in accounts if account not in found), None)
    if unknown is not None:
        raise WrongUse(f'The book knows no account {unknown!r}: `tallyhouse sql "select account_id from billing.accounts"` lists them.')
    return found


def _next_build(lock: psycopg.Connection) -> int:
    return lock.execute("select coalesce(max(build_number), 0) + 1 from control.builds").fetchone()[0]


def _begin(lock: psycopg.Connection, number: int, as_of: datetime) -> None:
    lock.execute(
        "insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values (%s, 'shadow', %s, %s, %s)",
        (number, as_of, code_hash(), seed_hash()),
    )


def _write_candidates(lock: psycopg.Connection, number: int, scenario: Scenario) -> None:
    for table, rows in (("shadow_prices", scenario.prices), ("shadow_price_tiers", scenario.tiers)):
        for row in rows:
            columns = sql.SQL(", ").join(map(sql.Identifier, row))
            values = sql.SQL(", ").join(sql.Placeholder() * len(row))
            statement = sql.SQL("insert into control.{} (batch_id, {}) values (%s, {})").format(sql.Identifier(table), columns, values)
            lock.execute(statement, (-number, *row.values()))


def _end(lock: psycopg.Connection, number: int, status: str, reason: str | None) -> None:
    lock.execute("insert into control.build_outcomes (build_number, status, reason) values (%s, %s, %s)", (number, status, reason))


def _drop_what_is_left(lock: psycopg.Connection) -> None:
    with lock.transaction():
        for (statement,) in lock.execute(WHAT_IS_LEFT).fetchall():
            lock.execute(statement)
