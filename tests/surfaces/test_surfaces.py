"""What each surface says of a small world made by hand."""

from __future__ import annotations

from decimal import Decimal

import psycopg

from tests.surfaces.small_world import named, read


def test_every_usage_record_is_in_one_state_with_its_reason(world: psycopg.Connection) -> None:
    assert read(world, 'select event_id, state, reason from billing.usage order by event_id collate "C"') == [
        ("billed", "billed", None),
        ("free", "free", None),
        ("future", "waiting", "event_in_future"),
        ("held", "billed", None),
        ("no price", "waiting", "no_price"),
        ("not built", "waiting", "not_yet_built"),
        ("of a parked one", "waiting", "account_parked"),
        ("other project", "billed", None),
        ("replaced", "replaced", "replaced"),
    ]


def test_quantities_of_usage_are_in_the_base_unit(world: psycopg.Connection) -> None:
    assert read(world, "select event_id, quantity, unit from billing.usage where event_id in ('billed', 'held', 'not built') order by event_id") == [
        ("billed", Decimal(100), "token"),
        ("held", Decimal(3600), "GPU-second"),
        ("not built", Decimal(120), "GPU-second"),
    ]


def test_what_is_not_billed_says_why_and_what_to_do(world: psycopg.Connection) -> None:
    assert read(world, "select state, reason, remedy <> '' from operations.unbilled_usage order by state, reason") == [
        ("rejected", "negative_quantity", True),
        ("replaced", "replaced", True),
        ("waiting", "account_parked", True),
        ("waiting", "event_in_future", True),
        ("waiting", "no_price", True),
        ("waiting", "not_yet_built", True),
    ]


def test_a_rated_line_is_its_newest_revision_with_its_anchors(world: psycopg.Connection) -> None:
    columns = "rated_line_id, revision, account_id, usage_account_id, side, amount_exact, ledger_entry_id, invoice_id"
    assert read(world, f"select {columns} from billing.rated_usage order by window_start, side, amount_exact") == [
        (named("billed line"), 2, "acme", "acme", "retail", Decimal("1.234"), named("acme usage"), named("acme draft")),
        (named("free line"), 1, "acme", "acme", "retail", Decimal(0), named("acme usage"), named("acme draft")),
        (named("held retail"), 1, "kunde", "kunde", "retail", Decimal("150.5"), None, None),
        (named("held wholesale"), 1, "reso", "kunde", "wholesale", Decimal("100.5"), named("reso usage"), named("reso draft")),
    ]


def test_changes_add_up_to_lines(world: psycopg.Connection) -> None:
    by_line = "select rated_line_id, count(*), sum(amount_exact_change) from billing.rated_usage_revisions group by rated_line_id"
    changes = {line: (count, amount) for line, count, amount in read(world, by_line)}
    assert changes[named("billed line")] == (2, Decimal("1.234"))
    assert changes[named("moved line")] == (2, Decimal(0))
    assert read(
        world, "select usage_date::text, quantity, amount_exact from analytics.daily_usage where account_id = 'acme' order by resource_type"
    ) == [("2024-01-05", Decimal(150), Decimal("1.234"))]


def test_balances_are_per_currency_and_never_missing(world: psycopg.Connection) -> None:
    assert read(
        world, "select account_id, currency, balance_minor, available_minor, is_default_currency from billing.balances order by account_id, currency"
    ) == [
        ("acme", "EUR", 5000, 5000, False),
        ("acme", "USD", -11, -11, True),
        ("kunde", "EUR", 0, 0, True),
        ("parked", "JPY", 0, 0, True),
        ("plat", "USD", -200, -200, True),
        ("reso", "USD", -101, -101, True),
    ]
    summed = "select account_id, currency, sum(amount_minor)::bigint from billing.ledger_entries group by 1, 2 order by 1, 2"
    assert read(world, summed) == [("acme", "EUR", 5000), ("acme", "USD", -11), ("plat", "USD", -200), ("reso", "USD", -101)]


def test_an_account_shows_its_chain_and_a_circle_ends(world: psycopg.Connection) -> None:
    assert read(world, "select account_id, account_chain, billed_account_id, posted_side from billing.accounts order by account_id") == [
        ("acme", ["acme"], "acme", "retail"),
        ("kunde", ["kunde", "reso", "acme"], "reso", "wholesale"),
        ("parked", ["parked"], "parked", "retail"),
        ("plat", ["plat"], "plat", "retail"),
        ("reso", ["reso", "acme"], "reso", "retail"),
    ]


def test_currency_settings_name_the_newest_rate(world: psycopg.Connection) -> None:
    assert read(
        world,
        "select account_id, default_currency, fx_snapshot_id, fx_rate from billing.currency_settings"
        " where account_id in ('acme', 'kunde', 'parked') order by account_id",
    ) == [
        ("acme", "USD", named("new rate"), Decimal("1.0837")),
        ("kunde", "EUR", named("new rate"), Decimal("1.0837")),
        ("parked", "JPY", None, None),
    ]


def test_a_draft_is_the_sum_of_its_lines_and_its_taxes(world: psycopg.Connection) -> None:
    columns = "account_id, invoice_number, status, subtotal_minor, tax_minor, total_minor, amount_due_minor"
    assert read(world, f"select {columns} from billing.invoices where status = 'draft' order by account_id") == [
        ("acme", None, "draft", 1, 0, 1, 1),
        ("reso", None, "draft", 101, 0, 101, 101),
    ]
    assert read(world, "select invoice_id, amount_minor, tax_minor, usage_account_id from billing.invoice_lines order by amount_minor") == [
        (named("acme draft"), 1, 0, "acme"),
        (named("reso draft"), 101, 0, "kunde"),
    ]
    taxes = "select invoice_id, taxable_minor, tax_minor from billing.invoice_taxes where jurisdiction is null order by taxable_minor"
    assert read(world, taxes) == [
        (named("acme draft"), 1, 0),
        (named("reso draft"), 101, 0),
    ]


def test_a_cancelled_credit_note_is_filed_and_taken_off_again(world: psycopg.Connection) -> None:
    assert read(world, "select invoice_number, subtotal_minor, tax_minor, total_minor, voided_at is not null from finance.credit_notes") == [
        ("CN-2024-000001", -100, -19, -119, True)
    ]
    columns = "jurisdiction, period::text, rate_bp::int, taxable_minor, tax_minor, document_count, credit_note_count, void_count"
    assert read(world, f"select {columns} from finance.tax_filing") == [("DE", "2024-01-01", 1900, 0, 0, 1, 1, 1)]


def test_the_side_that_is_not_posted_is_rounded_half_away_from_zero(world: psycopg.Connection) -> None:
    assert read(world, "select account_id, usage_account_id, side, currency, amount_minor from billing.statements order by account_id") == [
        ("kunde", "kunde", "retail", "EUR", 151),
        ("reso", "plat", "wholesale", "USD", 120),
    ]


def test_upcoming_charges_are_of_periods_that_run(world: psycopg.Connection) -> None:
    assert read(world, "select account_id, currency, amount_minor from billing.upcoming_charges") == [("acme", "USD", 10)]


def test_a_margin_needs_both_sides_in_one_currency(world: psycopg.Connection) -> None:
    assert read(
        world,
        "select reseller_account_id, account_id, period, currency, wholesale_minor, retail_minor, margin_minor"
        " from finance.reseller_margin order by account_id, currency",
    ) == [
        ("reso", "kunde", "2024-01", "EUR", None, 151, None),
        ("reso", "kunde", "2024-01", "USD", 101, None, None),
        ("reso", "plat", "2024-01", "USD", 120, 200, 80),
    ]


def test_rounding_leaves_at_most_half_a_unit(world: psycopg.Connection) -> None:
    assert read(world, "select posting_group_id, residual from finance.rounding_residual order by residual, amount_exact") == [
        (named("kunde wholesale"), Decimal("-0.5")),
        (named("acme february"), Decimal(0)),
        (named("plat retail"), Decimal(0)),
        (named("acme january"), Decimal("0.234")),
    ]


def test_revenue_is_per_month_and_currency(world: psycopg.Connection) -> None:
    assert read(world, "select revenue_month::text, account_id, currency, revenue_minor from analytics.monthly_revenue order by 1, 2") == [
        ("2024-01-01", "acme", "USD", 1),
        ("2024-01-01", "plat", "USD", 200),
        ("2024-01-01", "reso", "USD", 101),
        ("2024-02-01", "acme", "USD", 10),
    ]


def test_sessions_and_orphan_payments(world: psycopg.Connection) -> None:
    columns = "session_id, payment_id, account_id, state, amount_minor, received_minor, posted_minor, has_session, has_payment"
    assert read(world, f"select {columns} from finance.payment_sessions order by session_id nulls last") == [
        ("s1", "pi_1", "acme", "received", 5000, 5000, 5000, True, True),
        ("s2", None, "plat", "initiated", 900, 0, 0, True, False),
        (None, "pi_2", None, "unknown_customer", None, 700, 0, False, True),
    ]


def test_a_balance_is_told_in_the_currency_of_the_account(world: psycopg.Connection) -> None:
    """EUR 50.00 at 1.0837 are USD 54.185, away from zero; the euro is the base itself, so there is one snapshot."""
    columns = "currency, presentation_currency, presented_minor, conversion_reason, fx_source_snapshot_id, fx_target_snapshot_id"
    assert read(world, f"select {columns} from billing.balances_presented where account_id = 'acme' order by currency") == [
        ("EUR", "USD", 5419, "rate_of_the_day_before", None, named("new rate")),
        ("USD", "USD", -11, "same_currency", None, None),
    ]
