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
from tests.ingest.operators import ask, close
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse


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


def test_what_an_option_leaves_empty_is_nothing(book: TemporaryWarehouse, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,currency\nacme,EUR\n")
    ingest_records("accounts", [tmp_path / "accounts.csv"])
    link = {"action_id": "l-1", "account_id": "acme", "reference": " cus_1 ", "correlation_id": "", "currency": ""}
    assert ask("link_customer", **link)[0] == "accepted"
    assert ask("link_customer", **link) == ("accepted", "This action was accepted before, and nothing was written.")
    assert book.rows("select reference, correlation_id from raw.actions") == [("cus_1", None)]
    refund = {"account_id": "acme", "currency": "EUR", "amount_minor": "500", "reference": "pi_1"}
    assert "needs a mode" in ask("refund_request", **refund, mode="")[1]
    action = refund | {"action_id": "r-1", "kind": "refund_request", "actor": "a", "reason": "b", "requested_at": datetime.now(UTC).isoformat()}
    (tmp_path / "actions.jsonl").write_text(json.dumps(action))
    assert ingest_records("actions", [tmp_path / "actions.jsonl"])[0].rejected == 1
    assert list_rejected(1)[0]["message"].startswith("mode is empty")


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
