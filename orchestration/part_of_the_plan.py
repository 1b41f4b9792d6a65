"""dbt over a part of the plan: as the build role, under the build lock, against the newest build's row; it never posts.

What does not belong here: a whole build (``warehouse.build``).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from dagster_dbt import DbtCliResource

from orchestration.manifest import dagster_home
from warehouse.build.take_in import check_installation, end_what_is_left
from warehouse.dbt import dbt_environment
from warehouse.errors import WrongUse
from warehouse.lock import build_lock
from warehouse.progress import Progress, silent
from warehouse.settings import PROJECT_ROOT, load_settings
from warehouse.versions import code_hash, seed_hash

NEWEST_BUILD = "select build_number, code_hash, seed_hash from control.builds where kind <> 'shadow' order by build_number desc limit 1"


@contextmanager
def turn_to_plan(progress: Progress = silent) -> Iterator[int]:
    """Hold the build lock and yield the number of the newest build, whose plan is made again in part.

    Raises WrongUse when there is no build yet, or when the code has changed since: what is gathered batch by batch must not mix two
    versions of the code, and only a whole build starts it anew. Raises WarehouseUnreachable when the lock does not become free.
    """
    with build_lock("runner", progress=progress) as lock:
        check_installation(lock)
        end_what_is_left(lock)
        yield _newest_build(lock)


@contextmanager
def turn_to_read(progress: Progress = silent) -> Iterator[None]:
    """Hold the build lock while the build role reads: a build that starts ends every connection of that role."""
    with build_lock("runner", progress=progress) as lock:
        end_what_is_left(lock)
        yield


@contextmanager
def dbt_as_the_build_role(run_id: str) -> Iterator[tuple[DbtCliResource, Path]]:
    """dbt for this process, logged in as the build role, and the folder for its artifacts, which stays when the work in it fails."""
    target = dagster_home() / "dbt" / run_id
    beside = Path(sys.executable).parent / "dbt"
    program = str(beside) if beside.exists() else shutil.which("dbt") or "dbt"
    before = dict(os.environ)
    _set_environment(
        dbt_environment(load_settings()) | {"TALLYHOUSE_DBT_PROGRAM": program, "DBT_TARGET_PATH": str(dagster_home() / "manifests" / "target")}
    )
    try:
        profiles = PROJECT_ROOT / "warehouse" / "dbt_profile"
        yield DbtCliResource(project_dir=PROJECT_ROOT, profiles_dir=profiles, dbt_executable=Path(__file__).with_name("dbt_of_a_run.sh")), target
    finally:
        _set_environment(before)
    shutil.rmtree(target, ignore_errors=True)


def _newest_build(lock: psycopg.Connection) -> int:
    newest = lock.execute(NEWEST_BUILD).fetchone()
    if newest is None:
        raise WrongUse("There is no build yet whose plan could be made again: materialise book/publication first, or run `tallyhouse build`.")
    if newest[1:] != (code_hash(), seed_hash()):
        raise WrongUse(
            "The code has changed since the newest build: run `tallyhouse build --dry-run` (or materialise book/publication), then this part again."
        )
    return newest[0]


def _set_environment(wanted: dict[str, str]) -> None:
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)
