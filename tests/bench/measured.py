"""What a piece of work costs: seconds of the clock, and seconds of all processors that it kept busy, the server's processes included.

On a machine that is shared the first measures the neighbours too; the second hardly does.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build

TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """``seconds`` of the clock; ``busy`` seconds of processors."""

    seconds: float
    busy: float

    def less(self, other: Cost) -> Cost:
        """What is left when another cost is taken off."""
        return Cost(self.seconds - other.seconds, self.busy - other.busy)


def cost_of(warehouse: TemporaryWarehouse, work: Callable[[], object]) -> Cost:
    """What ``work`` costs this process, its children and the warehouse's server, which must run on this machine."""
    began, busy = time.perf_counter(), _busy(warehouse)
    work()
    return Cost(time.perf_counter() - began, _busy(warehouse) - busy)


def built(warehouse: TemporaryWarehouse, as_of: datetime, expected: str = "published") -> Cost:
    """What one build costs, which must end as expected."""
    reports = []
    cost = cost_of(warehouse, lambda: reports.append(run_build(as_of=as_of)))
    assert reports[0].status == expected, reports[0].to_dict()
    return cost


def cheapest(costs: list[Cost]) -> Cost:
    """The least of each measure: what disturbs a run only ever makes it dearer."""
    return Cost(min(cost.seconds for cost in costs), min(cost.busy for cost in costs))


def _busy(warehouse: TemporaryWarehouse) -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages) + _busy_server(warehouse)


def _busy_server(warehouse: TemporaryWarehouse) -> float:
    """Processor seconds of the server since it started: its first process with all children that have ended, and those that live."""
    first = _parent(warehouse.rows("select pid from pg_stat_activity where backend_type = 'checkpointer'")[0][0])
    assert first is not None, "the server does not run on this machine"
    while True:
        own = _stat(first)[11:15]
        living = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _parent(pid) == first]
        of_the_living = sum(sum(map(int, found[11:13])) for pid in living if (found := _stat(pid)))
        # A process that ended meanwhile has handed its seconds on.
        if _stat(first)[13:15] == own[2:]:
            return (sum(map(int, own)) + of_the_living) / TICKS


def _stat(pid: int) -> list[str]:
    """Fields of a process after its name: state, parent, ..., at 11 to 14 the ticks of itself and of its children that have ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int | None:
    found = _stat(pid)
    return int(found[1]) if found else None
