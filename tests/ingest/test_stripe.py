"""Stripe events into a warehouse: byte for byte, once per id, whatever the form of the file, and hostile bodies kept aside."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.reasons import BadRecord
from ingest.source_files import SourceFile
from ingest.stripe import ingest_stripe
from ingest.stripe_events import read_event, read_pieces
from tests.temporary_warehouse import TemporaryWarehouse

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "data" / "stripe_events" / "webhook_fixtures"


def event(event_id: str, **others: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "object": "event",
        "api_version": "2099-01-01.new",
        "created": 1700000000,
        "livemode": False,
        "type": "thing.happened",
        "pending_webhooks": 1,
        "data": {"object": {"id": "th_1", "object": "thing", "amount": 12.50, "text": "ü"}},
        **others,
    }


def land(path: Path, **options: bool) -> tuple[int, int, int, int]:
    report = ingest_stripe([path], **options)[0]
    return report.landed, report.duplicate, report.conflict, report.rejected


def rejected(warehouse: TemporaryWarehouse) -> list[tuple[str, int, bytes]]:
    rows = warehouse.rows("select reason_code, line_number, content from raw.rejected_records order by batch_id, line_number")
    return [(code, line, bytes(content)) for code, line, content in rows]


def test_real_bodies_land_byte_for_byte(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    if not FIXTURES.exists():
        pytest.skip("the Stripe bodies lie beside the project only where it is developed")
    files = sorted(FIXTURES.glob("*.json"))
    contents = {}
    for number, file in enumerate(files):
        body = file.read_bytes()
        given = json.loads(body)["id"]
        contents[f"evt_{number:03}"] = body.replace(f'"{given}"'.encode(), f'"evt_{number:03}"'.encode(), 1)
    paths = []
    for event_id, content in contents.items():
        paths.append(tmp_path / f"{event_id}.json")
        paths[-1].write_bytes(content)
    reports = ingest_stripe(paths)
    assert len(reports) == len(files) == 88
    assert sum(report.landed for report in reports) == 88
    landed = warehouse.rows("select event_id, content, content_sha256, body = convert_from(content, 'UTF8')::jsonb from raw.stripe_events")
    assert {row[0]: bytes(row[1]) for row in landed} == {event_id: content.strip() for event_id, content in contents.items()}
    assert all(bytes(row[2]) == hashlib.sha256(bytes(row[1])).digest() and row[3] for row in landed)
    assert [report.already_known for report in ingest_stripe(paths[:2])] == [True, True]
    assert land(paths[0], again=True) == (0, 1, 0, 0)


@pytest.mark.parametrize("form", ["event", "list", "array", "lines", "lines.gz", "indented list", "lines of lists"])
def test_every_form_of_file(form: str, tmp_path: Path) -> None:
    events = [event("evt_1")] if form == "event" else [event("evt_1"), event("evt_2", livemode=True)]
    listed = {"object": "list", "has_more": False, "data": events}
    text = {
        "event": json.dumps(events[0], indent=2),
        "list": json.dumps(listed),
        "array": json.dumps(events),
        "indented list": "\n" + json.dumps(listed, indent=4) + "\n",
        "lines": "\n".join(map(json.dumps, events)),
        "lines.gz": "\n\n".join(map(json.dumps, events)) + "\n",
        "lines of lists": json.dumps(listed) + "\r\n",
    }[form]
    path = tmp_path / "events.json"
    path.write_bytes(gzip.compress(text.encode()) if form == "lines.gz" else b"\xef\xbb\xbf" + text.encode())
    pieces = list(read_pieces(SourceFile(path.name, path)))
    assert [json.loads(piece.content) for piece in pieces] == events
    assert all(piece.content.decode() in text for piece in pieces)
    assert pieces[-1].line_number == text[: text.index('"evt_2"' if len(events) > 1 else '"evt_1"')].count("\n") + (
        0 if "indent" in form or form == "event" else 1
    )


def test_the_same_id_twice(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    reordered = dict(reversed(event("evt_1", pending_webhooks=0).items()))
    path.write_text("\n".join(map(json.dumps, [event("evt_1"), reordered, event("evt_1", type="other.thing"), event("evt_2", livemode=True)])))
    assert land(path) == (2, 1, 1, 0)
    assert [(code, line) for code, line, _ in rejected(warehouse)] == [("conflict", 3)]
    path.write_text(json.dumps(event("evt_2", livemode=False)))
    assert land(path) == (0, 0, 1, 0)
    columns = "event_id, is_live, event_type, api_version, object_type, object_id, created_at = to_timestamp(1700000000)"
    kept = warehouse.rows(f"select {columns} from raw.stripe_events order by 1")
    assert kept == [
        ("evt_1", False, "thing.happened", "2099-01-01.new", "thing", "th_1", True),
        ("evt_2", True, "thing.happened", "2099-01-01.new", "thing", "th_1", True),
    ]


def test_a_long_file_that_overlaps_what_is_there_lands_its_new_events_only(
    warehouse: TemporaryWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.stripe.EVENTS_AT_ONCE", 700)
    path = tmp_path / "long.jsonl"
    lines = [json.dumps(event(f"evt_{number}")) for number in range(3000)]
    path.write_text("\n".join(lines[:2000]))
    assert land(path) == (2000, 0, 0, 0)
    # All of the first events are known, then some of seven hundred, then none; one id comes back in another piece with another body.
    path.write_text("\n".join([*lines[1000:], "{", json.dumps(event("evt_2999", type="other.thing")), lines[2500]]))
    assert land(path) == (1000, 1001, 1, 1)
    assert [(code, line) for code, line, _ in rejected(warehouse)] == [("malformed_json", 2001), ("conflict", 2002)]
    assert warehouse.rows("select count(*), count(distinct event_id), min(batch_id), max(batch_id) from raw.stripe_events") == [(3000, 3000, 1, 2)]


def test_hostile_events_leave_their_neighbours_alone(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    good = json.dumps(event("evt_bad"))
    bad = [
        ('{"object": "event"', "malformed_json"),
        (good.replace("12.5", "NaN"), "invalid_number"),
        (good.replace("12.5", "1e400"), "number_out_of_range"),
        (good.replace("12.5", "9" * 5000), "number_out_of_range"),
        (good.replace('"type"', '"id"'), "duplicate_key"),
        (good.replace("\\u00fc", "\\u0000"), "nul_character"),
        (good.replace("\\u00fc", "\\ud800"), "lone_surrogate"),
        (good.replace('"thing"', "[" * 100 + "]" * 100), "too_deep"),
        (good.replace('"event"', '"customer"'), "not_an_event"),
        (good.replace('"evt_bad"', "7"), "not_an_event"),
        (good.replace('"created"', '"made"'), "not_an_event"),
        (good.replace("1700000000", "17.5"), "not_an_event"),
        (good.replace("1700000000", "99999999999"), "time_out_of_range"),
        ("5", "not_an_object"),
        ('"text"', "not_an_object"),
        (good.replace("\\u00fc", "\udcff"), "not_utf8"),
        (good.replace("\\u00fc", "x" * 6_000_000), "too_large"),
    ]
    contents = [text.encode("utf-8", "surrogateescape") for text, _ in bad]
    lines = [line for number, content in enumerate(contents) for line in (content, json.dumps(event(f"evt_{number}")).encode())]
    path = tmp_path / "hostile.jsonl"
    path.write_bytes(b"\r\n".join(lines))
    assert land(path) == (len(bad), 0, 0, len(bad))
    assert rejected(warehouse) == [(reason, 2 * number + 1, content) for number, (content, (_, reason)) in enumerate(zip(contents, bad, strict=True))]


def test_one_bad_event_of_a_list_leaves_the_others_alone(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(b'{"object": "list", "data": [%b, {"id": "\xff"}, {"id": NaN, "a": [1, "]"]}]}' % json.dumps(event("evt_1")).encode())
    assert land(path) == (1, 0, 0, 2)
    assert [(code, content) for code, _, content in rejected(warehouse)] == [
        ("not_utf8", b'{"id": "\xff"}'),
        ("invalid_number", b'{"id": NaN, "a": [1, "]"]}'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"object": "list", "data": [{} {}]}',
        '{"object": "list", "data": [], "data": [{}]}',
        '{\n  "id": "evt_1",\n  "object": "ev',
        "[" * 200_000,
        "not json\nat all",
    ],
)
def test_a_broken_document_stays_in_one_piece(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    pieces = list(read_pieces(SourceFile(path.name, path)))
    assert [piece.content for piece in pieces] == [text.encode()]
    with pytest.raises(BadRecord):
        read_event(pieces[0].content)


def test_a_cut_off_gzip_keeps_what_arrived(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(json.dumps(event(f"evt_{hashlib.sha256(bytes([number])).hexdigest()}")) for number in range(200)).encode())
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    landed, duplicate, conflict, bad = land(path)
    assert (duplicate, conflict, bad) == (0, 0, 1) and 10 < landed < 200
    assert rejected(warehouse)[0][0] == "truncated_file"


def test_no_message_repeats_what_an_event_holds(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    path = tmp_path / "secret.jsonl"
    secret = "pi_canary_secret_canary"
    texts = [f'{{"client_secret": "{secret}"', f'{{"object": "event", "id": "{secret}"}}', f'{{"{secret}": 1, "client_secret": NaN}}']
    path.write_text("\n".join(texts))
    assert land(path)[3] == 3
    assert not any(secret in row[0] for row in warehouse.rows("select message from raw.rejected_records"))
