"""`make docs`: every model, column, test and metric with their lineage, as the one static page that dbt makes; it opens without a network.

What does not belong here: the dictionary of the surfaces (``data_dictionary``), which needs no warehouse and is kept in the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from warehouse.dbt import dbt_command, dbt_environment, last_error
from warehouse.errors import GateFailed, TallyhouseError
from warehouse.settings import PROJECT_ROOT, Settings, load_settings
from warehouse.up import bring_up


def write_model_pages(out: Path, settings: Settings | None = None) -> Path:
    """Write the page of a warehouse that is up to ``out``. It is made in a folder of its own, apart from what builds read.

    Raises GateFailed with dbt's own words when it cannot be made.
    """
    settings = settings or load_settings()
    made = settings.home / "docs-of-dbt"
    made.mkdir(parents=True, exist_ok=True)
    parsed = settings.dbt_target / "partial_parse.msgpack"
    if parsed.exists():
        # What is parsed already need not be parsed again.
        shutil.copy(parsed, made)
    command = dbt_command(["docs", "generate", "--static"], made, settings.logs)
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=dbt_environment(settings), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if finished.returncode:
        raise GateFailed(f"dbt cannot write the page: {last_error(finished.stdout + finished.stderr)}")
    out.parent.mkdir(parents=True, exist_ok=True)
    # dbt writes beside every seed where the project lies, which is nobody's business who is given the page.
    out.write_text((made / "static_index.html").read_text("utf-8").replace(str(PROJECT_ROOT), "."), "utf-8")
    return out


def main() -> int:
    """Bring the warehouse up and write the page; an exit code."""
    try:
        bring_up()
        print(f"Every model on one page: {write_model_pages(load_settings().home / 'docs' / 'index.html')}")
    except TallyhouseError as problem:
        print(f"tallyhouse: {problem}", file=sys.stderr)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
