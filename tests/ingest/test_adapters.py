"""The adapters of the sources of a GPU cloud: each committed example lands as exactly the committed rows, and what is odd is kept with a reason."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.usage import ingest_usage
from ingest.usage.adapters import shipped_adapters
from ingest.usage.events import COLUMNS
from tests.ingest.usage_files import counts, write
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.errors import WrongUse

EXAMPLES = Path(__file__).parent / "adapter_examples"
SALT = {"salt": "0123456789abcdef-example"}
PARAMETERS = {"managed_ingress": SALT}
# Lines of the example, what lands, and the reasons of what does not; lines that are left out are the rest.
EXPECTED = {
    "gpu_allocations": (10, 4, {"value_not_allowed": 2, "missing_value": 1, "time_without_offset": 1, "malformed_json": 1}),
    "app_runtimes": (5, 4, {"missing_value": 2, "value_not_allowed": 1}),
    "managed_storage": (8, 4, {"too_many_decimals": 1, "negative_quantity": 1, "invalid_number": 1, "malformed_csv": 1}),
    "network_counters": (6, 4, {"missing_value": 1, "value_not_allowed": 1}),
    "managed_ingress": (12, 8, {"value_not_allowed": 4, "missing_value": 1, "malformed_csv": 1}),
    "token_usage": (
        8,
        7,
        {"negative_quantity": 1, "invalid_number": 1, "missing_value": 3, "value_not_allowed": 2, "duplicate_key": 1, "not_an_object": 1},
    ),
    "scheduler_jobs": (11, 3, {"missing_value": 1, "ends_before_start": 1, "value_not_allowed": 2, "time_without_offset": 1}),
}


def example(adapter: str) -> Path:
    [path] = [path for path in EXAMPLES.glob(f"{adapter}.*") if not path.name.endswith(".expected.csv")]
    return path


def landed_rows(warehouse: TemporaryWarehouse, batch_id: int) -> list[list[str]]:
    """Canonical columns as text, times in UTC, in the order of their ids."""
    times = {name: f"to_char({name} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')" for name in ("occurred_at", "ended_at")}
    columns = ", ".join(f"coalesce({times.get(name, 'trim_scale(quantity)' if name == 'quantity' else name)}::text, '')" for name in COLUMNS)
    rows = warehouse.rows(f'select {columns} from raw.usage_events where batch_id = %s order by event_id collate "C"', (batch_id,))
    return [list(row) for row in rows]


def test_every_shipped_adapter_of_a_source_has_an_example() -> None:
    traces = {"azure_llm", "alibaba_gpu_v2023"}
    assert set(shipped_adapters()) - traces == set(EXPECTED)


@pytest.mark.parametrize("adapter", EXPECTED)
def test_an_example_lands_as_its_expected_rows(shared_warehouse: TemporaryWarehouse, adapter: str) -> None:
    lines, landed, reasons = EXPECTED[adapter]
    report = ingest_usage([example(adapter)], adapter, PARAMETERS.get(adapter))[0]
    found = shared_warehouse.rows("select reason_code from raw.rejected_records where batch_id = %s", (report.batch_id,))
    assert dict(Counter(code for (code,) in found)) == reasons
    assert counts(report) == {"landed": landed, "rejected": sum(reasons.values())}
    assert report.rows_in_file == lines
    with (EXAMPLES / f"{adapter}.expected.csv").open(newline="") as file:
        expected = list(csv.reader(file))
    assert [list(COLUMNS), *landed_rows(shared_warehouse, report.batch_id)] == expected


@pytest.mark.parametrize("adapter", [name for name in EXPECTED if name != "managed_ingress"])
def test_an_export_that_overlaps_lands_nothing_twice(warehouse: TemporaryWarehouse, tmp_path: Path, adapter: str) -> None:
    first = ingest_usage([example(adapter)], adapter)[0]
    longer = write(tmp_path / f"later{example(adapter).suffix}", example(adapter).read_bytes() + b"\n")
    again = ingest_usage([longer], adapter)[0]
    assert (again.landed, again.duplicate, again.conflict) == (0, first.landed, 0)


def test_requests_of_an_access_log_are_conserved(warehouse: TemporaryWarehouse) -> None:
    """Every line is in an event's source rows or in quarantine, and the events hold what the lines add up to."""
    report = ingest_usage([example("managed_ingress")], "managed_ingress", SALT)[0]
    sums = "select meter, sum((attributes ->> 'source_rows')::bigint), sum((attributes ->> 'source_total')::numeric), sum(quantity)"
    assert warehouse.rows(f"{sums} from raw.usage_events group by meter order by meter") == [
        ("ingress_byte", 6, 9007199254743034, 9007199254743034),
        ("ingress_request", 6, 6, 6),
    ]
    assert report.rows_in_file == 6 + report.rejected


def test_a_longer_log_of_the_same_name_bills_nothing_twice(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    content = example("managed_ingress").read_bytes()
    first = ingest_usage([example("managed_ingress")], "managed_ingress", SALT)[0]
    longer = write(tmp_path / example("managed_ingress").name, content + b"2026-09-01T11:20:00Z,acme,vision,chat,api-bearer,9,203.0.113.9\n")
    again = ingest_usage([longer], "managed_ingress", SALT)[0]
    # The slice that grew is set aside in both meters; the other six events and nothing else are here already.
    assert (first.landed, again.landed, again.duplicate, again.conflict) == (8, 0, 6, 2)


def test_slices_can_be_shorter_than_an_hour(warehouse: TemporaryWarehouse) -> None:
    ingest_usage([example("managed_ingress")], "managed_ingress", SALT | {"minutes": "15"})
    found = warehouse.rows(
        "select to_char(occurred_at at time zone 'UTC', 'HH24:MI'), quantity::int from raw.usage_events"
        " where meter = 'ingress_request' and resource_type = 'api_bearer' order by 1"
    )
    assert found == [("10:00", 1), ("10:15", 1), ("10:45", 1), ("11:00", 1)]
    with pytest.raises(WrongUse, match="minutes must be"):
        ingest_usage([example("managed_ingress")], "managed_ingress", SALT | {"minutes": "7"}, again=True)


def test_no_client_address_is_anywhere_in_the_database(warehouse: TemporaryWarehouse) -> None:
    content = example("managed_ingress").read_text()
    addresses = set(re.findall(r"\d+\.\d+\.\d+\.\d+|2001:db8:[0-9a-f:]+", content))
    assert len(addresses) == 12
    ingest_usage([example("managed_ingress")], "managed_ingress", SALT)
    tables = warehouse.rows(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    )
    everything = []
    for (table,) in tables:
        for (row,) in warehouse.rows(f"select to_jsonb(kept)::text from {table} as kept"):
            # Bytes are shown in hexadecimal.
            everything += [row, *(bytes.fromhex(digits).decode("utf-8", "replace") for digits in re.findall(r"\\\\x([0-9a-f]+)", row))]
    assert any("request of an unknown kind: cookie" in text for text in everything)
    assert [address for address in sorted(addresses | set(SALT.values())) if any(address in text for text in everything)] == []


def test_a_salt_is_asked_for_and_must_not_be_guessed() -> None:
    with pytest.raises(WrongUse, match="--param salt="):
        ingest_usage([example("managed_ingress")], "managed_ingress")
    with pytest.raises(WrongUse, match="at least 16 characters"):
        ingest_usage([example("managed_ingress")], "managed_ingress", {"salt": "pepper"})


def test_a_price_in_a_json_file_keeps_its_eighteen_decimals(warehouse: TemporaryWarehouse) -> None:
    ingest_usage([example("gpu_allocations")], "gpu_allocations")
    assert warehouse.rows("select distinct pricing_snapshot ->> 'unit_price' from raw.usage_events where resource_id = 'al-1'") == [
        ("2.123456789012345678",)
    ]
