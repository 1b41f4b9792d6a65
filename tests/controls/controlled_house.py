"""A house with budgets, a prepaid account and people who are told: what lands in it, and how the stories look at it.

What does not belong here: what is expected (the stories).
"""

from __future__ import annotations

from ingest.usage import ingest_usage
from tests.closing.billing_house import BillingHouse

ACCOUNTS = "account_id,currency,billing_mode\nacme,USD,postpaid\nother,USD,postpaid\npre,USD,prepaid\n"
PRICES = (
    "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n"
    "gpu-usd,gpu_hour,USD,per_unit,0\napp-usd,app_runtime_hour,USD,per_unit,0\n"
)
BUDGETS = (
    "policy_id,account_id,project_id,currency,amount_minor,threshold_percents\n"
    "ghost,nobody,,USD,1,100\npart,acme,p1,USD,3000,100\nwhole,acme,,USD,10000,50|80|100\n"
)
PREPAID = "account_id,currency,low_balance_minor,runway_hours\npre,USD,2000,12\n"
USAGE = "event_id,source,event_kind,meter,account_id,quantity,occurred_at,project_id,resource_id,parent_resource_id\n"
JANUARY_10 = 1704873600


def furnish(house: BillingHouse, hook_port: int) -> None:
    """Accounts, prices, policies and contacts, and 100.00 that pre has paid."""
    contacts = (
        "contact_id,account_id,project_id,role,channel,address\n"
        f"hook,acme,,,webhook,http://relay:s3cret@127.0.0.1:{hook_port}/hooks\nproject,acme,p1,,file,p1.jsonl\n"
        "mail,pre,,,email,ops@pre.example\nhouse,acme,,house,file,house.jsonl\nescape,other,,,file,../../out.jsonl\n"
    )
    records = (("accounts", ACCOUNTS), ("prices", PRICES), ("budget_policies", BUDGETS), ("prepaid_policies", PREPAID), ("contacts", contacts))
    for kind, text in records:
        house.records(kind, text)
    house.payment("pre", 10000, JANUARY_10)


def use(house: BillingHouse, *rows: str) -> None:
    """Land usage rows without their id and source: kind, meter, account, quantity, moment, project, resource, parent."""
    path = house.folder / f"{next(house.numbers)}-usage.csv"
    path.write_text(USAGE + "".join(f"e{next(house.numbers)},meter,{row}\n" for row in rows))
    assert [report.rejected for report in ingest_usage([path])] == [0]


def decision(house: BillingHouse, amount_minor: int, project: str | None = None, account: str = "acme", role: str = "finance") -> str:
    asked = (account, project, "USD", amount_minor)
    return house.warehouse.rows("select billing.budget_decision(%s, %s, %s, %s)", asked, role)[0][0]


def thresholds(house: BillingHouse, policy: str = "whole") -> list[tuple]:
    """(begin of the period, percent, spend, count, first and last seen) of a budget."""
    return house.warehouse.rows(
        "select period_start::date::text, threshold_percent::int, spend_minor, event_count, first_seen_at::date::text, last_seen_at::date::text"
        " from billing.budget_thresholds where policy_id = %s order by 1, 2",
        (policy,),
    )


def standing(house: BillingHouse, account: str) -> tuple:
    columns = "state, policy, action, reason, available_minor, trim_scale(runway_hours)::text"
    return house.warehouse.rows(f"select {columns} from finance.delinquency where account_id = %s", (account,), "finance")[0]


def told(house: BillingHouse, account: str | None) -> list[tuple]:
    """(type, number, state, recipients) of the events of an account, or of the house."""
    columns, order = "event_type, event_number, state, recipients", "build_number, event_type, recipients"
    return house.warehouse.rows(
        f"select {columns} from operations.outbox where account_id is not distinct from %s order by {order}", (account,), "finance"
    )


def counts(house: BillingHouse) -> list[tuple]:
    return house.warehouse.rows("select (select count(*) from book.budget_events), (select count(*) from book.outbox_events)")
