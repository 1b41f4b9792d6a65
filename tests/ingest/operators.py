"""What tests of operator actions share: an action that is asked for, and a period that is closed.

What does not belong here: what is expected of them.
"""

from __future__ import annotations

from ingest.actions import submit_action
from tests.temporary_warehouse import TemporaryWarehouse


def close(number: int, closing: int, status: str, warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect() as connection:
        connection.execute(
            "insert into book.period_closings (period_id, closing_number, build_number, status, actor, reason, closed_at)"
            " values (%s::uuid, %s, 1, %s, 'x', 'y', now())",
            (f"{number:032}", closing, status),
        )


def ask(kind: str, **others: str) -> tuple[str, str]:
    answer = submit_action(kind, **{"actor": "ada", "reason": "month end", **others})
    return answer["status"], answer["reason"]
