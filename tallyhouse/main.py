"""The `tallyhouse` program: all commands in one place, and the one place that turns an error into a sentence and an exit code.

Commands import what they need when they run, so that `tallyhouse --help` answers at once.
"""

from __future__ import annotations

import sys
import traceback
import warnings

import typer
import typer.core

from tallyhouse import (
    build_commands,
    demo_command,
    explain_command,
    explore_command,
    export_commands,
    ingest_commands,
    metrics_command,
    quality_command,
    quarantine_commands,
    query_command,
    relay_command,
    release_command,
    report_command,
    shadow_command,
    warehouse_commands,
    webhook_command,
)
from tallyhouse.guide import with_examples
from tallyhouse.output import complain
from warehouse.errors import TallyhouseError, WarehouseUnreachable

EXIT_INTERRUPTED = 130
EXIT_DEFECT = 70  # EX_SOFTWARE: none of the codes that say something about a build

ORDER = (
    "demo", "up", "down", "status", "url", "role", "ingest", "webhook", "quarantine", "quality", "build", "shadow-rate", "verify", "action",
    "relay", "metrics", "report", "export", "sql", "explore", "explain", "release-check",
)  # fmt: skip


class InOrder(typer.core.TyperGroup):
    """Commands in the order in which they are used, groups among them."""

    def list_commands(self, ctx: typer.Context) -> list[str]:
        """Names of the commands."""
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    name="tallyhouse",
    cls=InOrder,
    help="SQL-first usage billing in your own warehouse.\n\nThe usual order is up, ingest, build, report; `tallyhouse COMMAND --help` says more.",
    epilog="Exit codes: 0 done, 1 a gate failed, 2 wrong use or bad input file, 3 the warehouse is not reachable or busy.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (
    warehouse_commands,
    ingest_commands,
    webhook_command,
    quarantine_commands,
    quality_command,
    build_commands,
    shadow_command,
    relay_command,
    metrics_command,
    report_command,
    export_commands,
    query_command,
    explore_command,
    explain_command,
    release_command,
    demo_command,
):
    commands.register(app)


def main() -> None:
    """Entry point of the program."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command line; its exit code. Every error a user can cause ends as one sentence."""
    as_json = "--json" in words
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    try:
        program = with_examples(typer.main.get_command(app))
        result = program(args=words or ["--help"], prog_name="tallyhouse", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except TallyhouseError as problem:
        complain(str(problem), as_json)
        return problem.exit_code
    except typer.TyperException as problem:
        complain(_usage_sentence(problem), as_json)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        complain("Interrupted: nothing that was not committed stays.", as_json)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # type: ignore[assignment]  # the reader left: there is nobody to flush to
        return 0
    except Exception as problem:
        if isinstance(problem, OSError) and problem.filename is not None:
            complain(f"{problem.filename} cannot be read or written ({problem.strerror}): name another, or make room for it.", as_json)
            return 2
        lost = _lost_connection(problem)
        if lost is not None:
            complain(str(lost), as_json)
            return lost.exit_code
        traceback.print_exc()
        complain(f"This is a defect of Tallyhouse ({type(problem).__name__}): please report the lines above.", as_json)
        return EXIT_DEFECT


def _usage_sentence(problem: typer.TyperException) -> str:
    context = getattr(problem, "ctx", None)
    command = context.command_path if context is not None else "tallyhouse"
    message = " ".join(problem.format_message().split()).rstrip(".")
    return f"{message}: see `{command} --help`."


def _lost_connection(problem: Exception) -> TallyhouseError | None:
    """A connection that broke in the middle, or a warehouse that was never brought up, is no defect."""
    if "psycopg" not in sys.modules:
        return None
    import psycopg

    if isinstance(problem, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
        return WarehouseUnreachable("This warehouse is not set up for this version of Tallyhouse: run `tallyhouse up`.")
    if isinstance(problem, psycopg.OperationalError):
        return WarehouseUnreachable("The connection to the warehouse was lost, and nothing was committed: run `tallyhouse status`, then this again.")
    return None


if __name__ == "__main__":
    main()
