"""A warehouse that the tests of one module share, for many small cases that do not look at each other's rows, and a book with three periods."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment

PERIODS = [("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-01"), ("2024-03-01", "2024-04-01")]


@pytest.fixture(scope="module")
def _module_warehouse(template: Template) -> Iterator[TemporaryWarehouse]:
    with template.copy() as fresh:
        yield fresh


@pytest.fixture
def shared_warehouse(_module_warehouse: TemporaryWarehouse) -> Iterator[TemporaryWarehouse]:
    """The module's warehouse; this process works on it too."""
    with warehouse_in_environment(_module_warehouse.settings):
        yield _module_warehouse


@pytest.fixture
def book(warehouse: TemporaryWarehouse) -> TemporaryWarehouse:
    """An account in Berlin with three periods; the newest build was in the third."""
    with warehouse.connect() as connection:
        for number, (start, end) in enumerate(PERIODS):
            connection.execute(
                "insert into book.periods (period_id, build_number, account_id, billing_timezone, currency, billing_mode, period_start, period_end)"
                " select %s::uuid, 1, 'acme', zone, 'EUR', 'postpaid', %s::timestamp at time zone zone, %s::timestamp at time zone zone"
                " from (values ('Europe/Berlin')) as zones (zone)",
                (f"{number:032}", start, end),
            )
        connection.execute("insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values (1, 'build', '2024-03-15Z', '', '')")
    return warehouse
