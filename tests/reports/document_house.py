"""A house that has issued documents of every kind, for the tests of what they look like. What does not belong here: what is expected."""

from __future__ import annotations

from pathlib import Path

from ingest.usage import ingest_usage
from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import TemporaryWarehouse

ACCOUNT_COLUMNS = (
    "account_id,name,currency,billing_mode,issuer_id,payment_terms_days,bill_to_account_id,country,"
    "legal_name,address_line,postal_code,city,tax_id,email,purchase_order\n"
)
ACCOUNTS = f"""{ACCOUNT_COLUMNS}\
acme,Acme,EUR,postpaid,wolke,30,,DE,"Müller & Söhne <Rechnen> GmbH",Hauptstraße 1,53111,Bonn,DE136695976,ap@acme.example,PO-4711
branch,Branch,EUR,postpaid,wolke,14,acme,DE,,,,,,,
tokyo,Tokyo,JPY,prepaid,wolke,14,,JP,Tōkyō Keisan KK,1-2-3 Marunouchi,100-0005,Tōkyō,,,
kuwait,Kuwait,KWD,postpaid,wolke,14,,KW,Kuwait Compute WLL,Block 4,13001,Kuwait City,,,
nowhere,Nowhere,EUR,postpaid,,14,,,,,,,,,
"""
MOVED = ACCOUNTS.replace("Hauptstraße 1", "Neuer Weg 9").replace("PO-4711", "PO-9999")
ISSUERS = """issuer_id,legal_name,address_line,postal_code,city,country,tax_id,invoice_series,credit_note_series,iban
wolke,Wolke Rechenzentrum GmbH,Am Rechen 5,10115,Berlin,DE,DE129273398,WLK,WLKCN,DE89370400440532013000
"""
SOLD = ISSUERS.replace("DE89370400440532013000", "DE02120300000000202051").replace("Am Rechen 5", "Am Rechen 6")
CONTACTS = (
    "contact_id,account_id,project_id,role,channel,address\nc1,acme,,billing,email,billing@acme.example\nc2,acme,p1,tech,email,tech@acme.example\n"
)
PLANS = "plan_id,plan_version_id,name,currency\nbase,v1,Base,EUR\n"
PRICES = """price_id,plan_id,meter,resource_type,currency,model,unit_price,flat_fee,interval,charge_timing,valid_to
h100-eur,,gpu_hour,H100,EUR,per_unit,2.49,,,,
a100-eur,,gpu_hour,A100,EUR,per_unit,1,,,,2024-02-05T00:00:00Z
disk-eur,,storage_gib_hour,,EUR,per_unit,0.10,,,,
tokens-eur,,token_input,,EUR,graduated,,,,,
unit-eur,,unit,,EUR,per_unit,0.35,,,,
unit-jpy,,unit,,JPY,per_unit,12.5,,,,
unit-kwd,,unit,,KWD,per_unit,0.125,,,,
support-eur,base,license,,EUR,flat,,149,month,arrears,
"""
TIERS = "price_id,tier_no,up_to,unit_price\ntokens-eur,1,1000000,0.0000025\ntokens-eur,2,,0.000002\n"
SUBSCRIPTIONS = "subscription_id,account_id,plan_id,plan_version_id,quantity,starts_at,ends_at\ns1,acme,base,v1,1,2024-01-01T00:00:00Z,\n"
DISCOUNTS = "discount_id,account_id,percent,meter,starts_at\nd1,acme,10,gpu_hour,2024-01-01T00:00:00Z\n"
MEASURED = """event_id,source,event_kind,meter,account_id,resource_id,resource_type,project_id,quantity,occurred_at,ended_at,replaces_event_id
g1,scheduler,span,gpu_hour,acme,alloc-1,H100,p1,8,2024-01-05T09:30:00Z,2024-01-05T12:00:00Z,
g2,scheduler,span,gpu_hour,acme,alloc-2,H100,p1,1,2024-01-30T00:00:00Z,2024-01-31T00:00:00Z,
t1,gateway,quantity,token_input,acme,route-7,gpt-4o,p1,1500000,2024-01-12T10:00:00Z,,
t2,gateway,quantity,token_input,acme,route-7,gpt-4o,p1,250000,2024-01-12T10:20:00Z,,
s1,scheduler,start,gpu_hour,nowhere,stopped-late,A100,,1,2024-01-10T00:00:00Z,,
s2,scheduler,start,gpu_hour,nowhere,runs-on,A100,,1,2024-01-10T00:00:00Z,,
s3,scheduler,start,gpu_hour,nowhere,started-before,A100,,1,2024-01-31T00:00:00Z,,
v1,disks,level,storage_gib_hour,nowhere,disk-1,,,2,2024-01-20T00:00:00Z,,
t5,gateway,quantity,token_input,nowhere,route-7,gpt-4o,,1000000,2024-01-12T10:05:00Z,,
t7,gateway,quantity,token_input,nowhere,route-7,gpt-4o,,9,2024-01-12T10:20:00Z,,t6
"""
# After the issue: t2 is replaced by less, s1 was stopped, s3 and v1 did not stand alone, and what t7 replaces arrives.
CORRECTED = """event_id,source,event_kind,meter,account_id,resource_id,resource_type,project_id,quantity,occurred_at,ended_at,replaces_event_id
t3,gateway,quantity,token_input,acme,route-7,gpt-4o,p1,50000,2024-01-12T10:20:00Z,,t2
p1,scheduler,stop,gpu_hour,nowhere,stopped-late,A100,,,2024-01-15T00:00:00Z,,
s4,scheduler,start,gpu_hour,nowhere,started-before,A100,,1,2024-01-30T00:00:00Z,,
v2,disks,level,storage_gib_hour,nowhere,disk-1,,,3,2024-01-20T12:00:00Z,,
t6,gateway,quantity,token_input,nowhere,route-7,gpt-4o,,8,2024-01-12T10:10:00Z,,
"""
RECORDS = {
    "accounts": ACCOUNTS, "issuers": ISSUERS, "contacts": CONTACTS, "plans": PLANS, "prices": PRICES, "price_tiers": TIERS,
    "subscriptions": SUBSCRIPTIONS, "discounts": DISCOUNTS,
}  # fmt: skip
BILLED = ("acme", "branch", "tokyo", "kuwait", "nowhere")


def house_with_documents(warehouse: TemporaryWarehouse, folder: Path) -> BillingHouse:
    """January 2024 of five accounts, closed and issued: WLK-2024-000001 to 3, WLK-ST-2024-000001, and INV-2024-000001 of nobody in particular."""
    house = BillingHouse(warehouse, folder)
    for kind, text in RECORDS.items():
        house.records(kind, text)
    measured(folder, "measured.csv", MEASURED)
    house.usage(*((account, "2024-01-10T10:00:00Z", units) for account, units in zip(BILLED, (100, 40, 333, 7, 20), strict=True)))
    house.build("2024-02-01T06:00:00Z")
    for account in BILLED:
        house.close(account, "2024-01-01")
    house.build("2024-02-02T06:00:00Z")
    for account in BILLED:
        house.accepted("invoice_issue", "--account", account, "--reference", "2024-01-01")
    house.build("2024-02-03T06:00:00Z")
    return house


def measured(folder: Path, name: str, text: str) -> None:
    """Land usage from CSV text."""
    path = folder / name
    path.write_text(text)
    assert all(not report.rejected for report in ingest_usage([path]))
