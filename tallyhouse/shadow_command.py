"""`tallyhouse shadow-rate`: what past usage would have come to with other prices. Nothing is written to the book."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from reports.amounts import exact_time, grouped, major_amount
from tallyhouse.options import BOOK, JsonOption, option, parse_time
from tallyhouse.output import answer, print_table, progress_shown

MOVERS_SHOWN = 20
AMOUNTS = ("existing", "candidate", "delta")


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("shadow-rate", rich_help_panel=BOOK)(shadow_rate)


def shadow_rate(
    prices: Annotated[list[Path], option("--prices", "Candidate prices, as `ingest records prices` takes them; up to five times.", "FILE")],
    from_time: Annotated[str, option("--from", "Rate the billing periods that reach beyond this time, RFC 3339 with offset.", "T")],
    to_time: Annotated[str, option("--to", "And that begin before this time. Periods are rated whole.", "T")],
    tiers: Annotated[list[Path] | None, option("--tiers", "Their tiers: one file for all, or one for each --prices in turn.", "FILE")] = None,
    account: Annotated[list[str] | None, option("--account", "Whose usage, with those it resells to; all accounts by default.", "ID")] = None,
    json_output: JsonOption = False,
) -> None:
    """Rate past usage with candidate prices, beside what the book has. Writes nothing to the book."""
    period = parse_time(from_time, "--from"), parse_time(to_time, "--to")
    from ingest.records.candidates import read_scenarios
    from warehouse.build.shadow import run_shadow, shadow_report

    with progress_shown() as progress:
        run_number = run_shadow(read_scenarios(prices, tiers or []), *period, account or [], progress=progress)
    answer(shadow_report(run_number), json_output, _show)


def _show(report: dict[str, Any]) -> None:
    if report["period_start"] is None:
        print("No usage falls into that time, so there was nothing to rate.")
        return
    print(f"Rated the whole periods from {exact_time(report['period_start'])} to {exact_time(report['period_end'])} again. {report['left_out']}")
    totals = [
        (scenario["scenario"], scenario["prices_file"], total["currency"], *_amounts(total, total["currency"]))
        for scenario in report["scenarios"]
        for total in scenario["totals"]
    ]
    print_table("What is billed, without statements", ("scenario", "prices", "currency", *AMOUNTS), totals, right=AMOUNTS)
    columns = ("account", "used by", "side", "meter", "type", "currency", "scenario", *AMOUNTS)
    movers = [
        (
            *(row[name] for name in ("account_id", "usage_account_id", "side", "meter", "resource_type", "currency")),
            scenario["scenario"],
            *_amounts(scenario, row["currency"]),
        )
        for row in report["movers"][:MOVERS_SHOWN]
        for scenario in row["scenarios"]
    ]
    more = "" if len(report["movers"]) <= MOVERS_SHOWN else f" ({MOVERS_SHOWN} of {len(report['movers'])}; all of them in finance.shadow_rating)"
    print_table(f"Largest movers first{more}", columns, movers, right=("scenario", *AMOUNTS))
    for scenario in report["scenarios"]:
        if scenario["unused_price_ids"]:
            print(f"Scenario {scenario['scenario']}: {', '.join(scenario['unused_price_ids'])} priced nothing.")
        short = [row for row in report["movers"] for one in row["scenarios"] if one["scenario"] == scenario["scenario"] and _lacks_a_price(one)]
        if short:
            print(f"Scenario {scenario['scenario']}: some usage of {len(short)} charges has no price of its own any more, look at its quantities.")
    print(f"Run {report['run_number']} wrote nothing to the ledger and nothing to the rated lines.")


def _amounts(row: dict[str, Any], currency: str) -> tuple[str, ...]:
    return tuple(grouped(major_amount(row[f"{name}_minor"], currency)) for name in AMOUNTS)


def _lacks_a_price(scenario: dict[str, Any]) -> bool:
    return Decimal(scenario["candidate_quantity"]) < Decimal(scenario["existing_quantity"])
