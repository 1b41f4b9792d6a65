"""The workflow that others call: it parses, runs only commands that exist, as they exist, and keeps the evidence of a red check too."""

from __future__ import annotations

import os
import re
import shlex
from typing import Any

import pytest
import typer
import yaml
from typer.core import TyperGroup

from tallyhouse.main import app
from warehouse.settings import PROJECT_ROOT

WORKFLOW = PROJECT_ROOT / ".github" / "workflows" / "release-check.yml"


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true.
    return {"on" if key is True else key: value for key, value in yaml.safe_load(WORKFLOW.read_text()).items()}


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_it_can_be_called_and_every_input_says_what_it_is(workflow: dict[str, Any]) -> None:
    inputs = workflow["on"]["workflow_call"]["inputs"]
    assert all(given["description"] and given["type"] in ("string", "boolean") and "default" in given for given in inputs.values())
    assert set(re.findall(r"inputs\.([a-z-]+)", WORKFLOW.read_text())) == set(inputs)
    assert workflow["permissions"] == {"contents": "read"}


def test_it_runs_what_ci_runs_then_the_check_and_keeps_the_evidence(workflow: dict[str, Any]) -> None:
    words = [step.get("run") or step["uses"].partition("@")[0] for step in steps_of(workflow)]
    order = [
        next(number for number, word in enumerate(words) if wanted in word)
        for wanted in ("checkout", "make setup", ".ci/run", "--signed-off-by", "upload")
    ]
    assert order == sorted(order)
    [upload] = [step for step in steps_of(workflow) if "upload-artifact" in step.get("uses", "")]
    assert upload["if"] == "${{ always() }}" and upload["with"]["path"] == "release-evidence/"


def test_every_command_it_runs_exists(workflow: dict[str, Any]) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE))
    program = typer.main.get_command(app)
    assert isinstance(program, TyperGroup)
    for command in [step["run"] for step in steps_of(workflow) if "run" in step]:
        first, *words = shlex.split(command)
        if first == "make":
            assert set(words) <= targets
        elif first == ".venv/bin/tallyhouse":
            program.commands[words[0]].make_context(words[0], words[1:])
        else:
            assert os.access(PROJECT_ROOT / first, os.X_OK) and not words


def test_nothing_that_a_caller_says_becomes_a_command(workflow: dict[str, Any]) -> None:
    """An input in the text of a command would be run by the shell; it goes through the environment."""
    assert [step["run"] for step in steps_of(workflow) if "${{" in step.get("run", "")] == []
