"""How a problem of the warehouse ends a step: what may be over in a minute is tried again, what somebody has to mend is not.

What does not belong here: what is told of a run that failed (``defs/runs``).
"""

from __future__ import annotations

import dagster as dg

from warehouse.errors import TallyhouseError, WarehouseUnreachable

# A server that restarts, another build that holds the lock, an API that does not answer.
RETRIES = dg.RetryPolicy(max_retries=3, delay=30, backoff=dg.Backoff.EXPONENTIAL)


def failure_of(problem: TallyhouseError) -> dg.Failure:
    """The failure with the sentence of the command line; retried by the step's policy only when waiting can help."""
    return dg.Failure(description=str(problem), allow_retries=isinstance(problem, WarehouseUnreachable))
