"""The definitions and the manifest, loaded once, with a home of their own: neither needs a server."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import dagster as dg
import pytest

from orchestration.manifest import Manifest, read_manifest


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manifest]:
    """The manifest as Dagster sees it."""
    with mock.patch.dict("os.environ", {"TALLYHOUSE_HOME": str(tmp_path_factory.mktemp("home"))}):
        found = read_manifest()
    yield found


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.Definitions]:
    """Everything Dagster loads."""
    with mock.patch.dict("os.environ", {"TALLYHOUSE_HOME": str(tmp_path_factory.mktemp("home"))}):
        from orchestration.definitions import defs
    yield defs
