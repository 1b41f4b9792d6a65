"""Fixtures that every test may use: `warehouse`, an empty one of its own that is up, and `template`, what it is a copy of."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.temporary_warehouse import NO_TELEMETRY, Template, TemporaryWarehouse, brought_up_template, warehouse_in_environment


@pytest.fixture(scope="session", autouse=True)
def _no_telemetry() -> None:
    """Nothing in the tests speaks to anybody off this machine."""
    os.environ.update(NO_TELEMETRY)


@pytest.fixture(scope="session")
def template() -> Iterator[Template]:
    """A database that `tallyhouse up` made, on a server that lives as long as the session."""
    with brought_up_template() as made:
        yield made


@pytest.fixture
def warehouse(template: Template) -> Iterator[TemporaryWarehouse]:
    """A fresh warehouse: the command line through `.run`, SQL through `.rows` and `.connect`; this process works on it too."""
    with template.copy() as fresh, warehouse_in_environment(fresh.settings):
        yield fresh
