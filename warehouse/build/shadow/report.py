"""What a shadow run came to: the shape of `tallyhouse shadow-rate --json`. Reads control only, so any earlier run can be told again."""

from __future__ import annotations

from psycopg.rows import dict_row

from warehouse.connection import connect

SCENARIOS = """
select
    shadow_runs.build_number, shadow_runs.scenario, shadow_runs.prices_file, shadow_runs.tiers_file,
    shadow_proofs.ledger_rows_after <> shadow_proofs.ledger_rows_before as ledger_writes,
    shadow_proofs.rated_rows_after <> shadow_proofs.rated_rows_before as rated_usage_writes,
    shadow_proofs.unused_price_ids, shadow_proofs.period_start, shadow_proofs.period_end,
    shadow_runs.from_at, shadow_runs.until_at, shadow_runs.account_ids, builds.as_of,
    (select count(*) from control.shadow_lines where shadow_lines.build_number = shadow_runs.build_number) as changed_lines
from control.shadow_runs
inner join control.builds on builds.build_number = shadow_runs.build_number
inner join control.shadow_proofs on shadow_proofs.build_number = shadow_runs.build_number
where shadow_runs.run_number = %s
order by shadow_runs.scenario
"""
# The side that is not posted is a statement and no revenue: it stands in the rows, not in the totals.
TOTALS = """
select
    shadow_results.currency,
    sum(shadow_results.existing_minor)::bigint as existing_minor,
    sum(shadow_results.candidate_minor)::bigint as candidate_minor,
    sum(shadow_results.delta_minor)::bigint as delta_minor
from control.shadow_results
where shadow_results.build_number = %s and shadow_results.is_posted
group by shadow_results.currency
order by shadow_results.currency collate "C"
"""
MOVERS = """
select
    shadow_results.account_id, shadow_results.usage_account_id, shadow_results.side, shadow_results.meter, shadow_results.resource_type,
    shadow_results.pricing_mode, shadow_results.currency, shadow_results.is_posted,
    max(abs(shadow_results.delta_minor)) as largest_move,
    json_agg(json_build_object(
        'scenario', shadow_runs.scenario, 'existing_minor', shadow_results.existing_minor, 'candidate_minor', shadow_results.candidate_minor,
        'delta_minor', shadow_results.delta_minor, 'existing_quantity', shadow_results.existing_quantity::text,
        'candidate_quantity', shadow_results.candidate_quantity::text
    ) order by shadow_runs.scenario) as scenarios
from control.shadow_results
inner join control.shadow_runs on shadow_runs.build_number = shadow_results.build_number
where shadow_runs.run_number = %s
group by
    shadow_results.account_id, shadow_results.usage_account_id, shadow_results.side, shadow_results.meter, shadow_results.resource_type,
    shadow_results.pricing_mode, shadow_results.currency, shadow_results.is_posted
order by
    largest_move desc, shadow_results.account_id collate "C", shadow_results.usage_account_id collate "C", shadow_results.side collate "C",
    shadow_results.meter collate "C", shadow_results.resource_type collate "C", shadow_results.pricing_mode collate "C",
    shadow_results.currency collate "C"
"""

LEFT_OUT = "Usage alone is rated: fees, minimums, plan limits, commits and discounts stay as they are."


def shadow_report(run_number: int) -> dict:
    """One JSON object: the scenarios with their totals (posted sides), and the movers side by side, the largest first. Positive is owed."""
    with connect("runner", autocommit=True) as connection, connection.cursor(row_factory=dict_row) as cursor:
        scenarios = cursor.execute(SCENARIOS, (run_number,)).fetchall()
        for scenario in scenarios:
            scenario["totals"] = cursor.execute(TOTALS, (scenario["build_number"],)).fetchall()
        movers = cursor.execute(MOVERS, (run_number,)).fetchall()
    of_the_run = ("from_at", "until_at", "account_ids", "as_of", "period_start", "period_end")
    asked = {name: scenarios[0][name] for name in of_the_run}
    return {
        "run_number": run_number,
        "as_of": asked["as_of"],
        "from": asked["from_at"],
        "to": asked["until_at"],
        "accounts": asked["account_ids"],
        "period_start": asked["period_start"],
        "period_end": asked["period_end"],
        "ledger_writes": any(scenario["ledger_writes"] for scenario in scenarios),
        "rated_usage_writes": any(scenario["rated_usage_writes"] for scenario in scenarios),
        "left_out": LEFT_OUT,
        "scenarios": [{name: value for name, value in scenario.items() if name not in of_the_run} for scenario in scenarios],
        "movers": movers,
    }
