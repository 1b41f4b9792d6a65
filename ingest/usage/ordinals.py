"""A set of row numbers of one file, small enough for any file.

What does not belong here: what the rows are.
"""

from __future__ import annotations


class Ordinals:
    """A set of row numbers, one bit each: ten million rows are little more than a megabyte."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self.count = 0

    def add(self, ordinal: int) -> None:
        place, bit = divmod(ordinal, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits) + len(self._bits) // 2))
        self.count += not self._bits[place] >> bit & 1
        self._bits[place] |= 1 << bit

    def __contains__(self, ordinal: int) -> bool:
        place, bit = divmod(ordinal, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)
