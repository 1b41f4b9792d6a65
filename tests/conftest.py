"""Fixtures that every test may use: `warehouse`, an empty one of its own that is up, and `template`, what it is a copy of."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.temporary_warehouse import NO_TELEMETRY, Template, TemporaryWarehouse, brought_up_template, warehouse_in_environment


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under `pytest -n`, a file stays on one worker, and so does everything that looks at one warehouse which takes minutes to build."""
    looks_at_the_month = {item.path for item in items if "built_month" in getattr(item, "fixturenames", ())}
    for item in items:
        group = "sample month" if item.path in looks_at_the_month else "orchestration" if "orchestration" in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


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
