"""A reconciliation that ages and evidence that may be compacted one day: one house told once, numbers by hand; units cost 1.00."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.stripe import ingest_stripe
from tests.closing.billing_house import BillingHouse
from tests.controls.controlled_house import JANUARY_10, use
from tests.temporary_warehouse import Template, warehouse_in_environment

pytestmark = pytest.mark.slow

ACCOUNTS = "account_id,currency,billing_mode\nacme,USD,postpaid\n"
PRICES = "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n"
JANUARY = "account_id = 'acme' and period_start = '2024-01-01Z'"
BY_POLICY = "select table_schema || '.' || table_name from operations.retention_policy order by 1"
TABLES = "select schemaname || '.' || tablename from pg_tables where schemaname in ('raw', 'book', 'current', 'control') order by 1"
MAY_REMOVE = (
    "select pg_roles.rolname || ' ' || pg_class.oid::regclass::text from pg_class"
    " inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace"
    " inner join pg_roles on pg_roles.rolname like 'tallyhouse%' and pg_roles.oid <> pg_class.relowner and not pg_roles.rolsuper"
    " where pg_class.relkind = 'r' and pg_namespace.nspname in ('raw', 'book', 'control')"
    " and (has_table_privilege(pg_roles.oid, pg_class.oid, 'delete') or has_table_privilege(pg_roles.oid, pg_class.oid, 'truncate')"
    " or has_table_privilege(pg_roles.oid, pg_class.oid, 'update'))"
)
UNGUARDED = (
    "select pg_class.oid::regclass::text from pg_class inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace"
    " where pg_class.relkind = 'r' and pg_namespace.nspname in ('raw', 'book', 'control') and pg_class.relname <> 'migrations' and 2 <>"
    " (select count(*) from pg_trigger where tgrelid = pg_class.oid and tgname in ('never_changed', 'never_truncated') and tgenabled = 'A')"
)


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        yield BillingHouse(fresh, tmp_path_factory.mktemp("retention"))


def runs(house: BillingHouse, *checks: str) -> list[tuple]:
    """(check, compared, matched, unmatched, amount, percent) of the newest build."""
    return house.warehouse.rows(
        "select check_name, compared, matched, unmatched, amount_unmatched_minor, trim_scale(completeness_percent)::text"
        " from finance.reconciliation where is_newest_build and check_name = any(%s) and currency in ('', 'USD') order by 1",
        (list(checks),),
        "finance",
    )


def ages(house: BillingHouse) -> list[tuple]:
    """(check, age, unmatched, amount, since) of the newest build."""
    return house.warehouse.rows(
        "select check_name, age_bucket, unmatched, amount_unmatched_minor, oldest_since::date::text"
        " from finance.reconciliation_ages where is_newest_build order by 1, 2",
        role="finance",
    )


def findings(house: BillingHouse) -> list[tuple]:
    """(reason code, subject, owner, amount, age in days, age, first build)."""
    return house.warehouse.rows(
        "select split_part(reason, ':', 1), subject, owner, amount_minor, age_days, age_bucket, first_seen_build"
        " from finance.reconciliation_findings order by 1",
        role="finance",
    )


def january(house: BillingHouse) -> tuple:
    """(decision, gates that have not passed, summary, events, personal values, documents, when the window closes) of acme's January."""
    return house.warehouse.rows(
        "select decision, gates_open, summary_number, event_count, personal_value_count, document_count, window_closes_at::date::text"
        f" from operations.retention_candidates where {JANUARY}",
        role="finance",
    )[0]


def proofs(house: BillingHouse) -> list[tuple]:
    """(summary, meter, events and quantity of both sides, personal values, whether it is the newest) of acme's January."""
    return house.warehouse.rows(
        "select summary_number, meter, raw_event_count, summary_event_count, trim_scale(raw_quantity_sum)::text,"
        " trim_scale(summary_quantity_sum)::text, personal_value_count, is_newest"
        f" from operations.usage_summary_proofs where {JANUARY} order by 1, 2",
        role="finance",
    )


def payout(house: BillingHouse, amount_minor: int, folder: Path) -> None:
    """The provider pays out."""
    paid = {"object": "payout", "id": "po_1", "amount": amount_minor, "currency": "usd", "status": "paid", "livemode": True}
    event = {"id": "evt_po_1", "object": "event", "api_version": "2024-06-20", "created": JANUARY_10 + 86400, "livemode": True}
    path = folder / "payout.jsonl"
    path.write_text(json.dumps(event | {"type": "payout.paid", "data": {"object": paid}}) + "\n")
    assert [report.rejected for report in ingest_stripe([path])] == [0]


def clearing(house: BillingHouse) -> int:
    return house.warehouse.rows("select distinct balance_minor from finance.provider_clearing where currency = 'USD'", role="finance")[0][0]


def test_findings_and_money_at_the_provider_age(house: BillingHouse, tmp_path: Path) -> None:
    """Four records, one of an account that nobody knows; 50.00 captured on 2024-01-10, of which 30.00 are paid out."""
    house.records("accounts", ACCOUNTS)
    house.records("prices", PRICES)
    house.payment("acme", 5000, JANUARY_10)
    use(
        house,
        "quantity,unit,acme,10,2024-01-05T10:00:00Z,,,",
        "quantity,unit,acme,20,2024-01-05T11:00:00Z,p1,,",
        "quantity,unit,acme,0.5,2024-01-31T23:59:59Z,,v-1,",
        "quantity,unit,nobody,7,2024-01-05T10:00:00Z,,,",
    )
    house.build("2024-02-01T00:00:00Z")
    assert runs(house, "usage_to_rated", "clearing_to_payouts", "payments_to_journal", "rated_to_journal") == [
        ("clearing_to_payouts", 1, 0, 1, 5000, "0"),
        ("payments_to_journal", 1, 1, 0, 0, "100"),
        ("rated_to_journal", 1, 1, 0, 0, "100"),
        ("usage_to_rated", 4, 3, 1, 0, "75"),
    ]
    # Captured on the 10th at 08:00: 21 days and 16 hours.
    assert ages(house) == [("clearing_to_payouts", "to_30_days", 1, 5000, "2024-01-10"), ("usage_to_rated", "to_7_days", 1, 0, "2024-02-01")]
    assert findings(house) == [
        ("not_paid_out", "stripe USD", "payment_operations", 5000, 0, "to_7_days", 1),
        ("unknown_account", "unit", "metering", None, 0, "to_7_days", 1),
    ]
    payout(house, 3000, tmp_path)
    house.close("acme", "2024-01-01")
    excuse = "insert into reference.finding_exceptions values ('usage_to_rated', 'unit', 'The account lands on Friday.', %s, '2024-02-12')"
    of_nobody = "update reference.finding_exceptions set approver = 'zoe', account_id = 'nobody', reason_code = 'unknown_account'"
    # Without an approver, and beside a row about the units of everybody.
    for approver, then in ((" ", of_nobody), ("ada", "update reference.finding_exceptions set account_id = 'acme' where approver = 'ada'")):
        with house.warehouse.connect() as connection:
            connection.execute(excuse, (approver,))
        refused = house.warehouse.run("build", "--as-of", "2024-02-12T00:00:00Z", "--json")
        assert refused.exit_code == 1 and "assert_exceptions_are_answered_for" in refused.output["reason"]
        with house.warehouse.connect() as connection:
            connection.execute(then)
    house.build("2024-02-12T23:59:59Z")
    assert clearing(house) == 2000
    assert ages(house) == [("clearing_to_payouts", "to_60_days", 1, 2000, "2024-01-10")]
    assert runs(house, "usage_to_rated") == [("usage_to_rated", 4, 4, 0, 0, "100")]
    assert findings(house) == [("not_paid_out", "stripe USD", "payment_operations", 2000, 11, "to_30_days", 1)]
    excused = "select check_name, subject, approver, exception_reason, expires_on::text, first_seen_build from finance.reconciliation_exceptions"
    answered = ("usage_to_rated", "unit", "zoe", "The account lands on Friday.", "2024-02-12", 1)
    assert house.warehouse.rows(excused, role="finance") == [answered]

    house.accepted("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
    assert "no summary" in house.refused("retention_review", "--account", "acme", "--reference", "2024-01-01")
    with house.warehouse.connect() as connection:
        reserve = "'clearing_to_payouts', 'stripe USD', 'The provider holds 20.00 back for a year.', 'zoe', '2024-02-13'"
        connection.execute(f"insert into reference.finding_exceptions values ({reserve})")
    house.build("2024-02-13T00:00:00Z")
    # The exception has expired, and the finding has the age it had: 12 days since 2024-02-01. Of the money at the provider somebody knows.
    assert findings(house) == [("unknown_account", "unit", "metering", None, 12, "to_30_days", 1)]
    assert [row[:2] for row in house.warehouse.rows(excused, role="finance")] == [("clearing_to_payouts", "stripe USD")]
    assert runs(house, "clearing_to_payouts") == [("clearing_to_payouts", 1, 1, 0, 0, "100")]
    assert ages(house) == [("usage_to_rated", "to_30_days", 1, 0, "2024-02-01")]
    assert house.documents("acme")[0][3:] == ("paid", 3050, 0)
    assert january(house) == ("keep", ["dispute_window_closed", "summarised", "minimised", "reviewed"], None, None, None, 1, "2025-08-06")


def test_evidence_is_summarised_reviewed_and_a_candidate_when_every_gate_has_passed(house: BillingHouse) -> None:
    """540 days after 2024-02-01 are 2025-07-25, after the settlement on 2024-02-13 they are 2025-08-06."""
    house.records("accounts", "account_id,currency,billing_mode\nnobody,USD,postpaid\n")
    house.build("2025-07-24T23:59:59Z")
    assert proofs(house) == []
    changes = "select build_number, change, seen_at::date::text from control.finding_changes where check_name = 'usage_to_rated' order by 1"
    assert [row[1:] for row in house.warehouse.rows(changes)] == [("opened", "2024-02-01"), ("gone", "2025-07-24")]

    house.build("2025-07-25T00:00:00Z")
    assert proofs(house) == [(1, "unit", 3, 3, "30.5", "30.5", 0, True)]
    summaries = f"select project_id, event_count, trim_scale(landed_quantity)::text from operations.usage_summaries where {JANUARY} order by 1"
    assert house.warehouse.rows(summaries, role="finance") == [("p1", 1, "20"), (None, 2, "10.5")]
    assert january(house) == ("keep", ["dispute_window_closed", "reviewed"], 1, 3, 0, 1, "2025-08-06")

    review = house.accepted("retention_review", "--account", "acme", "--reference", "2024-01-01")
    assert "asked for before" in house.refused("retention_review", "--account", "acme", "--reference", "2024-01-01T00:00:00Z")
    assert "cannot decide" in house.refused("approve", "--reference", review)
    house.accepted("approve", "--reference", review, actor="carl")
    assert january(house)[1] == ["dispute_window_closed", "reviewed"]
    house.build("2025-08-06T00:00:00Z")
    assert january(house) == ("compact_candidate", [], 1, 3, 0, 1, "2025-08-06")
    reviewed = f"select review_id, reviewed_by, approved_by from operations.retention_candidates where {JANUARY}"
    assert house.warehouse.rows(reviewed, role="finance") == [(review, "fay", "carl")]

    # Late usage that names a person: the period is looked at anew, under the next number, and what was reviewed is no longer what is there.
    use(house, "quantity,unit,acme,4,2024-01-20T10:00:00Z,,ada@acme.example,")
    assert january(house)[:2] == ("keep", ["rated"])
    house.build("2025-08-07T00:00:00Z")
    assert proofs(house) == [(1, "unit", 3, 3, "30.5", "30.5", 0, False), (2, "unit", 4, 4, "34.5", "34.5", 1, True)]
    assert january(house)[:5] == ("keep", ["invoiced", "minimised", "reviewed"], 2, 4, 1)
    assert house.warehouse.rows("select count(*) from raw.usage_events where account_id = 'acme'") == [(4,)]


def test_every_table_has_a_policy_and_nothing_deletes(house: BillingHouse) -> None:
    assert house.warehouse.rows(BY_POLICY, role="finance") == house.warehouse.rows(TABLES)
    can_be = "select table_name, compact_after_days from operations.retention_policy where can_be_compacted or is_deletion_on"
    assert house.warehouse.rows(can_be, role="finance") == [("usage_events", 540)]
    assert house.warehouse.rows(MAY_REMOVE) == []
    assert house.warehouse.rows(UNGUARDED) == []
