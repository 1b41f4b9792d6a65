"""Issued documents as files: what was told once in a house, exported, and exported again after everything about it has changed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from reports.documents.evidence import content_hash
from reports.documents.export import FORMS, write_documents
from tallyhouse.explaining.chain import explain
from tests.closing.billing_house import BillingHouse
from tests.reports.document_house import CORRECTED, MOVED, SOLD, house_with_documents, measured
from tests.reports.en16931 import broken_rules
from tests.reports.read_page import Page
from tests.temporary_warehouse import Template, warehouse_in_environment
from warehouse.anchor import newest_anchor
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.migrate import MIGRATIONS

pytestmark = pytest.mark.slow

try:
    import weasyprint
except OSError:
    weasyprint = None
HERE = [form for form in FORMS if form != "pdf" or weasyprint]
WITHOUT = [
    {"invoice_number": "INV-2024-000001", "form": "xml", "reason": "the issuer house has no country"},
    {"invoice_number": "WLK-2024-000003", "form": "xml", "reason": "EN 16931 allows two decimals, and KWD has more"},
]


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        yield house_with_documents(fresh, tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def folder(house: BillingHouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All forms of all documents, as they were exported right after the issue."""
    out = tmp_path_factory.mktemp("exported")
    told = write_documents(out, HERE)
    assert told["without"] == WITHOUT
    assert len(told["documents"]) == 5
    return out


def evidence(folder: Path, number: str) -> dict:
    return json.loads((folder / f"{number}.json").read_text())


def records_named(folder: Path, number: str) -> set[str]:
    lines = evidence(folder, number)["lines"]
    return {record["event_id"] for line in lines for change in line["rated_lines"] for record in change["usage_records"]}


def test_the_evidence_goes_down_to_the_raw_records(folder: Path) -> None:
    """44 GPU-hours at 2.49; 100 units at 0.35; 1,000,000 tokens at 2.50 and 750,000 at 2.00 a million; 10% of the GPUs off; a fee."""
    acme = evidence(folder, "WLK-2024-000001")
    assert [(line["line_type"], line["quantity"], line["unit"], line["unit_price"], line["net"]) for line in acme["lines"]] == [
        ("usage", "158400", "GPU-second", "2.49", "109.56"),
        ("usage", "100", "unit", "0.35", "35.00"),
        ("usage", "1750000", "token", None, "4.00"),
        ("discount", "1", "charge", None, "-10.96"),
        ("fee", "1", "fee", "149", "149.00"),
    ]
    assert acme["totals"] == {"net": "286.60", "tax": "0.00", "total": "286.60"}
    gpus, units, tokens, *charges = acme["lines"]
    assert [{record["event_id"] for change in line["rated_lines"] for record in change["usage_records"]} for line in (gpus, units, tokens)] == [
        {"g1", "g2"},
        {"e9"},
        {"t1", "t2"},
    ]
    assert [len(line["rated_lines"]) for line in (gpus, units, tokens)] == [27, 1, 1]
    assert {change["amount_exact"] for change in gpus["rated_lines"]} == {"9.96", "19.92", "2.49"}
    assert [tokens["rated_lines"][0][name] for name in ("price_id", "pricing_model", "quantity", "amount_exact")] == [
        "tokens-eur", "graduated", "1750000", "4.00",
    ]  # fmt: skip
    files = {batch["batch_id"]: batch["file_name"] for batch in acme["batches"]}
    change = tokens["rated_lines"][0]
    assert [files[change[name]].split("-")[-1] for name in ("price_batch_id", "tier_batch_id")] == ["prices.csv", "price_tiers.csv"]
    assert files[change["usage_records"][0]["batch_id"]] == "measured.csv"
    assert [line["ledger_entries"][0]["amount"] for line in acme["lines"]] == ["-109.56", "-35.00", "-4.00", "10.96", "-149.00"]
    assert all(record["usage_records"] == [] for line in charges for record in line["rated_lines"])
    # The branch's document moves to acme, which pays it: two rows of one entry, in the order of the accounts.
    moved = evidence(folder, "WLK-2024-000002")["document_entries"]
    assert [(entry["entry_type"], entry["account_id"], entry["amount"]) for entry in moved] == [
        ("transfer", "acme", "-14.00"),
        ("transfer", "branch", "14.00"),
    ]
    assert acme["hashes"]["content_sha256"] == content_hash(acme)
    assert acme["hashes"]["seal_head"] == newest_anchor().head


def test_amounts_have_the_decimals_of_their_currency(folder: Path) -> None:
    """333 units at JPY 12.5 are 4,162.5, so 4,163; 7 units at KWD 0.125 are 0.875.

    20 units at 0.35 are 7.00, 528 + 528 + 24 hours at 1 are 1,080.00, 2 GiB for a day at 0.10 are 4.80, 1,000,000 tokens 2.50.
    """
    totals = {number: evidence(folder, number)["totals"]["total"] for number in ("WLK-ST-2024-000001", "WLK-2024-000003", "INV-2024-000001")}
    assert totals == {"WLK-ST-2024-000001": "4163", "WLK-2024-000003": "0.875", "INV-2024-000001": "1094.30"}


def test_every_e_invoice_passes_the_official_rules(folder: Path) -> None:
    written = sorted(folder.glob("*.xml"))
    assert [path.stem for path in written] == ["WLK-2024-000001", "WLK-2024-000002", "WLK-ST-2024-000001"]
    assert {path.stem: broken_rules(path.read_bytes()) for path in written} == {path.stem: [] for path in written}


def test_the_page_reads_without_a_network(folder: Path) -> None:
    text = (folder / "WLK-2024-000001.html").read_text()
    page = Page(text)
    assert page.addresses == page.links == page.event_attributes == []
    # The contact of a project is told about the project only.
    assert "billing@acme.example" in text and "tech@acme.example" not in text and "ap@acme.example" not in text
    assert "Müller &amp; Söhne &lt;Rechnen&gt; GmbH" in text
    assert page.tables[0].caption == "Lines, net amounts in EUR"
    assert page.tables[0].rows[0] == ["GPU Instances, gpu_hour, H100", "44 GPU-hour", "2.49", "109.56"]
    assert page.tables[0].rows[3][1:] == ["1 charge", "", "−10.96"]
    assert page.tables[-1].rows[-1] == ["Total", "EUR 286.60"]
    assert "WLK-2024-000001" in text and "PO-4711" in text and "DE89 3704 0044 0532 0130 00" in text
    # The branch's document goes to acme, which pays it.
    assert "branch, Branch" in (folder / "WLK-2024-000002.html").read_text()


@pytest.mark.skipif(weasyprint is None, reason="Pango is not installed: there is no PDF to read")
def test_the_pdf_is_tagged_and_says_what_the_page_says(folder: Path) -> None:
    pdf = pypdf.PdfReader(io.BytesIO((folder / "WLK-2024-000001.pdf").read_bytes()))
    said = " ".join(pdf.pages[0].extract_text().split())
    for words in ("Invoice WLK-2024-000001", "Müller & Söhne <Rechnen> GmbH", "EUR 286.60", "−10.96", "Page 1 of 1"):
        assert words in said
    assert pdf.metadata.title == "Invoice WLK-2024-000001"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_what_happens_later_leaves_an_issued_document_as_it_was(house: BillingHouse, folder: Path, tmp_path: Path) -> None:
    """The buyer moves, the seller changes its bank, a part is credited: the same bytes. A cancelled one says so.

    So they are when a record is replaced, its stop comes late, it repeats what comes late, its February has no price, and its original arrives.
    """
    assert records_named(folder, "INV-2024-000001") == {"e13", "s1", "s2", "s3", "v1", "t5"}
    house.records("accounts", MOVED)
    house.records("issuers", SOLD)
    measured(tmp_path, "corrected.csv", CORRECTED)
    house.accepted("credit_note", "--reference", "WLK-2024-000001", "--currency", "EUR", "--amount-minor", "1800")
    house.accepted("invoice_void", "--reference", "WLK-2024-000002")
    house.build("2024-02-20T06:00:00Z")
    told = write_documents(tmp_path / "again", HERE)
    assert told["without"] == WITHOUT
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    after = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    cancelled = {f"WLK-2024-000002.{form}" for form in HERE}
    assert {name for name, content in before.items() if after[name] != content} == cancelled
    assert b"Cancelled on 2024-02-20" in after["WLK-2024-000002.html"]
    assert broken_rules(after["WLK-2024-000002.xml"]) == []
    assert set(after) - set(before) == {f"WLKCN-2024-000001.{form}" for form in HERE}

    credit = json.loads(after["WLKCN-2024-000001.json"])
    assert credit["buyer"]["address_line"] == "Neuer Weg 9"
    assert credit["seller"]["iban"] == "DE02120300000000202051"
    assert credit["document"]["corrects"]["invoice_number"] == "WLK-2024-000001"
    assert credit["totals"]["total"] == "-18.00"
    assert [entry["amount"] for entry in credit["document_entries"]] == ["18.00"]
    xml = after["WLKCN-2024-000001.xml"].decode()
    assert broken_rules(xml.encode()) == []
    assert '<cbc:PayableAmount currencyID="EUR">18.00<' in xml
    assert "Credited to you" in after["WLKCN-2024-000001.html"].decode()


def test_what_was_replaced_before_the_migration_is_told_by_it_as_a_build_tells_it(house: BillingHouse) -> None:
    """t2 counted until build 4 took t3; t6 was replaced by t7 before it was there."""
    told = "select usage_record_id, build_number, account_id, meter, is_counted, ended_at"
    replaced = " where usage_record_id = (select event_key from raw.usage_events where event_id = 't2')"
    by_the_migration = next(MIGRATIONS.glob("*_usage_superseded.sql")).read_text().partition("ended_at)\n")[2].rstrip(";\n")
    by_the_build = house.warehouse.rows(f"{told} from control.usage_superseded{replaced}")
    assert [row[1:5] for row in by_the_build] == [(4, "acme", "token_input", True)]
    named = "(usage_record_id, build_number, account_id, meter, is_counted, ended_at)"
    assert house.warehouse.rows(f"{told} from ({by_the_migration}) as before {named}{replaced}") == by_the_build


def test_a_line_is_explained_by_a_record_that_waits_elsewhere(house: BillingHouse) -> None:
    """s2 has no price from 5 February on, and all of January is billed by it."""
    with connect("finance") as connection:
        record = explain(connection, "s2")
        line = explain(connection, str(record["rated_lines"][0]["rated_line_id"]))
    # 528 hours of January and 96 of February.
    assert ([found["reason"] for found in record["usage_records"]], record["counts"]["rated_lines"]) == (["no_price"], 624)
    assert [found["event_id"] for found in line["usage_records"]] == ["s2"]


def test_the_commands_write_what_is_asked_for_and_refuse_in_one_sentence(house: BillingHouse, tmp_path: Path) -> None:
    one = tmp_path / "one.xml"
    said = house.warehouse.run("export", "invoice", "WLK-2024-000001", "--out", one, "--json")
    assert said.output["documents"][0]["files"] == {"xml": str(one)}
    assert broken_rules(one.read_bytes()) == []
    told = write_documents(tmp_path, ["json"], account="acme", period="2024-01-01")
    assert [document["invoice_number"] for document in told["documents"]] == ["WLK-2024-000001", "WLK-2024-000002", "WLKCN-2024-000001"]
    refused = {
        "There is no document WLK-9": (tmp_path, {"name": "WLK-9"}),
        "6 documents are meant": (tmp_path / "all.pdf", {}),
        "KWD has more": (tmp_path / "dinars.xml", {"name": "WLK-2024-000003"}),
    }
    for sentence, (out, meant) in refused.items():
        with pytest.raises(WrongUse, match=sentence):
            write_documents(out, HERE, **meant)
    assert house.warehouse.run("export", "invoice").exit_code == 2


def test_the_release_evidence_holds_builds_gates_and_seals(house: BillingHouse, tmp_path: Path) -> None:
    said = house.warehouse.run("export", "evidence", "--out", tmp_path / "evidence.json", "--json").output
    again = house.warehouse.run("export", "evidence", "--out", tmp_path / "again.json", "--json").output
    assert (tmp_path / "evidence.json").read_bytes() == (tmp_path / "again.json").read_bytes()
    found = json.loads((tmp_path / "evidence.json").read_text())
    assert said["seal_head"] == again["seal_head"] == found["seal_head"] == newest_anchor().head
    assert [build["status"] for build in found["builds"]] == ["published"] * 4
    assert {gate["status"] for build in found["builds"] for gate in build["gates"]} == {"pass"}
    assert sum(len(build["gates"]) for build in found["builds"]) == said["gates"] > 100
    heads = [build["seal_head"] for build in found["builds"]]
    assert [build["previous_seal_head"] for build in found["builds"]] == ["0" * 64, *heads[:-1]]
    assert found["builds"][2]["seals"]["invoices"]["row_count"] == 5
    assert {check["status"] for check in found["builds"][3]["reconciliation"]} <= {"matched", "unmatched"}
