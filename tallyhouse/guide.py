"""What makes `tallyhouse --help` a guide: an example for each command, in the list of commands and at the end of its own help.

What does not belong here: what a command does (its docstring says it) and longer stories (`README.md`, `docs/`, `examples/`).
"""

from __future__ import annotations

from rich.markup import escape
from typer.core import TyperCommand, TyperGroup

EXAMPLES = {
    "demo": "tallyhouse demo",
    "up": "tallyhouse up",
    "down": "tallyhouse down",
    "status": "tallyhouse status --json",
    "url": 'psql "$(tallyhouse url --role analyst)"',
    "role": "tallyhouse role add acme_reader --account acme",
    "role add": "tallyhouse role add acme_reader --account acme",
    "role list": "tallyhouse role list",
    "ingest": "tallyhouse ingest usage september/*.csv",
    "ingest usage": "tallyhouse ingest usage jobs.csv --adapter scheduler_jobs",
    "ingest records": "tallyhouse ingest records prices prices.csv",
    "ingest stripe": "tallyhouse ingest stripe --from-api --since 2026-09-01T00:00:00Z",
    "webhook": "tallyhouse webhook --port 8787",
    "quarantine": "tallyhouse quarantine list",
    "quarantine list": "tallyhouse quarantine list --limit 20",
    "quarantine show": "tallyhouse quarantine show 7",
    "quarantine redrive": "tallyhouse quarantine redrive 7 --with corrected.csv",
    "quality": "tallyhouse quality",
    "build": "tallyhouse build --dry-run",
    "shadow-rate": "tallyhouse shadow-rate --prices new.csv --from 2026-09-01T00:00:00Z --to 2026-10-01T00:00:00Z",
    "verify": "tallyhouse verify --anchor anchor.json",
    "action": "tallyhouse action period_close --account acme --reference 2026-09-01 --actor ada --reason 'month end'",
    "relay": "tallyhouse relay",
    "metrics": "tallyhouse metrics --out /var/lib/node_exporter/tallyhouse.prom",
    "report": "tallyhouse report --out september",
    "export": "tallyhouse export journal --out journal.hledger",
    "export focus": "tallyhouse export focus --out focus.parquet",
    "export journal": "tallyhouse export journal --out journal.hledger",
    "export invoice": "tallyhouse export invoice --account acme --out documents/",
    "export tax": "tallyhouse export tax --out tax.csv",
    "export evidence": "tallyhouse export evidence --out evidence.json",
    "export anchor": "tallyhouse export anchor --out anchor.json",
    "sql": "tallyhouse sql 'select * from billing.balances'",
    "explore": "tallyhouse explore spend --by currency,metric_time__quarter",
    "explain": "tallyhouse explain ev-1",
    "release-check": "tallyhouse release-check --signed-off-by ada",
}


def with_examples(command: TyperCommand | TyperGroup, path: tuple[str, ...] = ()) -> TyperCommand | TyperGroup:
    """The command, it and those below it with their examples. A command without one stays as it is."""
    example = EXAMPLES.get(" ".join(path))
    if example is not None:
        said = (command.help or "").split("\n\n")[0]
        command.short_help = f"{said}\n[cyan]{escape(example)}[/cyan]"
        command.epilog = f"Example: [cyan]{escape(example)}[/cyan]"
    for name, below in getattr(command, "commands", {}).items():
        with_examples(below, (*path, name))
    return command
