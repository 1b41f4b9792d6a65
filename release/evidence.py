"""The evidence of a release check: one JSON file that says what was checked and how it came out, with a hash over all of it.

``evidence_sha256`` is the sha256 of the other members as JSON with sorted keys and without spaces: who changes a byte afterwards is seen.
What does not belong here: the page for people (``page``).
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from release.migrations import migrations_as_json
from warehouse.errors import WrongUse
from warehouse.settings import PROJECT_ROOT
from warehouse.versions import code_hash, seed_hash, surface_hash

FORMAT, FORMAT_VERSION = "tallyhouse release check", 1
HASH = "evidence_sha256"


def release_identity() -> dict[str, Any]:
    """What this code is: its version, the hashes of what rates, of the reference data and of the surfaces, and its migrations."""
    return {
        "version": version("tallyhouse"),
        "code_hash": code_hash(),
        "seed_hash": seed_hash(),
        "surface_hash": surface_hash(),
        "migrations": migrations_as_json(),
    }


def environment_of_the_check() -> dict[str, str | None]:
    """What the check ran on: revision, with a plus sign behind it where files differ from it, and the versions of what computes."""
    return {
        "revision": _revision(),
        "python": platform.python_version(),
        **{package: version(package) for package in ("dbt-core", "dbt-postgres", "duckdb", "psycopg")},
    }


def sealed(evidence: dict[str, Any]) -> dict[str, Any]:
    """The evidence with its format and its hash."""
    told = {"format": FORMAT, "format_version": FORMAT_VERSION, **evidence}
    return told | {HASH: _hash_of(told)}


def write_evidence_file(path: Path, evidence: dict[str, Any]) -> None:
    """Write it whole or not at all."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(json.dumps(evidence, indent=1, ensure_ascii=False) + "\n", "utf-8")
    unfinished.replace(path)


def read_evidence_file(path: Path) -> dict[str, Any]:
    """The evidence in a file, of which the hash holds. Raises WrongUse for another file, or one that was changed."""
    try:
        evidence = json.loads(path.read_text("utf-8"))
        kept = evidence.pop(HASH)
    except (OSError, ValueError, AttributeError, KeyError) as problem:
        raise WrongUse(f"{path} is no evidence of a release check: name the `evidence.json` that one wrote.") from problem
    if kept != _hash_of(evidence):
        raise WrongUse(f"{path} was changed after the release check wrote it: its hash does not hold, run the check again.")
    return evidence | {HASH: kept}


def _hash_of(evidence: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(evidence, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _revision() -> str | None:
    try:
        words = ["git", "-C", str(PROJECT_ROOT), "describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*"]
        found = subprocess.run(words, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() or None
