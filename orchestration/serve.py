"""`make ui`: bring the warehouse up and open Dagster on it, at 127.0.0.1 only, because it has no login of its own.

Everything can be killed at any time: what died is marked as failed at the next start, and the warehouse keeps itself whole without it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
from pathlib import Path

from orchestration.instance import make_storage, storage_url, write_home
from orchestration.landing import make_folders
from orchestration.manifest import prepare_manifest
from warehouse.errors import TallyhouseError, WrongUse
from warehouse.settings import PROJECT_ROOT
from warehouse.up import bring_up

HOST, PORT = "127.0.0.1", 3000
QUIET = {"DAGSTER_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore:XDG_RUNTIME_DIR"}


def main(arguments: list[str] | None = None) -> int:
    """Prepare everything, then become Dagster. Returns an exit code only where something is in the way."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.serve", description="Open Dagster on the warehouse.")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port on {HOST} (default {PORT})")
    options = parser.parse_args(arguments)
    try:
        environment = prepare()
    except TallyhouseError as problem:
        print(f"tallyhouse: {problem}", file=sys.stderr)
        return problem.exit_code
    _say(f"Dagster: http://localhost:{options.port} (ready in about half a minute; Ctrl-C ends it, the warehouse stays up)")
    program = str(Path(sys.executable).with_name("dagster"))
    words = [program, "dev", "--workspace", str(Path(environment["DAGSTER_HOME"]) / "workspace.yaml")]
    os.chdir(PROJECT_ROOT)
    # A shell that starts this in the background has it ignore Ctrl-C, and Dagster would then ignore every polite end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.execve(program, [*words, "--host", HOST, "--port", str(options.port)], environment)


def prepare() -> dict[str, str]:
    """Warehouse, storage, folders and manifest in place and dead runs marked; the environment Dagster needs. Raises TallyhouseError."""
    _say("Bringing the warehouse up.")
    bring_up()
    make_storage()
    home = write_home()
    _be_the_only_one(home)
    os.environ.update(DAGSTER_HOME=str(home), TALLYHOUSE_DAGSTER_URL=storage_url(), **QUIET)
    _say(f"Files put into {make_folders()} are ingested by themselves.")
    prepare_manifest()
    for run_id in _mark_what_died():
        _say(f"Run {run_id} had died and is marked as failed.")
    return dict(os.environ)


def _be_the_only_one(home: Path) -> None:
    """Hold a lock for as long as Dagster lives: only so can a run that seems to be at work be known to be dead."""
    lock = os.open(home / "serving.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        raise WrongUse("Dagster is open on this warehouse already: use that one, or end it first.") from problem
    os.set_inheritable(lock, True)


def _mark_what_died() -> list[str]:
    import dagster as dg

    from orchestration.runs import fail_runs_that_died

    with dg.DagsterInstance.get() as instance:
        return fail_runs_that_died(instance)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
