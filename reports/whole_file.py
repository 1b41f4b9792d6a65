"""Files that are there whole or not at all. What does not belong here: what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """A path beside ``out`` to write to; at the end it takes the place of ``out``, and when writing fails nothing is left of it."""
    unfinished = out.with_name(f"{out.name}.unfinished")
    try:
        yield unfinished
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
