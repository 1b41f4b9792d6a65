"""Operator actions: accepted into raw, or refused with one sentence and kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.actions import NEEDING_APPROVAL, submit_action
from ingest.quarantine import list_rejected, redrive, show_rejected
from ingest.records import find_kind, ingest_records
from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse

PERIODS = [("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-01"), ("2024-03-01", "2024-04-01")]


@pytest.fixture
def book(warehouse: TemporaryWarehouse) -> TemporaryWarehouse:
    """An account in Berlin with three periods; the newest build was in the third."""
    with warehouse.connect() as connection:
        for number, (start, end) in enumerate(PERIODS):
            connection.execute(
                "insert into book.periods (period_id, build_number, account_id, billing_timezone, currency, billing_mode, period_start, period_end)"
                " select %s::uuid, 1, 'acme', zone, 'EUR', 'postpaid', %s::timestamp at time zone zone, %s::timestamp at time zone zone"
                " from (values ('Europe/Berlin')) as zones (zone)",
                (f"{number:032}", start, end),
            )
        connection.execute("insert into control.builds (build_number, kind, as_of, code_hash, seed_hash) values (1, 'build', '2024-03-15Z', '', '')")
    return warehouse


def close(number: int, closing: int, status: str, warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect() as connection:
        connection.execute(
            "insert into book.period_closings (period_id, closing_number, build_number, status, actor, reason, closed_at)"
            " values (%s::uuid, %s, 1, %s, 'x', 'y', now())",
            (f"{number:032}", closing, status),
        )


def ask(kind: str, **others: str) -> tuple[str, str]:
    answer = submit_action(kind, **{"actor": "ada", "reason": "month end", **others})
    return answer["status"], answer["reason"]


def request_approval(tmp_path: Path) -> None:
    action = {"action_id": "adj-1", "kind": "adjustment", "actor": "ada", "reason": "r", "requested_at": datetime.now(UTC).isoformat()}
    (tmp_path / "actions.jsonl").write_text(json.dumps(action) + "\n" + json.dumps(action | {"action_id": "void-1", "kind": "invoice_void"}))
    assert ingest_records("actions", [tmp_path / "actions.jsonl"])[0].landed == 2


def test_a_period_close_lands_with_its_reference_in_utc(book: TemporaryWarehouse) -> None:
    answer = submit_action("period_close", actor="ada", reason="month end", action_id="close-1", account_id="acme", reference="2024-01-01")
    assert answer == {"action_id": "close-1", "status": "accepted", "reason": "It takes effect in the next build."}
    assert book.rows("select kind, account_id, reference, actor, reason from raw.actions") == [
        ("period_close", "acme", "2023-12-31T23:00:00Z", "ada", "month end")
    ]
    assert (
        submit_action("period_close", actor="ada", reason="month end", action_id="close-1", account_id="acme", reference="2024-01-01")["status"]
        == "accepted"
    )
    assert ask("period_close", account_id="acme", reference="2024-01-01")[0] == "refused"
    assert (
        submit_action("period_close", actor="eve", reason="month end", action_id="close-1", account_id="acme", reference="2024-01-01")["status"]
        == "refused"
    )
    assert book.rows("select count(*) from raw.actions") == [(1,)]
    assert book.rows("select landed_count, rejected_count from raw.ingest_batches order by batch_id") == [(1, 0), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    ("account", "reference", "words"),
    [
        ("acme", "2024-03-01", "not ended"),
        ("acme", "2024-02-01", "earlier period"),
        ("acme", "2024-01-02", "no period"),
        ("acme", "soon", "start of the period"),
        ("acme", "2024-01-01T00:00:00", "start of the period"),
        ("nobody", "2024-01-01", "no period"),
        ("acme", None, "start of the period"),
        (None, "2024-01-01", "account"),
    ],
)
def test_a_period_close_that_cannot_be(book: TemporaryWarehouse, account: str, reference: str, words: str) -> None:
    status, reason = ask("period_close", account_id=account, reference=reference)
    assert status == "refused" and words in reason
    assert book.rows("select count(*) from raw.actions") == [(0,)]
    assert [row["reason_code"] for row in list_rejected()] == ["action_refused"]


def test_periods_close_in_order(book: TemporaryWarehouse) -> None:
    close(0, 1, "closed", book)
    assert "closed already" in ask("period_close", account_id="acme", reference="2023-12-31T23:00:00Z")[1]
    assert ask("period_close", account_id="acme", reference="2024-02-01T00:00:00+01:00")[0] == "accepted"
    close(0, 2, "reopened", book)
    assert "earlier period" in ask("period_close", account_id="acme", reference="2024-02-01")[1]
    assert ask("period_close", account_id="acme", reference="2024-01-01")[0] == "accepted"


def test_decisions_are_for_another_and_for_once(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    request_approval(tmp_path)
    assert "cannot decide" in ask("approve", reference="adj-1")[1]
    assert "no action" in ask("approve", actor="bob", reference="adj-2")[1]
    assert "needs no approval" in ask("reject", actor="bob", reference="void-1")[1]
    assert "needs the id" in ask("approve", actor="bob")[1]
    assert ask("approve", actor="bob", reference="adj-1")[0] == "accepted"
    assert "decided on before" in ask("reject", actor="eve", reference="adj-1")[1]
    assert warehouse.rows("select kind, actor from raw.actions where reference = 'adj-1'") == [("approve", "bob")]


def test_actions_that_cannot_be_are_refused_and_kept(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    assert ask("account_unpark", account_id="acme")[1] == "There is no account acme."
    (tmp_path / "accounts.csv").write_text("account_id,currency\nacme,EUR\n")
    ingest_records("accounts", [tmp_path / "accounts.csv"])
    with warehouse.connect() as connection:
        connection.execute("insert into current.parked_accounts values ('acme', 'amount_out_of_range', 'Too much.', 3, now())")
    assert ask("account_unpark", account_id="acme")[0] == "accepted"
    with warehouse.connect() as connection:
        connection.execute("delete from current.parked_accounts")
    assert ask("account_unpark", account_id="acme") == ("refused", "The account acme is not parked.")
    kept = list_rejected()[0]
    assert json.loads(show_rejected(kept["rejected_id"])["content"])["kind"] == "account_unpark"
    with pytest.raises(WrongUse, match="ask for it again"):
        redrive(kept["rejected_id"])


@pytest.mark.parametrize("given", [{"actor": " "}, {"reason": ""}, {"reference": "\x00"}, {"account_id": "\udc80"}])
def test_wrong_use_writes_nothing(warehouse: TemporaryWarehouse, given: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        ask("period_close", **given)
    with pytest.raises(WrongUse, match="approve, reject"):
        ask("dance")
    assert warehouse.rows("select count(*) from raw.ingest_batches") == [(0,)]


def test_an_action_that_is_no_record_is_refused(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    request_approval(tmp_path)
    status, reason = ask("approve", actor="bob", reference="adj-1", currency="euro")
    assert status == "refused" and "currency" in reason


def test_kinds_that_need_approval_are_kinds() -> None:
    allowed = next(column.allowed for column in find_kind("actions").columns if column.name == "kind")
    assert set(NEEDING_APPROVAL) < set(allowed) and len(allowed) == 26


def test_a_usage_batch_is_withdrawn_once_unless_that_was_rejected(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    event = {"event_kind": "quantity", "meter": "unit", "account_id": "acme", "quantity": "1", "occurred_at": "2024-01-01T00:00:00Z"}
    (tmp_path / "usage.jsonl").write_text(json.dumps(event) + "\n")
    ingest_usage([tmp_path / "usage.jsonl"])
    request_approval(tmp_path)
    for reference in (None, "one", "0", "01", "-1", "1.0", "1" * 19):
        assert "needs the number" in ask("batch_withdraw", reference=reference)[1]
    assert ask("batch_withdraw", reference="999")[1] == "There is no batch 999."
    records = warehouse.rows("select max(batch_id)::text from raw.ingest_batches where kind = 'records' and landed_count > 0")[0][0]
    assert "only usage" in ask("batch_withdraw", reference=records)[1]
    usage = warehouse.rows("select batch_id::text from raw.ingest_batches where kind = 'usage'")[0][0]
    assert ask("batch_withdraw", action_id="w-1", reference=usage) == (
        "accepted", "It takes effect in the next build after somebody else has approved it.",
    )  # fmt: skip
    assert "waits for a decision" in ask("batch_withdraw", reference=usage)[1]
    assert "cannot decide" in ask("approve", reference="w-1")[1]
    assert ask("reject", actor="bob", reference="w-1")[0] == "accepted"
    assert ask("batch_withdraw", action_id="w-2", reference=usage)[0] == "accepted"
    assert ask("approve", actor="bob", reference="w-2")[0] == "accepted"
    assert "withdrawn before" in ask("batch_withdraw", reference=usage)[1]


def test_documents_and_reopenings_are_checked_at_once(book: TemporaryWarehouse, tmp_path: Path) -> None:
    draft, issued = "00000000-0000-0000-0000-0000000000d1", "00000000-0000-0000-0000-0000000000e1"
    with book.connect() as connection:
        connection.execute(
            "insert into current.draft_invoices values (%s, 'acme', 'EUR', 1, 700, 0, 700, '2024-01-31T23:00Z', '2024-02-29T23:00Z')", (draft,)
        )
        connection.execute(
            "insert into book.invoices values (%s, 1, 'invoice', 'house', 'INV', 2024, 1, 'INV-2024-000001', 'acme', 'acme', null, 'EUR', 1,"
            " 500, 0, 500, 14, '', null, 'x', 'y', '2023-12-31T23:00Z', '2024-01-31T23:00Z', '2024-02-02Z', '2024-02-16Z')",
            (issued,),
        )
    close(0, 1, "closed", book)
    assert "not closed" in ask("invoice_issue", account_id="acme", reference="2024-02-01")[1]
    assert "was issued before: it is INV-2024-000001" in ask("invoice_issue", reference=issued)[1]
    assert "no document 2024-02-01 of the account other" in ask("invoice_issue", account_id="other", reference="2024-02-01")[1]
    assert "needs the document" in ask("invoice_void", account_id="acme")[1]
    assert "This is a draft" in ask("invoice_void", reference=draft)[1]
    assert "issued as INV-2024-000001" in ask("period_reopen", account_id="acme", reference="2024-01-01")[1]
    assert "not closed" in ask("period_reopen", account_id="acme", reference="2024-02-01")[1]
    credit = {"reference": "INV-2024-000001", "currency": "EUR"}
    assert "Only 500" in ask("credit_note", **credit, amount_minor="501")[1]
    assert ask("credit_note", action_id="c-1", **credit, amount_minor="499")[0] == "accepted"
    assert "Only 1 " in ask("credit_note", **credit, amount_minor="2")[1]
    (tmp_path / "accounts.csv").write_text("account_id,currency\nacme,EUR\n")
    ingest_records("accounts", [tmp_path / "accounts.csv"])
    refund = credit | {"account_id": "acme", "mode": "internal_credit", "amount_minor": "1"}
    assert "a credit_note gives back" in ask("refund_request", **refund)[1]
    assert "given back" in ask("invoice_void", reference=issued)[1]
    assert book.rows("select reference from raw.actions") == [(issued,)]
    close(1, 1, "closed", book)
    assert "later period" in ask("period_reopen", account_id="acme", reference="2024-01-01")[1]
    assert ask("invoice_issue", account_id="acme", reference="2024-02-01")[0] == "accepted"
    assert "to be issued before" in ask("invoice_issue", reference=draft)[1]


def book_money(number: int, amount_minor: int, warehouse: TemporaryWarehouse) -> None:
    with warehouse.connect() as connection:
        connection.execute(
            "insert into book.journal_entries (ledger_entry_id, build_number, entry_type, reference_type, reference_id, booked_at, actor)"
            " values (%s::uuid, 1, 'adjustment', 'action', '', now(), 'x')",
            (f"{number:032}",),
        )
        connection.execute(
            "insert into book.journal_legs values (%s::uuid, 1, 1, 'customer', 'acme', 'EUR', %s), (%s::uuid, 2, 1, 'adjustments', null, 'EUR', %s)",
            (f"{number:032}", amount_minor, f"{number:032}", -amount_minor),
        )


def test_a_debt_is_written_off_once_and_not_when_it_was_paid_meanwhile(book: TemporaryWarehouse, tmp_path: Path) -> None:
    """acme owes 5.00 and pays 2.00 before somebody approves that they are given up: 3.00 are, and no cent of them twice."""
    (tmp_path / "accounts.csv").write_text("account_id,currency\nacme,EUR\n")
    ingest_records("accounts", [tmp_path / "accounts.csv"])
    book_money(1, -500, book)
    debt = {"account_id": "acme", "currency": "EUR"}
    assert ask("write_off", action_id="w-1", **debt, amount_minor="500")[0] == "accepted"
    assert "owes 0" in ask("write_off", **debt, amount_minor="1")[1]
    book_money(2, 200, book)
    assert "Reject the action w-1" in ask("approve", actor="bob", reference="w-1")[1]
    assert ask("reject", actor="bob", reference="w-1")[0] == "accepted"
    assert "owes 300" in ask("write_off", **debt, amount_minor="301")[1]
    assert ask("write_off", action_id="w-2", **debt, amount_minor="300")[0] == "accepted"
    assert ask("approve", actor="bob", reference="w-2")[0] == "accepted"
