"""The catalogue of surfaces: names, order and meaning of their columns, the barrier, and the predicate that no surface may lack."""

from __future__ import annotations

import re

import psycopg
import pytest
import yaml

from tests.surfaces.small_world import SCHEMAS
from warehouse.settings import PROJECT_ROOT

MODELS = PROJECT_ROOT / "models" / "surfaces"

KEY_COLUMNS = {
    "billing.balances": "account_id, currency, balance_minor, unbilled_tax_minor, available_minor, is_default_currency",
    "billing.currency_settings": "account_id, default_currency",
    "billing.usage": (
        "usage_record_id, account_id, meter, resource_id, resource_type, started_at, ended_at, quantity, unit, state, reason, project_id, "
        "submitter_id, route_id, region, reseller_account_id, pricing_snapshot, correlation_id, batch_id"
    ),
    "billing.rated_usage": (
        "rated_line_id, revision, account_id, side, meter, resource_id, resource_type, window_start, window_end, quantity, unit, price_id, "
        "price_source, pricing_model, currency, amount_exact, period_start, period_end, ledger_entry_id, invoice_id, fx_snapshot_id, "
        "pricing_snapshot, usage_account_id, charge, is_posted, project_id, submitter_id, route_id, region, commit_contract_id, "
        "credit_grant_id"
    ),
    "billing.rated_usage_revisions": (
        "rated_line_id, revision, build_number, quantity_change, amount_exact_change, ledger_entry_id, invoice_id, booking_period_start"
    ),
    "billing.rated_usage_arithmetic": "rated_line_id, posting_group_id, account_id",
    "billing.ledger_entries": (
        "ledger_entry_id, account_id, currency, entry_type, amount_minor, reference_type, reference_id, service_period_start, "
        "service_period_end, booking_period_start, booked_at, build_number, usage_account_id, posting_group_id, corrects_entry_id, actor, "
        "reason, correlation_id"
    ),
    "billing.invoices": (
        "invoice_id, invoice_number, account_id, currency, period_start, period_end, status, subtotal_minor, tax_minor, total_minor, amount_due_minor"
    ),
    "billing.invoice_lines": (
        "invoice_line_id, invoice_id, line_type, meter, description, quantity, unit_price, amount_minor, tax_rate_bp, tax_minor, "
        "tax_category, posting_group_id, service_period_start, service_period_end"
    ),
    "billing.invoice_taxes": "invoice_id, jurisdiction, category, rate_bp, compound_on, taxable_minor, tax_minor, reason",
    "billing.statements": "posting_group_id, account_id",
    "billing.upcoming_charges": "posting_group_id, account_id",
    "billing.commits": "contract_id, account_id",
    "billing.credit_grants": "grant_id, account_id",
    "billing.balances_presented": "account_id, currency, presentation_currency, balance_minor, presented_minor, conversion_reason",
    "billing.invoice_parties": "invoice_id, account_id, bill_to_account_id, build_number",
    "billing.invoice_line_changes": "invoice_line_id, rated_line_id, revision, invoice_id",
    "billing.accounts": "account_id, account_type",
    "billing.budget_posture": "policy_id, account_id, project_id, currency",
    "billing.budget_thresholds": "policy_id, account_id, project_id, currency, period, threshold_percent",
    "finance.delinquency": "account_id, currency, state, policy, action, reason",
    "finance.diagnostics": "correlation_id, step, object_id, account_id, state, reason, actor, currency, amount_minor",
    "finance.journal": "ledger_entry_id, leg_number, booked_at, entry_type, ledger_account, account_id, currency, amount_minor, balance_minor",
    "finance.payment_sessions": "session_id, payment_id, account_id",
    "finance.provider_requests": "action_id, account_id, request, state",
    "finance.receivables": "account_id, currency, due_minor, not_yet_due_minor, overdue_minor",
    "finance.reconciliation": "check_name, compared, matched, unmatched, amount_unmatched_minor, currency, status",
    "finance.reconciliation_ages": "check_name, currency, age_bucket, unmatched, amount_unmatched_minor, build_number",
    "finance.reconciliation_findings": "finding_id, check_name, account_id",
    "finance.reconciliation_exceptions": "finding_id, check_name, account_id, subject, reason, approver",
    "finance.reseller_margin": "reseller_account_id, account_id, period, currency, wholesale_minor, retail_minor, margin_minor",
    "finance.credit_notes": "invoice_id, invoice_number, corrects_invoice_id",
    "finance.rounding_residual": "posting_group_id, account_id",
    "finance.tax_requests": "invoice_id, invoice_line_id, account_id, tax_provider, reason, currency, amount_minor",
    "finance.tax_filing": "jurisdiction, period, category, rate_bp, currency, taxable_minor, tax_minor",
    "finance.shadow_rating": "run_number, scenario, build_number, account_id, usage_account_id, side, meter",
    "finance.shadow_rating_lines": "run_number, scenario, build_number, line_number, account_id",
    "operations.pipeline_health": "stage",
    "operations.unbilled_usage": "record_id, account_id",
    "operations.usage_by_state": "account_id, meter, resource_type, state, reason, remedy",
    "operations.parked_accounts": "account_id, finding",
    "operations.batches": "batch_id, kind",
    "operations.retention_candidates": "table_name, account_id, decision, gates_open",
    "operations.retention_policy": "table_schema, table_name, legal_basis",
    "operations.usage_summaries": "usage_summary_id, account_id, meter",
    "operations.usage_summary_proofs": "account_id, meter, summary_number",
    "operations.outbox": "outbox_event_id, event_type, account_id",
    "operations.restrictions": "account_id, currency, restriction, status, source, reason",
    "operations.builds": "build_number, kind, status",
    "operations.gate_results": "build_number, gate, status",
    "operations.data_quality_results": "run_number, suite, expectation, subject, severity, status",
    "analytics.calendar_days": "calendar_date",
    "analytics.daily_usage": "usage_date, account_id",
    "analytics.monthly_revenue": "revenue_month, account_id, currency",
    "analytics.focus_cost_and_usage": "AvailabilityZone, BilledCost, BillingAccountId",
    "analytics.focus_provider": "AvailabilityZone, BilledCost, BillingAccountId",
    "analytics.focus_reseller": "AvailabilityZone, BilledCost, BillingAccountId",
    "analytics.focus_billing_period": "BillingPeriodCreated, BillingPeriodEnd, BillingPeriodLastUpdated, BillingPeriodStart, BillingPeriodStatus",
    "analytics.focus_invoice_detail": "BilledCost, BillingAccountId, BillingCurrency, BillingPeriodEnd, BillingPeriodStart, ChargeCategory",
}


def described_surfaces() -> dict[str, list[dict]]:
    """Columns of each surface as its yml describes them, by ``schema.name``."""
    found = {}
    for path in sorted(MODELS.rglob("*.yml")):
        for model in yaml.safe_load(path.read_text()).get("models", []):
            if model["config"].get("materialized") != "ephemeral":
                found[f"{model['config']['schema']}.{model['name']}"] = model["columns"]
    return found


def made_surfaces(world: psycopg.Connection) -> dict[str, list[str]]:
    """Columns of each view in the schemas of the surfaces, in order, by ``schema.name``."""
    rows = world.execute(
        "select table_schema || '.' || table_name, array_agg(column_name::text order by ordinal_position)"
        " from information_schema.columns where table_schema = any(%s) group by 1",
        (list(SCHEMAS),),
    ).fetchall()
    return dict(rows)


@pytest.mark.parametrize("surface", KEY_COLUMNS)
def test_the_named_columns_come_first_and_in_order(world: psycopg.Connection, surface: str) -> None:
    expected = KEY_COLUMNS[surface].split(", ")
    assert made_surfaces(world)[surface][: len(expected)] == expected


def test_every_surface_is_described_column_by_column(world: psycopg.Connection) -> None:
    described = described_surfaces()
    assert made_surfaces(world) == {name: [column["name"] for column in columns] for name, columns in described.items()}
    silent = [f"{name}.{column['name']}" for name, columns in described.items() for column in columns if not column.get("description")]
    assert silent == []


def test_every_amount_and_quantity_names_its_unit() -> None:
    silent = [
        f"{name}.{column['name']}"
        for name, columns in described_surfaces().items()
        for column in columns
        if re.search(r"_minor$|^amount_exact|^quantity", column["name"]) and not re.search(r"minor units|base unit", column["description"])
    ]
    assert silent == []


def test_every_surface_is_a_barrier_with_the_predicate(world: psycopg.Connection) -> None:
    views = world.execute(
        "select pg_namespace.nspname || '.' || pg_class.relname, pg_class.relkind::text, coalesce(pg_class.reloptions, '{}'),"
        " pg_get_viewdef(pg_class.oid)"
        " from pg_class inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace"
        " where pg_namespace.nspname = any(%s) and pg_class.relkind in ('r', 'p', 'v', 'm', 'f')",
        (list(SCHEMAS),),
    ).fetchall()
    assert len(views) >= len(KEY_COLUMNS)
    assert [name for name, kind, _, _ in views if kind != "v"] == []
    assert [name for name, _, options, _ in views if "security_barrier=true" not in options] == []
    assert [
        name
        for name, _, _, text in views
        if "reader_grants.role_name = CURRENT_USER" not in text or "reader_accounts.role_name = CURRENT_USER" not in text
    ] == []


def test_no_surface_reads_what_dbt_rebuilds(world: psycopg.Connection) -> None:
    rows = world.execute(
        "select distinct view_schema || '.' || view_name, table_schema from information_schema.view_table_usage where view_schema = any(%s)",
        (list(SCHEMAS),),
    ).fetchall()
    assert {schema for _, schema in rows} <= {"raw", "book", "current", "control", *SCHEMAS}


def test_no_surface_reads_a_float(world: psycopg.Connection) -> None:
    query = (
        "select table_schema || '.' || table_name || '.' || column_name from information_schema.columns"
        " where table_schema = any(%s) and data_type in ('real', 'double precision')"
    )
    assert world.execute(query, (list(SCHEMAS),)).fetchall() == []
