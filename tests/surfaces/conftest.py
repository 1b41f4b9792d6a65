"""Fixture `world`: a warehouse with a small world in it that was made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.surfaces.small_world import ROWS
from tests.temporary_warehouse import Template


@pytest.fixture(scope="module")
def world(template: Template) -> Iterator[psycopg.Connection]:
    """A connection of the administrator to a warehouse with the hand-made rows."""
    with template.copy() as fresh, fresh.connect() as connection:
        connection.execute(ROWS.read_text())
        connection.commit()
        yield connection
        connection.rollback()
