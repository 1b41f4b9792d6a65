"""`tallyhouse demo`: the sample month from raw files to a reconciled book, through the same functions as every other command.

What does not belong here: the sample month itself (``ingest.sample_month``) and what its numbers must be (``tests/golden``).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reports.amounts import exact_time
from tallyhouse.ingest_commands import COUNTS
from tallyhouse.options import TRY, JsonOption
from tallyhouse.output import answer, progress_shown
from warehouse.errors import GateFailed, WrongUse
from warehouse.progress import Progress
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from ingest.sample_month.generate import SampleMonth, SampleStep


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=TRY)(demo)


def demo(json_output: JsonOption = False) -> None:
    """The sample month, end to end: up, ingest, build, report. Run again, it finds everything done and changes nothing."""
    from ingest.sample_month.generate import write_sample_month
    from reports.finance_report import write_report
    from tallyhouse.demo_page import current_state, show_state
    from warehouse.up import bring_up

    say = (lambda line: None) if json_output else (lambda line: print(line, flush=True))
    home = load_settings().home
    with progress_shown() as progress:
        progress("writing the sample month")
        month = write_sample_month(home / "sample_month")
        say(f"The sample month is in {month.folder}: {sum(len(step.files) for step in month.steps)} files that arrive in {len(month.steps)} steps.")
        up = bring_up(progress=progress)
        _refuse_other_data(month)
        say(f"The warehouse is up on Postgres {up['postgres']}.")
        steps = []
        for step in month.steps:
            steps.append(_run_step(step, progress))
            say(_step_line(steps[-1]))
        written = write_report(home / "report", progress=progress)
    result = {"sample_month": month.folder, "report": written["path"], "steps": steps, **current_state()}
    answer(result, json_output, show_state)


def _run_step(step: SampleStep, progress: Progress) -> dict[str, Any]:
    """Land the files of a step and build as of its time, or as of the newest build's where that is later: `as_of` never goes back."""
    from ingest.sample_month.landing import land
    from warehouse.build import run_build

    landed = [land(file, progress) for file in step.files]
    as_of = max(step.as_of, _newest_as_of() or step.as_of)
    report = run_build(as_of=as_of, progress=progress).to_dict()
    if report["status"] == "failed":
        raise GateFailed(f"The build of step {step.name} failed, which the sample month never should: {report.get('reason')}")
    counts = {name: sum(getattr(batch, name) for batch in landed) for name in COUNTS}
    is_known = all(batch.already_known for batch in landed)
    return {"step": step.name, "as_of": as_of, "files": len(landed), **counts, "already_known": is_known, "build": report}


def _newest_as_of() -> datetime | None:
    from warehouse.connection import connect

    with connect("runner") as connection:
        return connection.execute("select max(builds.as_of) from control.builds where builds.kind = 'build'").fetchone()[0]


def _refuse_other_data(month: SampleMonth) -> None:
    """The book cannot be un-posted, so the sample month never lands beside anybody's own data."""
    from warehouse.connection import connect

    known = [hashlib.sha256(Path(file.path).read_bytes()).hexdigest() for step in month.steps for file in step.files]
    with connect("runner") as connection:
        others = connection.execute("select count(*) from raw.ingest_batches where not file_sha256 = any(%s)", (known,)).fetchone()[0]
    if others:
        raise WrongUse(
            f"This warehouse holds {others} batches of other data, and what is posted stays: "
            "run the demo in an empty one, with TALLYHOUSE_HOME=/tmp/tallyhouse-demo."
        )


def _step_line(step: dict[str, Any]) -> str:
    build = step["build"]
    posted = "nothing new" if build["status"] == "nothing_new" else f"{build['rows_posted']:,} rows posted"
    turned_away = f"{step['duplicate']:,} duplicate, {step['conflict']:,} conflicting, {step['rejected']:,} rejected"
    landed = "all known already" if step["already_known"] else f"{step['landed']:,} of {step['rows_read']:,} rows landed, {turned_away}"
    return f"{step['step']}: {step['files']} files, {landed}.\n  Build {build['build_number']} as of {exact_time(step['as_of'])}: {posted}."
