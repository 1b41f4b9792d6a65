"""`tallyhouse release-check`: everything that stands between a change and a billing release, with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import RELEASE, JsonOption, option
from tallyhouse.output import answer, print_table, progress_shown
from warehouse.settings import load_settings

DIFFERENCES_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("release-check", rich_help_panel=RELEASE)(release_check)


def release_check(
    out: Annotated[Path | None, option("--out", "Folder to write the evidence to; `release` in TALLYHOUSE_HOME by default.", "DIR")] = None,
    signed_off_by: Annotated[str | None, option("--signed-off-by", "Who answers for this release; it stands in the evidence.", "NAME")] = None,
    released: Annotated[
        Path | None, option("--released", "Results of the last release to compare with; those in `release/released` by default.", "DIR")
    ] = None,
    approvals: Annotated[
        Path | None, option("--approvals", "Who approved which difference; `release/approved_differences.csv` by default.", "FILE")
    ] = None,
    warehouse: Annotated[bool, option("--warehouse", "Plan and audit on your own warehouse too, as `build --dry-run` does.")] = False,
    skip_lint: Annotated[bool, option("--skip-lint", "Leave the linters out, where `make lint` has run; the evidence says so.")] = False,
    evidence: Annotated[Path | None, option("--evidence", "Check nothing but this: whether an evidence.json is as it was written.", "FILE")] = None,
    json_output: JsonOption = False,
) -> None:
    """Migrations, lint, golden months, gates and a line-by-line comparison with the last release. Exit code 1 when one is red."""
    if evidence is not None:
        from release.evidence import read_evidence_file

        kept = read_evidence_file(evidence)
        told = {name: kept[name] for name in ("verdict", "checked_at", "signed_off_by", "evidence_sha256")}
        answer({"evidence": str(evidence), **told}, json_output, lambda _: print(f"{evidence} is as it was written: the check {kept['verdict']}."))
        return
    from release.check import Asked, run_release_check

    defaults = Asked()
    asked = Asked(released or defaults.released, approvals or defaults.approvals, signed_off_by, warehouse, lint=defaults.lint and not skip_lint)
    folder = out or load_settings().home / "release"
    with progress_shown() as progress:
        written = run_release_check(asked, folder, progress)
    told = {name: written[name] for name in ("verdict", "signed_off_by", "counts", "checks", "differences", "evidence_sha256")}
    answer({**told, "evidence": str(folder / "evidence.json"), "page": str(folder / "index.html")}, json_output, _show)
    if written["verdict"] != "passed":
        raise typer.Exit(1)


def _show(told: dict[str, Any]) -> None:
    from reports.amounts import grouped, major_amount

    print_table("", ("check", "verdict", "what it found"), [(check["check"], check["status"], check["says"]) for check in told["checks"]])
    rows = [
        (
            f"{row['month']} {row['export']} {row['key']}",
            row["account_id"],
            row["change"],
            row["currency"],
            grouped(major_amount(_minor(row), row["currency"])),
            "approved" if row["is_approved"] else "by nobody",
        )
        for row in told["differences"][:DIFFERENCES_SHOWN]
    ]
    if rows:
        more = f" ({DIFFERENCES_SHOWN} of {len(told['differences']):,})" if len(told["differences"]) > DIFFERENCES_SHOWN else ""
        columns = ("row", "account", "change", "currency", "difference", "approved")
        print_table(f"Differences from the last release{more}", columns, rows, right=("difference",))
    print(f"The release check {told['verdict']}. The page: {told['page']}  The evidence: {told['evidence']}")


def _minor(row: dict[str, Any]) -> Any:
    from decimal import Decimal

    return Decimal(row["amount_change"])
