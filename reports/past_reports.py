"""Reports that were written before: one folder for each build, kept as it was, and read back for the list of them.

A report of the same build that reads otherwise (a later build failed meanwhile, say) gets a folder of its own: what somebody signed never changes.
What does not belong here: what a report says.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from reports.layout import MAIN, PAST
from reports.tables import Row

FOLDER = "builds"
# How a kept page, two folders further down, names the list of past reports. Text that came with the data has no quotation marks of its own.
LINK, LINK_FROM_FOLDER = f'href="{PAST}"'.encode(), f'href="../../{PAST}"'.encode()
ABOUT = "report.json"
NAME = re.compile(r"build-(\d{1,18})(?:-(\d{1,9}))?")
TOLD = ("build_number", "as_of", "published_at", "sign_off", "verdict", "findings")


def keep(out: Path, about: dict[str, Any], files: dict[str, bytes]) -> Path:
    """Keep a report under ``out``, unless the same is kept already: the folder. ``about``: what the list tells of it, by TOLD."""
    fingerprint = hashlib.sha256("".join(f"{name} {hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files)).encode()).hexdigest()
    number = 1
    while (folder := _folder(out, about["build_number"], number)).exists():
        if _about(folder).get("fingerprint") == fingerprint and _is_whole(folder):
            return folder
        number += 1
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name, content in files.items():
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / name).write_bytes(content.replace(LINK, LINK_FROM_FOLDER) if name.endswith(".html") else content)
    page_hash = hashlib.sha256((unfinished / MAIN).read_bytes()).hexdigest()
    told = {name: about[name] for name in TOLD} | {"page_sha256": page_hash, "fingerprint": fingerprint}
    (unfinished / ABOUT).write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    unfinished.rename(folder)
    return folder


def kept(out: Path) -> list[Row]:
    """What is kept, the newest first: TOLD with ``link``, ``number`` (of several of one build), ``is_whole`` (the page is as it was written)."""
    found = []
    for folder in (out / FOLDER).glob("build-*"):
        if name := NAME.fullmatch(folder.name):
            about = _about(folder)
            known = {told: str(about.get(told, "")) for told in TOLD}
            row = known | {"build_number": int(name[1]), "number": int(name[2] or 1), "link": f"{FOLDER}/{folder.name}/{MAIN}"}
            found.append(row | {"is_whole": _is_whole(folder)})
    return sorted(found, key=lambda row: (-row["build_number"], -row["number"]))


def _folder(out: Path, build_number: int, number: int) -> Path:
    return out / FOLDER / (f"build-{build_number}" if number == 1 else f"build-{build_number}-{number}")


def _about(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_whole(folder: Path) -> bool:
    """True when the main page is the one that was written."""
    try:
        return hashlib.sha256((folder / MAIN).read_bytes()).hexdigest() == _about(folder).get("page_sha256")
    except OSError:
        return False
