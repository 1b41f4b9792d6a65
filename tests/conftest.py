"""Fixtures that every test may use: `warehouse`, an empty one of its own that is up, and `template`, what it is a copy of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from unittest import mock

import pytest

from tests import compiled_plan
from tests.temporary_warehouse import NO_TELEMETRY, Template, TemporaryWarehouse, brought_up_template, warehouse_in_environment


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests plan with dbt come first, so that the workers end together."""
    planned_with_dbt = Counter(item.path for item in items if item.get_closest_marker("slow") and not item.get_closest_marker("compiled_plan"))
    items.sort(key=lambda item: -planned_with_dbt[item.path])


@pytest.fixture(scope="session", autouse=True)
def _no_telemetry() -> None:
    """Nothing in the tests speaks to anybody off this machine."""
    os.environ.update(NO_TELEMETRY)


@pytest.fixture(scope="session")
def template() -> Iterator[Template]:
    """A database that `tallyhouse up` made, on a server that lives as long as the session."""
    with brought_up_template(is_durable=False) as made:
        yield made


@pytest.fixture(scope="session", autouse=True)
def _compiled_plans() -> Iterator[None]:
    """Builds of this process run the compiled plan in the warehouses that have one."""
    with mock.patch(compiled_plan.PLANNED_BY, compiled_plan.run_dbt):
        yield


@pytest.fixture
def warehouse(template: Template, request: pytest.FixtureRequest) -> Iterator[TemporaryWarehouse]:
    """A fresh warehouse: the command line through `.run`, SQL through `.rows` and `.connect`; this process works on it too.

    Marked ``compiled_plan``, its builds run the statements that dbt compiled once, not dbt.
    """
    is_compiled = request.node.get_closest_marker("compiled_plan") is not None
    with template.copy(is_compiled=is_compiled) as fresh, warehouse_in_environment(fresh.settings):
        yield fresh
