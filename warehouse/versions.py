"""Hashes of the code that decides about money: what a build ran, and whether `tallyhouse up` has something to put in place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from warehouse.settings import PROJECT_ROOT

RATING_CODE = (
    "dbt_project.yml",
    "selectors.yml",
    "macros",
    "models/_sources.yml",
    "models/staging",
    "models/rules",
    "models/book",
    "warehouse/migrations",
    "warehouse/build",
)
SEEDS = ("seeds", "dbt_project.yml")
SURFACES = ("dbt_project.yml", "functions", "macros", "models/_sources.yml", "models/surfaces", "warehouse/migrations", "warehouse/grants.sql")
SUFFIXES = {".sql", ".yml", ".csv", ".py"}


def code_hash() -> str:
    """sha256 over the files that rate, plan and post; 64 hex digits."""
    return _hash_of(RATING_CODE)


def seed_hash() -> str:
    """sha256 over the reference data; 64 hex digits."""
    return _hash_of(SEEDS)


def surface_hash() -> str:
    """sha256 over the surfaces; 64 hex digits."""
    return _hash_of(SURFACES)


def _hash_of(places: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for path in _files(PROJECT_ROOT / place):
            content = path.read_bytes()
            name = path.relative_to(PROJECT_ROOT).as_posix().encode()
            digest.update(b"%d:%s%d:" % (len(name), name, len(content)))
            digest.update(content)
    return digest.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(
        (path for path in place.rglob("*") if path.is_file() and path.suffix in SUFFIXES), key=lambda path: path.relative_to(PROJECT_ROOT).as_posix()
    )
