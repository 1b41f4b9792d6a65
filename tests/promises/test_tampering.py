"""Promise 21: what a superuser changes, adds or takes away is located by verify down to the row; the format is the documented one.

What does not belong here: the tail that is cut off, which the anchor notices (``tests/reports/test_exports``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.closing.billing_house import BillingHouse
from tests.temporary_warehouse import Template, warehouse_in_environment
from warehouse.build.seal import SEALED, next_head
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

pytestmark = pytest.mark.slow
FORMAT = PROJECT_ROOT / "docs" / "hash_chain.md"
# Table -> a change of one row that no rule of the book but the chain has to notice.
CHANGES = {
    "invoice_lines": "description = description || ' '",
    "invoice_taxes": "reason = coalesce(reason, '') || '.'",
    "invoices": "issued_at = issued_at - interval '1 microsecond'",
    "journal_entries": "reason = coalesce(reason, '') || '.'",
    "journal_legs": "ledger_account = upper(ledger_account)",
    "outbox_events": "event_type = event_type || '_'",
    "period_closings": "reason = 'policy'",
    "periods": "billing_timezone = 'Etc/UTC'",
    "posting_groups": "price_scope = 'x'",
    "rated_lines": "price_id = 'other'",
}


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """January is closed and its document issued in the third of four builds; February has a payment and late usage."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        told = BillingHouse(fresh, tmp_path_factory.mktemp("tampering"))
        told.records("accounts", "account_id,currency\nacme,USD\nbolt,USD\n")
        told.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n")
        told.usage(*((account, f"2024-01-{day:02}T10:00:00Z", day) for account in ("acme", "bolt") for day in range(1, 8)))
        told.build("2024-02-01T12:00:00Z")
        told.close("acme", "2024-01-01")
        told.build("2024-02-02T00:00:00Z")
        told.accepted("invoice_issue", "--account", "acme", "--reference", "2024-01-01")
        told.build("2024-02-03T00:00:00Z")
        told.usage(("acme", "2024-01-20T10:00:00Z", 5), ("bolt", "2024-02-02T10:00:00Z", 1))
        told.payment("acme", 2800, 1706950000)
        told.build("2024-02-05T00:00:00Z")
        yield told


def as_superuser(house: BillingHouse, *statements: str) -> None:
    with house.warehouse.connect() as connection:
        connection.execute("set session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def a_row(house: BillingHouse, table: str) -> tuple[str, str]:
    """(condition that finds the row, its name in a sentence) of a row in the middle of those of the build that added most."""
    key = SEALED[table].split(", ")
    rows = house.warehouse.rows(
        f"select {', '.join(f'{column}::text' for column in key)} from book.{table} where build_number ="
        f" (select build_number from book.{table} group by build_number order by count(*) desc, 1 limit 1) order by {SEALED[table]}"
    )
    row = rows[len(rows) // 2]
    pairs = list(zip(key, row, strict=True))
    condition = " and ".join(f"{column}::text = '{value}'" for column, value in pairs)
    return condition, ", ".join(f"{column} {value}" for column, value in pairs)


def test_a_changed_row_is_named_in_each_table_and_put_back_it_is_whole(house: BillingHouse) -> None:
    filled = {table for table in SEALED if house.warehouse.rows(f"select from book.{table} limit 1")}
    assert filled == set(CHANGES), "tell what is changed in a table that has rows"
    for table, change in CHANGES.items():
        condition, name = a_row(house, table)
        as_superuser(
            house,
            f"alter table book.{table} disable trigger all",
            f"create table public.kept as select * from book.{table} where {condition}",
            f"update book.{table} set {change} where {condition}",
        )
        problem = verify_book().first_problem
        assert problem and f"book.{table} {name} is not as it was sealed" in problem, (table, problem)
        as_superuser(house, f"delete from book.{table} where {condition}")
        problem = verify_book().first_problem
        assert problem and f"added to book.{table} " in problem and "gone" in problem, (table, problem)
        as_superuser(house, f"insert into book.{table} select * from public.kept", "drop table public.kept")
        assert verify_book().ok, (table, verify_book())


def test_a_row_taken_away_or_added_is_told_by_its_place(house: BillingHouse) -> None:
    """Outbox events are referred to by nothing, so that only the chain can tell."""
    build = house.warehouse.rows("select build_number from book.outbox_events group by 1 order by count(*) desc limit 1")[0][0]
    ids = [row[0] for row in house.warehouse.rows("select outbox_event_id from book.outbox_events where build_number = %s order by 1", (build,))]
    copy = "alter table book.outbox_events disable trigger all; create table public.kept as select * from book.outbox_events"
    restore = ("delete from book.outbox_events", "insert into book.outbox_events select * from public.kept", "drop table public.kept")
    as_superuser(house, copy, f"delete from book.outbox_events where outbox_event_id = '{ids[-1]}'")
    assert f"the last of the rows that build {build} added to book.outbox_events is gone" in (verify_book().first_problem or "")
    as_superuser(
        house,
        "insert into book.outbox_events select * from public.kept on conflict do nothing",
        f"create table public.more as select * from book.outbox_events where outbox_event_id = '{ids[-1]}'",
        "update public.more set outbox_event_id = '00000000-0000-0000-0000-000000000001', subject_id = 'another'",
        "insert into book.outbox_events select * from public.more",
        "drop table public.more",
    )
    problem = verify_book().first_problem or ""
    assert "outbox_event_id 00000000-0000-0000-0000-000000000001 is not among those it sealed" in problem
    as_superuser(house, *restore)
    assert verify_book().ok


def test_the_chain_can_be_computed_from_the_printed_rows_alone(house: BillingHouse) -> None:
    head, heads = bytes(32), house.warehouse.rows("select build_number, head from control.seal_heads order by 1")
    for build, kept in heads:
        fields = [str(build)]
        for table, key in sorted(SEALED.items()):
            with house.warehouse.connect() as connection:
                connection.execute("set timezone = 'UTC'")
                columns = [column.name for column in connection.execute(f"select * from book.{table} limit 0").description]
                printed = ", ".join(f'"{column}"::text' for column in columns)
                rows = connection.execute(f"select {printed} from book.{table} where build_number = {build} order by {key}").fetchall()
            if rows:
                fields += [table, str(len(rows)), sha256(b"".join(bytes.fromhex(sha256(text_of(row))) for row in rows))]
        head = bytes.fromhex(sha256(head + text_of(fields)))
        assert head == bytes(kept), build
    assert verify_book().head == head.hex() and len(heads) == 4


def test_the_documented_example_is_what_python_and_the_book_compute(house: BillingHouse) -> None:
    rows = [["7", None, "ü€", "", "2024-02-29 23:00:00+00"], ["8", "1:7-", "-3.140000000000", "x", "2024-03-01 00:00:00.000001+00"]]
    hashes = [sha256(text_of(row)) for row in rows]
    seal = sha256(b"".join(map(bytes.fromhex, hashes)))
    with house.warehouse.connect() as connection:
        first = next_head(connection, bytes(32), 4, {"invoices": (2, bytes.fromhex(seal))})
        second = next_head(connection, first, 9, {})
    documented = re.findall(r"`([0-9a-f]{64})`", Path(FORMAT).read_text("utf-8"))
    assert documented == [*hashes, seal, first.hex(), second.hex()]


def text_of(fields: list[str | None] | tuple[str | None, ...]) -> bytes:
    return "".join("-" if field is None else f"{len(field)}:{field}" for field in fields).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
