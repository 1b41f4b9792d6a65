"""The lines of one file on their way from DuckDB into a COPY: marked rows are judged here, one by one, everything else passes as bytes.

What does not belong here: what makes an event good (``events``), and what becomes of a rejected row (``setting_aside``).
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from ingest.batches import Progress
from ingest.reasons import BadRecord
from ingest.usage.events import SEPARATOR, BatchContext, CanonicalEvent, canonical_event
from ingest.usage.ordinals import Ordinals
from ingest.usage.setting_aside import spool_row

MARK = b"\x01"


class LineFilter:
    """Turns blocks of ``emit_lines.sql`` into blocks for COPY.

    ``rejected`` holds the ordinals of the rows left out. Where ``spool`` is given, their content is written there.
    """

    def __init__(self, batch: BatchContext, is_staged: bool, spool: Path | None, progress: Progress, expected: int | None) -> None:
        self._batch = batch
        self._is_staged = is_staged
        self._spool = spool
        self._progress = progress
        self._expected = expected
        self.rejected = Ordinals()
        self.row_count = 0

    def copied(self, blocks: Generator[bytes]) -> Generator[bytes]:
        """The lines that land."""
        with closing(blocks):
            for block in blocks:
                yield block if MARK not in block else b"".join(self._judged(block))
                self.row_count += block.count(b"\n")
                self._progress(f"{self._batch.file_name}: landing rows", self.row_count, self._expected)

    def _judged(self, block: bytes) -> Iterator[bytes]:
        done = 0
        while (mark := block.find(MARK, done)) >= 0:
            yield block[done:mark]
            done = block.index(b"\n", mark) + 1
            yield self._line(block[mark + 1 : done - 1].decode())
        yield block[done:]

    def _line(self, marked: str) -> bytes:
        ordinal, _, content = marked.partition(SEPARATOR)
        try:
            event = canonical_event(json.loads(content), self._batch)
        except BadRecord as problem:
            self.rejected.add(int(ordinal))
            if self._spool:
                spool_row(self._spool, problem.code, problem.message, content)
            return b""
        return (self._staged(ordinal, event, content) if self._is_staged else event.line()).encode() + b"\n"

    def _staged(self, ordinal: str, event: CanonicalEvent, content: str) -> str:
        given = content.replace("\\", "\\\\") if self._spool else ""
        return SEPARATOR.join((ordinal, event.row_hash or "", given, event.line()))
