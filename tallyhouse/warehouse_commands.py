"""`tallyhouse up`, `down`, `status`, `url` and `role`: the warehouse itself, and who may read it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tallyhouse.options import WAREHOUSE, JsonOption, argument, option
from tallyhouse.output import answer, print_table, progress_shown
from warehouse.errors import WrongUse

Role = Annotated[str, typer.Option("--role", help="ingest, runner, build, poster, analyst, finance, auditor or another role.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (up, down, status, url):
        app.command(rich_help_panel=WAREHOUSE)(command)
    role = typer.Typer(help="Who may read what.")
    role.command("add")(add_role)
    role.command("list")(list_roles)
    app.add_typer(role, name="role", rich_help_panel=WAREHOUSE)


def up(json_output: JsonOption = False) -> None:
    """Start or find the warehouse and put everything it needs in place. Safe to repeat."""
    from warehouse.up import bring_up

    with progress_shown() as progress:
        result = bring_up(progress=progress)
    answer(result, json_output, _show_up)


def down(json_output: JsonOption = False) -> None:
    """Stop the embedded Postgres. The data stays."""
    from warehouse.up import shut_down

    stopped = shut_down()
    sentence = "The embedded Postgres is stopped." if stopped else "The embedded Postgres was not running."
    answer({"stopped": stopped}, json_output, lambda _: print(sentence))


def status(json_output: JsonOption = False) -> None:
    """Say what state everything is in."""
    from warehouse.status import warehouse_status

    answer(warehouse_status(), json_output, _show_status)


def url(role: Role = "finance", json_output: JsonOption = False) -> None:
    """Print the libpq URL that logs in as a role."""
    from warehouse.connection import role_name, role_url

    address = role_url(role)
    answer({"role": role_name(role), "url": address}, json_output, lambda _: print(address))


def add_role(
    name: Annotated[str, argument("NAME", "Name of the reader, without the tallyhouse_ that it gets in front.")],
    account: Annotated[str | None, option("--account", "Sees the rows of this account.", "A")] = None,
    reseller: Annotated[str | None, option("--reseller", "Sees the rows of this reseller and its customers.", "R")] = None,
    analyst: Annotated[bool, option("--analyst", "Sees everything in billing, operations and analytics.")] = False,
    finance: Annotated[bool, option("--finance", "Sees everything in every surface.")] = False,
    auditor: Annotated[bool, option("--auditor", "Sees everything in every surface.")] = False,
    json_output: JsonOption = False,
) -> None:
    """Add a reader role, or give one a further right."""
    from warehouse.readers import add_reader

    given = {"account": account, "reseller": reseller, "analyst": analyst, "finance": finance, "auditor": auditor}
    asked = [scope for scope, value in given.items() if value]
    if len(asked) != 1:
        raise WrongUse("Say what the role reads, with one of --account A, --reseller R, --analyst, --finance or --auditor.")
    added = add_reader(name, asked[0], account or reseller)
    answer(
        added, json_output, lambda _: print(f"{added['role']} reads: log in with `tallyhouse url --role {name}`, or `tallyhouse sql --role {name}`.")
    )


def list_roles(json_output: JsonOption = False) -> None:
    """List the login roles of the warehouse and the surfaces each may read, as the grants are now."""
    from warehouse.connection import connect

    with connect("finance") as connection:
        found = connection.execute((Path(__file__).parent / "roles_and_what_they_read.sql").read_text()).fetchall()
    answer({"roles": [{"role": role, "reads": reads} for role, reads in found]}, json_output, _show_roles)


def _show_up(result: dict[str, Any]) -> None:
    server = "the embedded Postgres" if result["server"] == "embedded" else "your Postgres"
    changed = [f"{result['migrations_applied']} migrations applied"] if result["migrations_applied"] else []
    changed += ["reference data loaded"] if result["seeds_loaded"] else []
    changed += ["surfaces made"] if result["surfaces_made"] else []
    print(f"The warehouse is up on {server} {result['postgres']}: {', '.join(changed) or 'everything was in place'}.")


def _show_status(state: dict[str, Any]) -> None:
    print_table("", ("what", "state"), [(name.replace("_", " "), _plain(value)) for name, value in state.items()])


def _plain(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{name.replace('_', ' ')}: {_plain(inner)}" for name, inner in value.items()) or "none"
    if isinstance(value, list):
        return "\n".join(_plain(inner) for inner in value) or "none"
    return str(value)


def _show_roles(found: dict[str, Any]) -> None:
    rows = [(role["role"], ", ".join(role["reads"]) or "no surface") for role in found["roles"]]
    print_table("", ("role", "reads"), rows)
