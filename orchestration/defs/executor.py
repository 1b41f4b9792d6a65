"""How the steps of a run are executed: in the run's own process, so that the definitions are loaded once for each run."""

import dagster as dg


@dg.definitions
def executor() -> dg.Definitions:
    """Every job uses it."""
    return dg.Definitions(executor=dg.in_process_executor)
