"""What every family of actions shares: how a check says no, and what a check is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg


class Refused(Exception):
    """Why an action is refused, in one sentence."""


Action = dict[str, Any]
# Called in the transaction of the action; the reference in canonical form. Raises Refused.
Check = Callable[[psycopg.Connection, Action], str | None]
