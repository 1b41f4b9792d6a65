"""A month issued, corrected, credited and cancelled, in FOCUS columns: exact numbers by hand, and rules that can be broken.

January 2024, USD. acme: 600 and 600 units at 1.00 up to 1,000 and 0.80 for all above; mini: 10 and 20 units at 1.00, at least 50.00; beta: 4,000
tokens at 0.002 (0.003 in the catalogue) towards a commit of 10.00; kunde: 5 units at 3.00, for which its reseller pays 2.00 each.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest

from reports.exports.focus import write_focus
from tests.closing.billing_house import BillingHouse
from tests.focus.rules import broken_rules, rule_names, what_does_not_add_up
from tests.temporary_warehouse import Template, warehouse_in_environment
from warehouse.settings import PROJECT_ROOT

pytestmark = pytest.mark.slow
QUERIES = PROJECT_ROOT / "reports" / "queries"

RECORDS = {
    "accounts": """account_id,name,account_type,currency,issuer_id,reseller_account_id,retail_plan_id,wholesale_plan_id,purchase_order
acme,Acme,tenant,USD,cloud,,,,PO-7
mini,,tenant,USD,cloud,,,,
beta,,tenant,USD,cloud,,,,
reso,Reso GmbH,reseller,USD,cloud,,,,
kunde,Kunde AG,end_customer,USD,cloud,reso,retail,partner,
""",
    "issuers": "issuer_id,legal_name,invoice_series,credit_note_series\ncloud,Cloud Ltd,CLD,CLDCN\n",
    "plans": "plan_id,plan_version_id,name,currency\nretail,1,Retail,USD\npartner,1,Partner,USD\n",
    "prices": """price_id,plan_id,account_id,meter,currency,model,unit_price,minimum_amount
list-units,,,unit,USD,volume,,
list-tokens,,,token_output,USD,per_unit,0.003,
mini-units,,mini,unit,USD,per_unit,1.00,50.00
beta-tokens,,beta,token_output,USD,per_unit,0.002,
retail-units,retail,,unit,USD,per_unit,3.00,
partner-units,partner,,unit,USD,per_unit,2.00,
""",
    "price_tiers": "price_id,tier_no,up_to,unit_price\nlist-units,1,1000,1.00\nlist-units,2,,0.80\n",
    "commit_contracts": """contract_id,account_id,currency,amount_minor,starts_at,ends_at
c-1,beta,USD,1000,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z
""",
}


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """acme's January is issued, late usage of 20 units booked in February, 5.00 credited; mini's was cancelled; mini was given 3.00."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("house"))
        for kind, text in RECORDS.items():
            told.records(kind, text)
        told.usage(
            ("acme", "2024-01-10T10:00:00Z", 600),
            ("acme", "2024-01-11T10:00:00Z", 600),
            ("mini", "2024-01-10T10:00:00Z", 10),
            ("mini", "2024-01-11T10:00:00Z", 20),
            ("kunde", "2024-01-10T10:00:00Z", 5),
        )
        told.usage(("beta", "2024-01-10T10:00:00Z", 4000), meter="token_output")
        told.build("2024-02-01T06:00:00Z")
        told.close("acme", "2024-01-01")
        told.close("mini", "2024-01-01")
        told.build("2024-02-02T06:00:00Z")
        for account in ("acme", "mini"):
            told.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
        told.build("2024-02-03T06:00:00Z")
        told.usage(("acme", "2024-01-20T10:00:00Z", 20))
        told.accepted("credit_note", "--reference", "CLD-2024-000001", "--currency", "USD", "--amount-minor", "500")
        told.accepted("invoice_void", "--reference", "CLD-2024-000002")
        told.approved("adjustment", "--account", "mini", "--currency", "USD", "--amount-minor", "300")
        columns = "account_id,name,account_type,currency,issuer_id,payment_terms_days,purchase_order"
        told.records("accounts", f"{columns}\nacme,Acme,tenant,USD,cloud,30,PO-8\n")
        told.build("2024-03-01T06:00:00Z")
        yield told


@pytest.fixture
def finance(house: BillingHouse) -> Iterator[psycopg.Connection]:
    with house.warehouse.connect("finance") as connection:
        yield connection


def test_the_report_agrees_and_documents_keep_their_terms(finance: psycopg.Connection) -> None:
    """1,096.00 are booked; mini's January stands on the draft of February, since its document was cancelled. acme has had new terms since."""
    totals, usage = [finance.execute((QUERIES / f"{name}.sql").read_text()).fetchall() for name in ("control_totals", "usage_records")]
    assert [row[4:] for row in totals] == [(109600, 109600, 0, 0, "agrees")]
    used = [(row[2], row[8], row[12], row[13], row[16]) for row in usage if row[0] == "usage_totals"]
    assert used == [("token_output", 1, 4000, 4000, "agrees"), ("unit", 6, 1255, 1255, "agrees")]
    of_acme = (
        'select distinct "PaymentTerms", "PurchaseOrderNumber" from analytics.focus_invoice_detail'
        " where \"BillingAccountId\" = 'acme' and \"ChargeCategory\" = 'Usage' order by 1"
    )
    assert finance.execute(of_acme).fetchall() == [("Net 14", "PO-7"), ("Net 30", None)]


def charges(house: BillingHouse, columns: str, where: str) -> list[tuple]:
    query = f'select {columns} from analytics.focus_cost_and_usage where {where} order by "ChargePeriodStart", "x_LineType", "BilledCost"'
    return house.warehouse.rows(query, role="finance")


def test_charges_come_to_the_document_to_the_cent(house: BillingHouse, finance: psycopg.Connection) -> None:
    found = dict(
        finance.execute(
            'select "BillingAccountId" || coalesce(\' \' || nullif("InvoiceId", invoice_id::text), \'\'), sum("BilledCost")'
            ' from analytics.focus_cost_and_usage left join billing.invoices on invoices.invoice_id::text = "InvoiceId"'
            ' where "InvoiceId" is not null group by 1'
        ).fetchall()
    )
    # acme's late 20 units: 1,220 at 0.80 are 976.00, 16.00 more. mini's cancelled January is on its draft of February,
    # beside the minimum of that month.
    numbered = {key.split(" ")[-1]: cost for key, cost in found.items() if " " in key}
    assert numbered == {"CLD-2024-000001": 960, "CLDCN-2024-000001": -5}
    assert {key: cost for key, cost in found.items() if " " not in key} == {"acme": 16, "mini": 100, "beta": 10, "reso": 10}
    documents = finance.execute("select count(*), sum(total_minor) from billing.invoices where status <> 'void'").fetchone()
    assert documents == (len(found), 100 * sum(found.values()))
    assert what_does_not_add_up(finance) == []
    voided = 'select sum("BilledCost") from analytics.focus_invoice_detail where "InvoiceIssueStatus" = \'Voided\''
    assert finance.execute(voided).fetchone() == (50,)


def test_a_volume_price_is_spread_over_what_was_used(house: BillingHouse) -> None:
    columns = '"PricingQuantity", "BilledCost", "ContractedUnitPrice", "ContractedCost", "EffectiveCost"'
    assert charges(house, columns, "\"InvoiceId\" = 'CLD-2024-000001'") == [
        (600, 600, Decimal("0.8"), 480, 480),
        (600, 360, Decimal("0.8"), 480, 480),
    ]


def test_a_minimum_costs_where_its_usage_is(house: BillingHouse) -> None:
    """10.00 and 20.00 of January lack 20.00 to the minimum; February has no usage that the minimum could be spread over."""
    of_mini = '"BillingAccountId" = \'mini\' and "InvoiceId" is not null and "ChargePeriodStart" {} \'2024-02-01Z\''
    assert sorted(charges(house, '"x_LineType", "BilledCost", round("EffectiveCost", 6)', of_mini.format("<"))) == [
        ("minimum", 20, 0),
        ("rounding", 0, 0),
        ("usage", 10, Decimal("16.666667")),
        ("usage", 20, Decimal("33.333333")),
    ]
    assert charges(house, '"x_LineType", "BilledCost", "EffectiveCost"', of_mini.format(">=")) == [("minimum", 50, 50)]
    total = house.warehouse.rows(f'select sum("EffectiveCost") from analytics.focus_cost_and_usage where {of_mini.format("<")}', role="finance")
    assert total == [(50,)]


def test_late_usage_is_a_correction_and_a_credit_note_a_credit(house: BillingHouse) -> None:
    columns = (
        '"ChargeCategory", "ChargeClass", "ChargePeriodStart"::date::text, "BillingPeriodStart"::date::text, "BilledCost", "ContractedUnitPrice"'
    )
    assert charges(house, columns, "\"BillingAccountId\" = 'acme' and \"InvoiceId\" <> 'CLD-2024-000001'") == [
        ("Credit", None, "2024-01-01", "2024-01-01", -5, None),
        ("Usage", "Correction", "2024-01-20", "2024-02-01", 16, None),
    ]
    assert charges(house, '"ChargeCategory", "InvoiceId", "BilledCost"', "\"x_LineType\" = 'adjustment'") == [("Adjustment", None, -3)]


def test_a_commit_is_used_and_what_is_missing_unused(house: BillingHouse) -> None:
    columns = (
        '"CommitmentDiscountId", "CommitmentDiscountStatus", "CommitmentDiscountQuantity", "ConsumedQuantity", "PricingCategory",'
        ' "ListUnitPrice", "ListCost", "BilledCost", "ContractApplied" #>> \'{ContractApplied,0,ContractCommitmentAppliedCost}\''
    )
    assert charges(house, columns, "\"BillingAccountId\" = 'beta'") == [
        ("c-1", "Unused", 2, None, "Committed", 2, 2, 2, "2"),
        ("c-1", "Used", 8, 4000, "Committed", Decimal("0.003"), 12, 8, "8"),
    ]


def test_both_sides_of_a_reseller_have_their_view(house: BillingHouse) -> None:
    parties = '"BillingAccountId", "SubAccountId", "InvoiceIssuerName", "HostProviderName", "BilledCost"'
    assert house.warehouse.rows(f"select {parties} from analytics.focus_provider", role="finance") == [
        ("reso", "kunde", "Cloud Ltd", "Cloud Ltd", 10)
    ]
    rows = house.warehouse.rows(f'select {parties}, "x_WholesaleCost", "x_MarginCost" from analytics.focus_reseller order by 5', role="finance")
    assert rows == [
        ("kunde", None, "Reso GmbH", "Cloud Ltd", 0, 10, -10),
        ("kunde", None, "Reso GmbH", "Cloud Ltd", 15, 0, 15),
    ]


def test_periods_are_open_until_they_are_closed(house: BillingHouse) -> None:
    found = house.warehouse.rows(
        'select "BillingPeriodStart"::date::text, "BillingPeriodStatus" from analytics.focus_billing_period'
        " where \"x_BillingAccountId\" = 'acme' order by 1",
        role="finance",
    )
    assert found[:2] == [("2024-01-01", "Closed"), ("2024-02-01", "Open")]


def test_files_hold_the_same_as_the_surface(house: BillingHouse, finance: psycopg.Connection, tmp_path: Path) -> None:
    expected = dict(finance.execute('select "InvoiceId", sum("BilledCost") from analytics.focus_cost_and_usage group by 1').fetchall())
    for ending in ("csv", "parquet"):
        said = write_focus(tmp_path / f"focus.{ending}")
        types = ", types={'BilledCost': 'decimal(38,18)'}" if ending == "csv" else ""
        source = f"read_{ending}('{said['path']}'{types})"
        read = duckdb.sql(f"select InvoiceId, sum(BilledCost), count(*) from {source} group by 1").fetchall()
        assert {document: cost for document, cost, _ in read} == expected
        assert sum(count for _, _, count in read) == said["rows"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["focus.csv", "focus.parquet"]


BROKEN = {
    "ChargeCategory of the list": "\"ChargeCategory\" = 'Refund'",
    "ChargeClass of the list": "\"ChargeClass\" = 'Wrong'",
    "ChargeFrequency of the list": "\"ChargeFrequency\" = 'Daily'",
    "a purchase is not usage-based": "\"ChargeCategory\" = 'Purchase'",
    "PricingCategory of the list": "\"PricingCategory\" = 'Cheap'",
    "CommitmentDiscountCategory of the list": "\"CommitmentDiscountCategory\" = 'Time'",
    "CommitmentDiscountStatus of the list": "\"CommitmentDiscountStatus\" = 'Gone'",
    "CapacityReservationStatus of the list": "\"CapacityReservationStatus\" = 'Gone'",
    "ServiceCategory of the list": "\"ServiceCategory\" = 'GPU'",
    "BillingCurrency is an ISO 4217 code": "\"BillingCurrency\" = '$'",
    "mandatory columns are not null": '"BilledCost" = null',
    "FOCUS 1.3: both providers are named": '"HostProviderName" = null',
    "a period begins before it ends": '"ChargePeriodEnd" = "ChargePeriodStart"',
    "usage and purchases have SKU, quantity and prices": '"SkuPriceId" = null',
    "tax has no SKU, quantity or price": "\"ChargeCategory\" = 'Tax'",
    "no price is below zero": '"ListUnitPrice" = -1',
    "cost is price times quantity": '"ContractedCost" = "ContractedCost" + 0.01',
    "a credit costs what it is billed": '"ChargeCategory" = \'Credit\', "ContractedUnitPrice" = null, "ContractedCost" = 0',
    "a unit has a quantity, a quantity a unit": '"ConsumedUnit" = null',
    "usage is what is consumed": '"ConsumedQuantity" = null, "ConsumedUnit" = null',
    "a SKU has its meter and details": '"SkuMeter" = null',
    "a sub-account has name and type": "\"SubAccountName\" = 'nameless'",
    "a region has an id": "\"RegionName\" = 'nowhere'",
    "a resource has id and type": "\"ResourceType\" = 'H100'",
    "a commit has category, type, quantity and status": "\"CommitmentDiscountId\" = 'c-9'",
    "FOCUS 1.3: a commit is an applied contract": "\"ContractApplied\" = '{}'",
    "a service is in one category": "\"ServiceCategory\" = 'Compute'",
    "a SKU price has one SKU": "\"SkuId\" = 'another'",
    "an invoice has one currency, and costs what it is billed": '"EffectiveCost" = 0',
}


def test_every_rule_holds_and_is_broken_by_its_case(house: BillingHouse, finance: psycopg.Connection) -> None:
    assert broken_rules(finance) == set()
    assert set(BROKEN) == rule_names()
    one_row = 'select "x_RatedLineId" from cases where "InvoiceId" = \'CLD-2024-000001\' and "BilledCost" = 600 and "ChargeCategory" = \'Usage\''
    with house.warehouse.connect() as connection:
        connection.execute("create temporary table cases (like analytics.focus_cost_and_usage); grant insert on cases to tallyhouse_finance")
        connection.execute("set role tallyhouse_finance; insert into cases select * from analytics.focus_cost_and_usage; reset role")
        unnoticed = set()
        for rule, change in BROKEN.items():
            with connection.transaction(force_rollback=True):
                assert connection.execute(f'update cases set {change} where "x_RatedLineId" = ({one_row})').rowcount == 1
                unnoticed |= {rule} - broken_rules(connection, "cases")
        assert unnoticed == set()
