"""The release check: migrations, lint, golden months with every gate, and their results beside those of the last release, in one verdict.

What does not belong here: how each thing is checked (the modules beside this one) and how it is shown (``page``, the command).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from release.approvals import APPROVED, Approved, read_approvals, weigh, write_unapproved
from release.evidence import environment_of_the_check, release_identity, sealed, write_evidence_file
from release.judgement import FAILED, PASSED, SKIPPED, Check, Refused, judged
from release.lint import start_lint
from release.migrations import earlier_databases, from_earlier, from_nothing, migrations_are_those_released
from release.months import GOLDEN_MONTHS, GoldenMonth, build_month
from release.own_server import OwnServer, own_server
from release.page import write_page
from release.results import RELEASED, Difference, Results, compare, read_folder, read_results, totals, write_folder
from reports.exports.release_evidence import read_evidence
from warehouse.build import run_build
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent
from warehouse.verify import verify_book


@dataclass(frozen=True)
class Asked:
    """What to check. ``released``: folder of the last release's results. ``server``: where to build; ``lint``: whether to run the linters."""

    released: Path = RELEASED
    approvals: Path = APPROVED
    signed_off_by: str | None = None
    with_warehouse: bool = False
    lint: bool = True
    server: Callable[[], AbstractContextManager[OwnServer]] = own_server
    months: tuple[GoldenMonth, ...] = GOLDEN_MONTHS


@dataclass
class Found:
    """What has come out so far."""

    checks: list[Check] = field(default_factory=list)
    results: dict[str, Results] = field(default_factory=dict)
    books: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    own_warehouse: dict[str, Any] | None = None


def run_release_check(asked: Asked, out: Path, progress: Progress = silent) -> dict[str, Any]:
    """Check everything and write ``evidence.json``, ``index.html``, ``results/`` and ``unapproved_differences.csv`` to the folder ``out``.

    Returns the evidence. Raises WrongUse for results or approvals that cannot be read; what is red is no exception, the verdict says it.
    """
    release, released = read_folder(asked.released)
    approvals = read_approvals(asked.approvals)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise WrongUse(f"--out {out} cannot be written ({problem.strerror}): name a folder that can be.") from problem
    if (out / "results").exists() and not (out / "results" / "release.json").exists():
        raise WrongUse(f"{out / 'results'} holds something else than results of a release check: name another --out.")
    now = datetime.now(UTC)
    found = Found()
    linters = start_lint() if asked.lint else []
    try:
        if asked.with_warehouse:
            progress("a dry run on your warehouse")
            found.checks.append(judged("your warehouse", lambda: _dry_run(found, progress)))
        with asked.server() as server:
            _check_migrations(server, release, found, progress)
            for month in asked.months:
                _check_month(server, month, released, found, progress)
        for linter in linters:
            progress(f"waiting for {linter.program}")
            found.checks.append(judged(f"lint: {linter.program}", linter.finish))
        if not asked.lint:
            found.checks.append(Check("lint", SKIPPED, "Left out, as it was asked: `make lint` is to have run.", Decimal(0)))
    finally:
        for linter in linters:
            linter.stop()
    approved = weigh(found.differences, approvals, now.date())
    found.checks += [_judge_results(month.name, found, released, approved) for month in asked.months]
    evidence = sealed(_evidence(asked, release, found, approved, now))
    write_folder(out / "results", release_identity(), found.results)
    write_unapproved(out / "unapproved_differences.csv", approved.unapproved)
    write_evidence_file(out / "evidence.json", evidence)
    write_page(out / "index.html", evidence)
    return evidence


def _check_migrations(server: OwnServer, release: dict[str, Any], found: Found, progress: Progress) -> None:
    made: list[list[str]] = []

    def apply_from_nothing() -> str:
        said, catalogue = from_nothing(server)
        made.append(catalogue)
        return said

    progress("migrations from nothing")
    found.checks.append(judged("migrations: as released", lambda: migrations_are_those_released(release.get("migrations", []))))
    found.checks.append(judged("migrations: from nothing", apply_from_nothing))
    for dump in earlier_databases() if made else []:
        progress(f"migrations from {dump.name}")
        found.checks.append(judged(f"migrations: from {dump.name.partition('.')[0]}", lambda dump=dump: from_earlier(server, dump, made[0])))


def _check_month(server: OwnServer, month: GoldenMonth, released: dict[str, Results], found: Found, progress: Progress) -> None:
    def told(message: str, done: int | None = None, total: int | None = None) -> None:
        progress(f"{month.name}: {message}", done, total)

    def built() -> str:
        with tempfile.TemporaryDirectory(prefix="tallyhouse-month-") as folder:
            reports = build_month(month.write(Path(folder)), month.name, told)
        found.results[month.name] = read_results()
        found.books[month.name] = read_evidence()
        gates, posted = sum(len(report.gates) for report in reports), sum(sum(report.rows_posted.values()) for report in reports)
        return f"{len(reports)} builds, {gates:,} gate results, all green; {posted:,} rows posted."

    def verified() -> str:
        report = verify_book()
        if not report.ok:
            raise Refused(f"The book of {month.name} is not coherent: {report.first_problem}")
        return f"The book is coherent, its head is {report.head}."

    def worked() -> str:
        with server.warehouse(told):
            found.checks.append(judged(f"gates: {month.name}", built))
            if month.name in found.results:
                told("verifying")
                found.checks.append(judged(f"verify: {month.name}", verified))
        return "The warehouse comes up from nothing."

    found.checks.append(judged(f"warehouse: {month.name}", worked))
    if month.name in found.results and month.name in released:
        found.differences += compare(month.name, released[month.name], found.results[month.name])


def _judge_results(month: str, found: Found, released: dict[str, Results], approved: Approved) -> Check:
    def weighed() -> str:
        if month not in found.results:
            raise Refused("The month was not built, so nothing is known of its results.")
        rows = sum(map(len, found.results[month].values()))
        if month not in released:
            return f"The last release does not know this month; its {rows:,} rows are what the next one is compared with."
        differences = [difference for difference in found.differences if difference.month == month]
        unapproved = [difference for difference in approved.unapproved if difference.month == month]
        if unapproved:
            raise Refused(
                f"{len(unapproved):,} of {len(differences):,} differences from the last release are approved by nobody:"
                " read them, and complete the rows of unapproved_differences.csv that are right."
            )
        many = f"{len(differences):,} differ, each one approved" if differences else "each is as the last release had it"
        return f"{rows:,} rows were compared: {many}."

    return judged(f"results: {month}", weighed)


def _dry_run(found: Found, progress: Progress) -> str:
    """Plan and audit on the warehouse of the user, and post nothing."""
    report = run_build(dry_run=True, progress=progress)
    found.own_warehouse = {name: value for name, value in report.to_dict().items() if name != "gates"}
    found.own_warehouse["gates"] = len(report.gates)
    if report.status == "failed":
        raise Refused(f"The dry run on your warehouse failed: {report.reason}")
    rows = sum(report.rows_posted.values())
    return f"{len(report.gates)} gates are green; a build would post {rows:,} rows and park {len(report.parked)} accounts. Nothing was posted."


def _evidence(asked: Asked, release: dict[str, Any], found: Found, approved: Approved, now: datetime) -> dict[str, Any]:
    unapproved = {difference.name for difference in approved.unapproved}
    statuses = [check.status for check in found.checks]
    return {
        "verdict": FAILED if FAILED in statuses else PASSED,
        "checked_at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "signed_off_by": asked.signed_off_by,
        "release": release_identity(),
        "compared_with": {name: release.get(name) for name in ("version", "code_hash", "seed_hash", "surface_hash")},
        "environment": environment_of_the_check(),
        "counts": {status: statuses.count(status) for status in (PASSED, FAILED, SKIPPED)},
        "checks": [check.to_dict() for check in found.checks],
        "totals_minor": {month: totals(results) for month, results in found.results.items()},
        "differences": [difference.to_dict() | {"is_approved": difference.name not in unapproved} for difference in found.differences],
        "approvals": {name: [one.to_dict() for one in getattr(approved, name)] for name in ("used", "expired", "unused")},
        "your_warehouse": found.own_warehouse,
        "books": found.books,
    }
