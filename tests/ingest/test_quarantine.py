"""Quarantine: what was rejected can be looked at, corrected and sent in again, once, and the old record points to its successor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.quarantine import list_rejected, redrive, show_rejected
from ingest.records import ingest_records
from ingest.stripe import ingest_stripe
from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse


def reject_one(kind: str, text: bytes, path: Path) -> str:
    path.write_bytes(text)
    report = ingest_stripe([path])[0] if kind == "stripe" else ingest_records(kind, [path])[0]
    assert report.rejected == 1
    return str(list_rejected(1)[0]["rejected_id"])


def test_a_corrected_csv_record_lands_once(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rejected_id = reject_one("accounts", b"\xef\xbb\xbfaccount_id,currency,name\r\na,EUR,good\r\nb,eur,bad\r\n", tmp_path / "accounts.csv")
    listed = list_rejected(10)[0]
    assert (listed["file_name"], listed["line_number"], listed["reason_code"], listed["redriven_in_batch"]) == (
        "accounts.csv",
        3,
        "unknown_currency",
        None,
    )
    shown = show_rejected(rejected_id)
    assert (shown["header"], shown["content"], shown["content_is_hex"]) == ("account_id,currency,name", "b,eur,bad", False)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text("b,EUR,corrected\n")
    report = redrive(rejected_id, corrected)
    assert (report.landed, report.rejected) == (1, 0)
    assert warehouse.rows("select name from raw.accounts where account_id = 'b'") == [("corrected",)]
    again = redrive(rejected_id, corrected)
    assert again.already_known and again.batch_id == report.batch_id and "redriven before" in again.message
    assert list_rejected(10)[0]["redriven_in_batch"] == report.batch_id
    assert warehouse.rows("select count(*) from raw.ingest_batches") == [(2,)]


@pytest.mark.parametrize(
    "text", ["account_id,currency,name\nb,EUR,x\n", "account_id,currency,city\nb,EUR,x\n", '{"account_id": "b", "currency": "EUR"}']
)
def test_a_correction_may_bring_its_own_header_or_be_json(warehouse: TemporaryWarehouse, tmp_path: Path, text: str) -> None:
    rejected_id = reject_one("accounts", b"account_id,currency,name\nb,eur,bad\n", tmp_path / "accounts.csv")
    (tmp_path / "corrected").write_text(text)
    assert redrive(rejected_id, tmp_path / "corrected").landed == 1
    assert warehouse.rows("select account_id, currency from raw.accounts") == [("b", "EUR")]


def test_a_record_that_is_rejected_again_leaves_a_new_one(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rejected_id = reject_one("issuers", b'{"issuer_id": "i", "country": "de"}\n', tmp_path / "issuers.jsonl")
    report = redrive(rejected_id)
    assert (report.landed, report.rejected) == (0, 1)
    old, new = (next(row for row in list_rejected() if (row["rejected_id"] == rejected_id) is is_old) for is_old in (True, False))
    assert old["redriven_in_batch"] == new["batch_id"] == report.batch_id
    assert new["redriven_in_batch"] is None and new["reason_code"] == old["reason_code"] == "invalid_country"


def test_a_stripe_event_is_redriven(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    event = {"object": "event", "id": "evt_1", "type": "charge.succeeded", "created": "soon", "data": {"object": {"id": "ch_1"}}}
    rejected_id = reject_one("stripe", json.dumps(event).encode(), tmp_path / "event.json")
    (tmp_path / "corrected.json").write_text(json.dumps(event | {"created": 1700000000}, indent=1))
    assert redrive(rejected_id, tmp_path / "corrected.json").landed == 1
    assert warehouse.rows("select event_id from raw.stripe_events") == [("evt_1",)]


def test_an_object_that_is_redriven_is_the_state_of_the_day_its_file_came(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    payout = {"object": "payout", "id": "po_1", "amount": 1e0, "currency": "usd", "status": "paid", "arrival_date": float("nan")}
    rejected_id = reject_one("stripe", json.dumps(payout).encode(), tmp_path / "payout.json")
    (tmp_path / "corrected.json").write_text(json.dumps(payout | {"arrival_date": 1700000000}))
    assert redrive(rejected_id, tmp_path / "corrected.json").landed == 1
    landed = "select events.created_at = date_trunc('second', batches.received_at) from raw.stripe_events as events, raw.ingest_batches as batches"
    assert warehouse.rows(f"{landed} where batches.file_name = 'payout.json'") == [(True,)]


def test_a_csv_record_that_begins_with_a_brace_is_no_json(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rejected_id = reject_one("accounts", b"account_id,currency\n{3F25},EUR\n".replace(b"EUR", b"eur"), tmp_path / "braces.csv")
    (tmp_path / "corrected").write_text("{3F25},EUR\n")
    assert redrive(rejected_id, tmp_path / "corrected").landed == 1
    assert warehouse.rows("select account_id from raw.accounts") == [("{3F25}",)]


def test_a_secret_of_an_adapter_is_asked_for_again(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    """Its hash stands in the database: hashes of addresses made with that would be readable by trying."""
    log = (Path(__file__).parent / "adapter_examples" / "managed_ingress.csv").read_bytes().splitlines()
    (tmp_path / "log.csv").write_bytes(b"\n".join([log[0], log[1], b'"' + log[2]]) + b"\n")
    salt = {"salt": "0123456789abcdef-example"}
    assert ingest_usage([tmp_path / "log.csv"], "managed_ingress", salt)[0].rejected == 1
    rejected_id = str(list_rejected(1)[0]["rejected_id"])
    (tmp_path / "corrected.csv").write_bytes(log[0] + b"\n" + log[2] + b"\n")
    with pytest.raises(WrongUse, match="were not kept"):
        redrive(rejected_id, parameters=salt)
    with pytest.raises(WrongUse, match="--param salt="):
        redrive(rejected_id, tmp_path / "corrected.csv")
    assert redrive(rejected_id, tmp_path / "corrected.csv", salt).landed == 2
    clients = "select count(distinct attributes -> 'clients') from raw.usage_events where account_id = 'acme'"
    assert warehouse.rows(clients) == [(1,)]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_usage_record_is_redriven(warehouse: TemporaryWarehouse, tmp_path: Path, form: str) -> None:
    good = {"event_id": "u1", "source": "s", "event_kind": "quantity", "meter": "token_input", "account_id": "a", "quantity": "5"}
    good |= {"occurred_at": "2024-01-01T00:00:00Z"}
    rows = [good, good | {"event_id": "u2", "occurred_at": "2024-01-01"}]
    lines = [",".join(good), *(",".join(row.values()) for row in rows)] if form == "csv" else list(map(json.dumps, rows))
    path = tmp_path / f"usage.{form}"
    path.write_text("\n".join(lines) + "\n")
    assert [report.rejected for report in ingest_usage([path])] == [1]
    rejected_id = str(list_rejected(1)[0]["rejected_id"])
    path.write_text(lines[-1].replace("2024-01-01", "2024-01-02T00:00:00Z"))
    assert redrive(rejected_id, path).landed == 1
    assert redrive(rejected_id, path).already_known
    assert warehouse.rows("select event_id from raw.usage_events order by 1") == [("u1",), ("u2",)]


def test_bytes_that_are_no_text_are_shown_in_hex(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rejected_id = reject_one("issuers", b"issuer_id\n\xff\x00\n", tmp_path / "bytes.csv")
    shown = show_rejected(rejected_id)
    assert (shown["content"], shown["content_is_hex"], shown["content_bytes"]) == ("ff00", True, 2)
    json.dumps(shown)


def test_tiers_are_redriven_together(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    rejected_id = reject_one("price_tiers", b"price_id,tier_no,up_to,unit_price\np,1,x,1\n", tmp_path / "tiers.csv")
    with pytest.raises(WrongUse, match="all tiers"):
        redrive(rejected_id)
    (tmp_path / "corrected.csv").write_text("p,1,10,1\np,2,,2\n")
    assert redrive(rejected_id, tmp_path / "corrected.csv").landed == 2


@pytest.mark.parametrize("wrong", ["nonsense", "00000000-0000-0000-0000-000000000000", "'; drop table raw.redrives --"])
def test_an_unknown_id_is_said_in_one_sentence(warehouse: TemporaryWarehouse, wrong: str) -> None:
    for call in (show_rejected, redrive):
        with pytest.raises(WrongUse, match="quarantine list"):
            call(wrong)
