"""Money that is paid in one currency and settled in another: nothing stays on the clearing account in either, and no customer feels the rate."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.payments.histories import build, charge, day, dispute, event, findings, intent, land, land_records, refund, transaction
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

EURO = {"currency": "eur"}
# 108.00 - 3.43 - 21.80 - 55.00 - 15.00 dollars.
PAYOUT = {"id": "po_1", "object": "payout", "amount": 1277, "currency": "usd", "status": "paid"}


def paid_in_euro_settled_in_dollars() -> list[dict[str, Any]]:
    """100.00 EUR paid, 20.00 given back and 50.00 disputed; the provider keeps the house's balance in USD."""
    # Asked for with what they are about: an object stands in another, and so on.
    paid, back = transaction("txn_paid", "charge", 10800, 343, "ch_1", day(3)), transaction("txn_back", "refund", -2180, 0, "re_1", day(6))
    taken = transaction("txn_taken", "adjustment", -5500, 1500, "dp_1", day(12))
    charged = charge("pi_1", 10000, 2000) | EURO | {"balance_transaction": paid}
    return [
        event("evt_1", "payment_intent.succeeded", day(3), intent("pi_1", 10000) | EURO),
        event("evt_2", "charge.succeeded", day(3), charge("pi_1", 10000) | EURO),
        event("evt_3", "charge.refunded", day(6), charge("pi_1", 10000, 2000) | EURO),
        event("evt_4", "refund.created", day(6), refund("re_1", "pi_1", 2000, "succeeded", day(6)) | EURO),
        event("evt_5", "charge.dispute.created", day(12), dispute("dp_1", "pi_1", 5000, "needs_response", [taken]) | EURO | {"charge": charged}),
        event("evt_6", "payout.paid", day(20), PAYOUT),
        event("evt_7", "payment_intent.retrieved", day(7), intent("pi_1", 10000) | EURO | {"latest_charge": charged}),
        event("evt_8", "refund.updated", day(7), refund("re_1", "pi_1", 2000, "succeeded", day(6)) | EURO | {"balance_transaction": back}),
    ]


def legs(warehouse: TemporaryWarehouse) -> dict[tuple[str, str, str], int]:
    """Minor units by type of entry, account of the ledger and currency; what came to nothing is left out."""
    rows = warehouse.rows(
        "select journal_entries.entry_type, journal_legs.ledger_account, journal_legs.currency, sum(journal_legs.amount_minor)::bigint"
        " from book.journal_entries inner join book.journal_legs using (ledger_entry_id)"
        " where journal_legs.ledger_account <> 'provider_clearing' group by 1, 2, 3 having sum(journal_legs.amount_minor) <> 0"
    )
    return {tuple(row[:3]): row[3] for row in rows}


@pytest.mark.slow
@pytest.mark.compiled_plan
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_what_is_settled_in_another_currency_leaves_nothing_behind(warehouse: TemporaryWarehouse, tmp_path: Path, seed: int | None) -> None:
    land_records(
        tmp_path,
        accounts="account_id,account_type,currency,billing_timezone\nacme,tenant,EUR,UTC\n",
        provider_customers="provider,customer_id,account_id,is_default\nstripe,cus_acme,acme,true\n",
    )
    history = paid_in_euro_settled_in_dollars()
    if seed is not None:
        dice = random.Random(seed)
        dice.shuffle(history)
        for number in range(2):
            land(tmp_path, f"part-{number}", *history[number * 4 : number * 4 + 4], *dice.sample(history, k=2))
            build()
    else:
        land(tmp_path, "all", *history)
        build()
    assert legs(warehouse) == {
        ("stripe_credit", "customer", "EUR"): 10000,
        ("provider_refund", "customer", "EUR"): -2000,
        ("chargeback_debit", "customer", "EUR"): -5000,
        ("currency_conversion", "currency_conversion", "EUR"): -3000,
        ("currency_conversion", "currency_conversion", "USD"): 3120,
        ("provider_fee", "provider_fees", "USD"): -1843,
        ("payout", "bank", "USD"): -1277,
    }
    balances = "select currency, sum(amount_minor) from book.journal_legs where ledger_account = 'provider_clearing' group by 1 order by 1"
    assert warehouse.rows(balances) == [("EUR", 0), ("USD", 0)]
    clearing = "select distinct currency, compared, matched from control.reconciliation_results where check_name = 'clearing_to_payouts'"
    assert warehouse.rows(f"{clearing} and build_number = (select max(build_number) from control.publications) order by 1") == [
        ("EUR", 1, 1), ("USD", 1, 1),
    ]  # fmt: skip
    assert {one for one in findings(warehouse) if one[0] in ("provider_money_not_understood", "not_paid_out", "payouts_above_clearing")} == set()
    # The dispute is won, and the provider gives back fewer dollars than it took: the difference is the house's.
    back = transaction("txn_won", "adjustment", 5300, 0, "dp_1", day(30))
    land(
        tmp_path,
        "won",
        event("evt_9", "charge.dispute.closed", day(30), dispute("dp_1", "pi_1", 5000, "won", [back]) | EURO),
        event("evt_10", "payout.paid", day(33), PAYOUT | {"id": "po_2", "amount": 5300}),
    )
    build()
    won = legs(warehouse)
    assert won["chargeback_reversal", "customer", "EUR"] == 5000
    assert won["currency_conversion", "currency_conversion", "EUR"] == -8000
    assert won["currency_conversion", "currency_conversion", "USD"] == 8420
    assert warehouse.rows(balances) == [("EUR", 0), ("USD", 0)]
    assert build() == "nothing_new"
    assert verify_book().ok, verify_book()
