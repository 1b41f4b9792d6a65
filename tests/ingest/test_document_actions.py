"""Actions on documents and debts: drafts are issued, documents cancelled, credited and given up, periods reopened. Checked at once, by the book."""

from __future__ import annotations

from pathlib import Path

from ingest.records import ingest_records
from tests.ingest.operators import ask, close
from tests.temporary_warehouse import TemporaryWarehouse


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
    for by in ({"reference": issued}, {"reference": "2024-01-01", "account_id": "acme"}):
        assert "was issued before: it is INV-2024-000001" in ask("invoice_issue", **by)[1]
    assert "no document 2024-01-01 of the account acme" in ask("invoice_void", account_id="acme", reference="2024-01-01")[1]
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


def test_an_issue_that_is_asked_for_again_after_its_build_changes_nothing(book: TemporaryWarehouse) -> None:
    issue = {"action_id": "i-1", "account_id": "acme", "reference": "2024-01-01"}
    draft = "00000000-0000-0000-0000-0000000000d1"
    with book.connect() as connection:
        connection.execute(
            "insert into current.draft_invoices values (%s, 'acme', 'EUR', 1, 700, 0, 700, '2023-12-31T23:00Z', '2024-01-31T23:00Z')", (draft,)
        )
    close(0, 1, "closed", book)
    assert ask("invoice_issue", **issue) == ("accepted", "It takes effect in the next build.")
    with book.connect() as connection:
        connection.execute("delete from current.draft_invoices")
        connection.execute(
            "insert into book.invoices values (%s, 1, 'invoice', 'house', 'INV', 2024, 1, 'INV-2024-000001', 'acme', 'acme', null, 'EUR', 1,"
            " 700, 0, 700, 14, '', null, 'x', 'y', '2023-12-31T23:00Z', '2024-01-31T23:00Z', '2024-02-02Z', '2024-02-16Z')",
            (draft,),
        )
    assert ask("invoice_issue", **issue)[1] == "This action was accepted before, and nothing was written."
    assert "belongs to another action" in ask("invoice_issue", **issue | {"account_id": None, "reference": draft})[1]


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
