"""Seeded choices that are the same on every machine and Python version: whole numbers only, straight from the Mersenne Twister.

What does not belong here: anything about billing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Whole-number draws from one seed. ``random`` promises a stable stream only for its raw bits, so nothing else of it is used."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit`` - 1."""
        return self._random.getrandbits(48) % limit

    def between(self, lowest: int, highest: int) -> int:
        """A whole number from ``lowest`` to ``highest``, both included."""
        return lowest + self.below(highest - lowest + 1)

    def happens(self, percent: int) -> bool:
        """True in ``percent`` of 100 draws."""
        return self.below(100) < percent

    def pick(self, items: Sequence[Item]) -> Item:
        """One of ``items``."""
        return items[self.below(len(items))]
