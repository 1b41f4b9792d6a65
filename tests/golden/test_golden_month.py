"""The sample month through the real command line: the same as the golden files to the last digit, and the same as an oracle that shares no code."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from ingest.sample_month.generate import RECORD_KINDS
from tests.built_sample_month import BuiltMonth
from tests.golden.exported import NAMES, expected, exported
from tests.golden.sample_month_oracle import Oracle, SampleMonthTotals
from warehouse.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def totals(month_built_by_dbt: BuiltMonth) -> SampleMonthTotals:
    month = month_built_by_dbt.month
    records = {kind: month.paths("records", kind) for kind in RECORD_KINDS}
    oracle = Oracle(records, month.paths("usage"), month.paths("stripe"), PROJECT_ROOT / "seeds" / "meters.csv", month.steps[-1].as_of)
    return oracle.totals()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_golden_files_hold(month_built_by_dbt: BuiltMonth, name: str) -> None:
    assert exported(month_built_by_dbt.warehouse, name) == expected(name)


@pytest.mark.slow
def test_every_file_landed_as_an_independent_reader_counts(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    said = {
        name: {count: batch[count] for count in ("landed", "duplicate", "conflict", "rejected")}
        for name, batch in month_built_by_dbt.batches.items()
        if name in totals.usage.counts
    }
    assert said == {name: dict(counts) for name, counts in totals.usage.counts.items()}


@pytest.mark.slow
def test_every_group_is_what_the_oracle_computes(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    """Quantity and exact amount of each posting group, as a multiset under its key: charges have no name that both sides know."""
    rows = month_built_by_dbt.warehouse.rows(
        """
        select
            side, account_id, usage_account_id, meter, price_source, pricing_mode, currency, period_start, is_posted,
            sum(quantity), sum(amount_exact)
        from billing.rated_usage
        group by side, account_id, usage_account_id, meter, price_source, pricing_mode, currency, period_start, is_posted, charge
        """,
        role="finance",
    )
    built, computed = defaultdict(list), defaultdict(list)
    for side, account, using, meter, source, mode, currency, start, is_posted, quantity, amount in rows:
        key = (side, account, using, meter, source, mode, currency, start.isoformat().replace("+00:00", "Z"), is_posted)
        built[key].append((Fraction(quantity), Fraction(amount)))
    for group, total in totals.groups.items():
        key = (group.side, group.account_id, group.usage_account_id, group.meter, group.charge[0], group.charge[3], group.currency)
        computed[*key, group.period_start, group.is_posted].append((total.quantity, total.amount_exact))
    assert {key: sorted(values) for key, values in built.items()} == {key: sorted(values) for key, values in computed.items()}


@pytest.mark.slow
def test_what_was_posted_is_what_the_oracle_rounds(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    """Minor units by account, user, meter, currency and period, rounded once per group by the oracle and telescoped over three builds by the book."""
    rows = month_built_by_dbt.warehouse.rows(
        """
        select ledger_entries.account_id, ledger_entries.usage_account_id, ledger_entries.currency, service_period_start, - sum(amount_minor)
        from billing.ledger_entries
        where posting_group_id is not null
        group by 1, 2, 3, 4
        having sum(amount_minor) <> 0
        """,
        role="finance",
    )
    computed: dict[tuple, int] = defaultdict(int)
    for group, total in totals.groups.items():
        if group.is_posted:
            computed[group.account_id, group.usage_account_id, group.currency, group.period_start] += total.amount_minor
    assert {(*row[:3], row[3].isoformat().replace("+00:00", "Z")): row[4] for row in rows} == {key: value for key, value in computed.items() if value}


@pytest.mark.slow
def test_balances_are_credits_minus_what_was_posted(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    rows = month_built_by_dbt.warehouse.rows(
        "select account_id, currency, balance_minor from billing.balances where balance_minor <> 0", role="finance"
    )
    assert {(account, currency): balance for account, currency, balance in rows} == {key: value for key, value in totals.balances().items() if value}


@pytest.mark.slow
def test_drafts_are_what_was_posted_in_ended_periods(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    rows = month_built_by_dbt.warehouse.rows("select account_id, period_start, period_end, total_minor from billing.invoices", role="finance")
    as_of = month_built_by_dbt.month.steps[-1].as_of
    assert rows and all(end <= as_of for _, _, end, _ in rows)
    computed: dict[tuple, int] = defaultdict(int)
    for group, total in totals.groups.items():
        if group.is_posted and not group.period_start.startswith(("2026-09-30", "2026-10")):
            computed[group.account_id, group.period_start] += total.amount_minor
    assert {(account, start.isoformat().replace("+00:00", "Z")): total for account, start, _, total in rows if total} == {
        key: value for key, value in computed.items() if value
    }


@pytest.mark.slow
def test_what_waits_is_what_the_oracle_could_not_rate(month_built_by_dbt: BuiltMonth, totals: SampleMonthTotals) -> None:
    rows = month_built_by_dbt.warehouse.rows("select count(*) from operations.unbilled_usage where state = 'waiting'", role="finance")
    assert rows[0][0] == sum(totals.waiting.values())


@pytest.mark.slow
def test_every_line_is_the_difference_of_two_amounts_of_its_price(month_built_by_dbt: BuiltMonth) -> None:
    rows = month_built_by_dbt.warehouse.rows(
        "select count(*), count(*) filter (where amount_after - amount_before = amount_exact) from billing.rated_usage_arithmetic", role="finance"
    )
    metered = month_built_by_dbt.warehouse.rows("select count(*) from billing.rated_usage where line_type = 'usage'", role="finance")
    assert rows == [(metered[0][0], metered[0][0])] and metered[0][0] > 1000
