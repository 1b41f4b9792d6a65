"""Input files as streams of bytes: plain or gzip, whole or cut off, never more than a piece of them in memory.

What does not belong here: what the lines mean (``ingest.records.physical``, ``ingest.stripe``).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.errors import WrongUse

PIECE = 2**16
LONGEST_LINE = 64 * 2**20


@dataclass
class SourceFile:
    """One input: a file, or ``content`` that was made here. ``is_damaged`` turns true when compressed data ended early or was broken."""

    name: str
    path: Path | None = None
    content: bytes = b""
    is_damaged: bool = field(default=False, init=False)
    bytes_read: int = field(default=0, init=False)

    def pieces(self) -> Iterator[bytes]:
        """The content in pieces, unpacked where it is gzip."""
        stored = self._stored_pieces()
        first = next(stored, b"")
        if first[:2] != b"\x1f\x8b":
            yield first
            yield from stored
            return
        unpacker = zlib.decompressobj(wbits=31)
        piece: bytes | None = first
        while piece is not None and not self.is_damaged:
            yield from self._unpacked(unpacker, piece)
            # A gzip file may be several, one after the other; zero bytes behind the last one are padding.
            rest = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
            piece = rest or next(stored, None)
            if unpacker.eof and piece is not None and piece.strip(b"\0"):
                unpacker = zlib.decompressobj(wbits=31)
        if not unpacker.eof:
            self.is_damaged = True

    def _unpacked(self, unpacker: Any, piece: bytes) -> Iterator[bytes]:
        before = unpacker.copy()
        try:
            parts = [unpacker.decompress(piece, 16 * PIECE)]
            while unpacker.unconsumed_tail:
                yield parts.pop()
                before, piece = unpacker.copy(), unpacker.unconsumed_tail
                parts = [unpacker.decompress(piece, 16 * PIECE)]
            yield parts.pop()
        except zlib.error:
            self.is_damaged = True
            yield from _bytewise(before, piece)

    def lines(self) -> Iterator[bytes]:
        """Lines with their ends, as they are; the last one may have none. Raises WrongUse for a line that is no line."""
        rest: list[bytes] = []
        length = 0
        for piece in self.pieces():
            *ended, unended = piece.split(b"\n")
            if ended:
                yield b"".join((*rest, ended[0], b"\n"))
                rest, length = [], 0
                for line in ended[1:]:
                    yield line + b"\n"
            if unended:
                rest.append(unended)
                length += len(unended)
            if length > LONGEST_LINE:
                raise WrongUse(f"{self.name} has a line of more than {LONGEST_LINE // 2**20} MB: split the file into one record per line.")
        if rest:
            yield b"".join(rest)

    def read_all(self, limit: int) -> bytes:
        """The whole content. Raises WrongUse when it is longer than ``limit`` bytes."""
        parts, length = [], 0
        for piece in self.pieces():
            parts.append(piece)
            length += len(piece)
            if length > limit:
                raise WrongUse(f"{self.name} is one JSON document of more than {limit // 2**20} MB: write it as JSON lines.")
        return b"".join(parts)

    def _stored_pieces(self) -> Iterator[bytes]:
        self.bytes_read = 0
        if self.path is None:
            self.bytes_read = len(self.content)
            yield self.content
            return
        try:
            with self.path.open("rb") as stream:
                while piece := stream.read(PIECE):
                    self.bytes_read += len(piece)
                    yield piece
        except IsADirectoryError as problem:
            raise WrongUse(f"{self.path} is a folder: name the files in it.") from problem
        except OSError as problem:
            raise WrongUse(f"{self.path} cannot be read: check the path and who may read it.") from problem


def without_line_end(line: bytes) -> bytes:
    """A line without its LF or CRLF."""
    if line.endswith(b"\r\n"):
        return line[:-2]
    return line[:-1] if line.endswith(b"\n") else line


def _bytewise(unpacker: Any, piece: bytes) -> Iterator[bytes]:
    """What can be read before the damage, to the last byte."""
    try:
        for byte in piece:
            yield unpacker.decompress(bytes((byte,)))
    except zlib.error:
        return
