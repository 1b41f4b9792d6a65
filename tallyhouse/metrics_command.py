"""`tallyhouse metrics`: what operations tells, for a monitoring system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import OUTPUTS, JsonOption, option
from tallyhouse.output import answer
from warehouse.errors import WrongUse

Out = Annotated[Path | None, option("--out", "File to write at once or not at all, as the node exporter's textfile collector reads it.", "FILE")]
Serve = Annotated[int | None, option("--serve", "Answer Prometheus on this port of 127.0.0.1 until Ctrl-C.", "PORT")]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=OUTPUTS)(metrics)


def metrics(out: Out = None, serve: Serve = None, json_output: JsonOption = False) -> None:
    """Print the state of the stages, gates and outbox in Prometheus's text form; it names no account."""
    if out is not None and serve is not None:
        raise WrongUse("Name --out or --serve, one of the two.")
    if serve is not None and not 0 < serve < 65536:
        raise WrongUse("--serve names no port: choose one from 1 to 65535.")
    from reports.metrics import metrics_text, serve_metrics, write_metrics

    if serve is not None:
        server, thread = serve_metrics(serve)
        _say({"url": f"http://127.0.0.1:{serve}/metrics"}, json_output, "url", "Metrics: {} (Ctrl-C ends it)")
        try:
            thread.join()
        finally:
            server.shutdown()
    elif out is not None:
        _say({"path": write_metrics(out)}, json_output, "path", "The metrics are in {}")
    elif json_output:
        answer({"text": metrics_text().decode()}, True, lambda _: None)
    else:
        sys.stdout.write(metrics_text().decode())


def _say(record: dict[str, Any], as_json: bool, name: str, sentence: str) -> None:
    answer(record, as_json, lambda _: print(sentence.format(record[name])))
    sys.stdout.flush()
