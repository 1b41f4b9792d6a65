"""Run dbt as the build role, in a process that dies with its parent, and read what it wrote.

What does not belong here: which nodes a build runs and what their results mean (``warehouse.build``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from psycopg import conninfo

from warehouse.connection import role_url
from warehouse.errors import GateFailed
from warehouse.settings import PROJECT_ROOT, Settings, load_settings

STRIPPED = (
    "TZ",
    "PGTZ",
    "PGOPTIONS",
    "PGDATESTYLE",
    "PGUSER",
    "PGPASSWORD",
    "PGHOST",
    "PGPORT",
    "PGDATABASE",
    "DBT_VARS",
    "DBT_FULL_REFRESH",
    "DBT_EMPTY",
)


def dbt_environment(settings: Settings) -> dict[str, str]:
    """Environment for dbt: the address of the build role, no telemetry, nothing that moves a clock."""
    parts = conninfo.conninfo_to_dict(role_url("build", settings))
    environment = {name: value for name, value in os.environ.items() if name not in STRIPPED}
    environment |= {
        "TALLYHOUSE_DBT_HOST": str(parts.get("host") or "localhost"),
        "TALLYHOUSE_DBT_PORT": str(parts.get("port") or "5432"),
        "TALLYHOUSE_DBT_DATABASE": str(parts["dbname"]),
        "TALLYHOUSE_DBT_SSLMODE": str(parts.get("sslmode") or "prefer"),
        "DBT_ENV_SECRET_TALLYHOUSE_PASSWORD": str(parts.get("password") or "none"),
        "DBT_PROFILES_DIR": str(PROJECT_ROOT / "warehouse" / "dbt_profile"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    return environment


def dbt_command(arguments: list[str], target: Path, logs: Path) -> list[str]:
    """The command line of one dbt run: under setpriv where the machine has it, so that an orphan cannot live on."""
    program = Path(sys.executable).parent / "dbt"
    command = [str(program) if program.exists() else "dbt", "--log-level", "warn", "--log-level-file", "warn", "--no-version-check"]
    command += arguments
    command += ["--project-dir", str(PROJECT_ROOT), "--target-path", str(target), "--log-path", str(logs)]
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", *command] if setpriv else command


def run_dbt(arguments: list[str], *, settings: Settings | None = None, may_fail: bool = False) -> int:
    """Run dbt once; its exit code. Raises GateFailed with dbt's own last words unless ``may_fail``."""
    settings = settings or load_settings()
    settings.dbt_target.mkdir(parents=True, exist_ok=True)
    settings.logs.mkdir(parents=True, exist_ok=True)
    if settings.is_shadow:
        arguments = [*arguments, "--target", "shadow"]
    command = dbt_command(arguments, settings.dbt_target, settings.logs)
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=dbt_environment(settings), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    (settings.logs / "dbt-last-output.txt").write_text(finished.stdout + finished.stderr)
    if finished.returncode and not may_fail:
        raise GateFailed(f"dbt {arguments[0]} failed: {last_error(finished.stdout + finished.stderr)} Read {settings.logs / 'dbt.log'}.")
    return finished.returncode


def last_error(output: str) -> str:
    """The first line of dbt's output that says what went wrong."""
    lines = [line.split("  ", 1)[-1].strip() for line in output.splitlines()]
    wanted = [line for line in lines if "error" in line.lower() and "ERROR=0" not in line]
    return (wanted or lines or ["no output."])[0][:500]


def read_artifact(name: str, settings: Settings | None = None) -> dict:
    """``manifest.json`` or ``run_results.json`` of the last run, as a dict; empty when there is none."""
    path = (settings or load_settings()).dbt_target / name
    return json.loads(path.read_text()) if path.exists() else {}
