"""Great Expectations, in a process of its own: importing it takes seconds, and nothing of it is needed to bill.

Reads ``{"queries": {name: sql}, "expectations": [{"name", "query", "kind", "kwargs"}]}`` from standard input and writes what it found as one JSON
list to standard output. Keeps nothing, shows nothing, tells nobody: ephemeral context, no data docs, no analytics, and no value of the data.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from typing import Any

URL = "TALLYHOUSE_QUALITY_URL"
# Counts and shares only: a sample could be anything that somebody sent.
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0, "include_unexpected_rows": False}


def main() -> None:
    """Judge what standard input asks for."""
    asked = json.load(sys.stdin)
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        found = _judge(asked)
    json.dump(found, sys.stdout)


def _judge(asked: dict[str, Any]) -> list[dict[str, Any]]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_postgres("warehouse", connection_string=f"${{{URL}}}", create_temp_table=False)
    found = []
    for name, query in asked["queries"].items():
        wanted = [one for one in asked["expectations"] if one["query"] == name]
        if wanted:
            suite = gx.ExpectationSuite(name=name)
            for one in wanted:
                suite.add_expectation_configuration(ExpectationConfiguration(type=one["kind"], kwargs=one["kwargs"], meta={"name": one["name"]}))
            batch = source.add_query_asset(name, query=query).add_batch_definition_whole_table("whole").get_batch()
            results = batch.validate(suite, result_format=RESULT_FORMAT).results
            found += [_plain(result) for result in results]
    return found


def _plain(result: Any) -> dict[str, Any]:
    """The few numbers of a result that are kept. What a failure says stays here: it can hold values."""
    details, failed = result.result or {}, (result.exception_info or {})
    observed = details.get("observed_value")
    is_broken = failed.get("raised_exception", False) or any(isinstance(part, dict) and part.get("raised_exception") for part in failed.values())
    return {
        "name": result.expectation_config.meta["name"],
        "is_met": bool(result.success),
        "is_broken": bool(is_broken),
        "observed": str(observed) if isinstance(observed, int | float) or type(observed).__name__ == "Decimal" else None,
        "element_count": details.get("element_count"),
        "missing_count": details.get("missing_count"),
        "unexpected_count": details.get("unexpected_count"),
    }


if __name__ == "__main__":
    main()
