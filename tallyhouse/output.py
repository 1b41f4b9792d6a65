"""How commands speak: one JSON object or a page for people on standard output, progress and errors on standard error.

What does not belong here: what a command says (the command), and how amounts and times are written (``reports.amounts``).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from reports.amounts import exact_time
from warehouse.progress import Progress, silent

WIDTH_WITHOUT_TERMINAL = 140
STYLES = {"matched": "green", "unmatched": "bold red", "fail": "bold red", "error": "bold red", "missing": "bold red"}


def answer(record: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], None]) -> None:
    """Print ``record`` as one JSON object, or let ``show`` print it for people."""
    if as_json:
        sys.stdout.write(json_text(record) + "\n")
        sys.stdout.flush()
    else:
        show(record)


def json_text(record: dict[str, Any]) -> str:
    """One line of JSON. Decimals become strings, so that no reader makes a float of them; times are in UTC."""
    return json.dumps(record, ensure_ascii=False, default=_as_json)


def complain(sentence: str, as_json: bool) -> None:
    """One sentence on standard error, or ``{"error": sentence}`` on standard output."""
    if as_json:
        sys.stdout.write(json_text({"error": sentence}) + "\n")
        sys.stdout.flush()
    else:
        sys.stderr.write(f"tallyhouse: {sentence}\n")


def page_width() -> int:
    """Columns of the terminal, or 140 where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], right: Sequence[str] = ()) -> None:
    """A table for people, after a blank line and its title; ``columns`` named in ``right`` are numbers. Cells are data and never markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    page = Console(highlight=False, width=page_width())
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in right)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell), style=STYLES.get(str(cell), "")) for cell in row))
    if title:
        page.print(Text(f"\n{title}", style="bold"))
    page.print(table)


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A progress callable: a bar on standard error where that is a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=28), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task("", total=None, counts="")

        def report(message: str, done: int | None = None, total: int | None = None) -> None:
            counts = "" if done is None else f"{done:,}" if total is None else f"{done:,} of {total:,}"
            bar.update(task, description=message, completed=done or 0, total=total, counts=counts)

        yield report


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return exact_time(value)
    if isinstance(value, Decimal | UUID | Path):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if hasattr(value, "to_dict"):
        return value.to_dict()
    raise TypeError(f"{type(value).__name__} has no JSON form")
