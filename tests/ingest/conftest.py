"""A warehouse that the tests of one module share, for many small cases that do not look at each other's rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment


@pytest.fixture(scope="module")
def _module_warehouse(template: Template) -> Iterator[TemporaryWarehouse]:
    with template.copy() as fresh:
        yield fresh


@pytest.fixture
def shared_warehouse(_module_warehouse: TemporaryWarehouse) -> Iterator[TemporaryWarehouse]:
    """The module's warehouse; this process works on it too."""
    with warehouse_in_environment(_module_warehouse.settings):
        yield _module_warehouse
