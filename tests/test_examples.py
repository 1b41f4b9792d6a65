"""The examples do what their page says: its commands run in a copy of the project, and print what stands there."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from tests.temporary_warehouse import NO_TELEMETRY, Template
from warehouse.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "examples" / "adding" / "README.md"


@pytest.fixture
def copied_project(tmp_path: Path) -> Path:
    """What git tracks or would track, where it may be changed."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=PROJECT_ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    files = [name for name in listed.stdout.decode().split("\0") if name and (PROJECT_ROOT / name).is_file()]
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in files:
            archive.add(PROJECT_ROOT / name, name)
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        archive.extractall(tmp_path / "project", filter="data")
    return tmp_path / "project"


@pytest.fixture
def database(template: Template) -> Iterator[str]:
    """The address of an empty database on the session's server."""
    name = f"tallyhouse_test_{secrets.token_hex(6)}"
    with psycopg.connect(template.server_url, autocommit=True) as server:
        server.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(name)))
        try:
            yield conninfo.make_conninfo(template.server_url, dbname=name)
        finally:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.mark.slow
def test_a_source_a_meter_and_a_pricing_model_are_added_as_the_page_says(copied_project: Path, database: str, tmp_path: Path) -> None:
    page = PAGE.read_text()
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    [printed] = re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    program = tmp_path / "tallyhouse"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tallyhouse.main "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        **NO_TELEMETRY,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(copied_project),
        "TALLYHOUSE_HOME": str(tmp_path / "home"),
        "TALLYHOUSE_DATABASE_URL": database,
    }
    ran = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=copied_project, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith(printed), ran.stdout
    # The unit test that comes with the model, by the dbt that built it.
    tested = [sys.executable, "-c", "from warehouse.dbt import run_dbt; run_dbt(['test', '--select', 'steps_greater_of,test_type:unit'])"]
    unit = subprocess.run(tested, cwd=copied_project, env=environment, capture_output=True, text=True)
    assert unit.returncode == 0, unit.stderr
    results = (tmp_path / "home" / "dbt" / "run_results.json").read_text()
    assert "a_fee_covers_the_units_it_would_pay_for" in results
