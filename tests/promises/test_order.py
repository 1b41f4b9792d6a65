"""Any order, any duplicates, any split into batches, with builds between, come to the same truth; and so does a rebuild."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest

from ingest.stripe import ingest_stripe
from tests.promises.small_month import AS_OF, land_everything, land_records, land_usage, stripe_events, usage_events, write_lines
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.build import run_build
from warehouse.connection import connect
from warehouse.up import bring_up
from warehouse.verify import verify_book

MOMENTS = ["2026-03-10T12:30:00Z", "2026-03-20T00:00:00Z", "2026-04-01T06:00:00Z"]


def build(as_of: str = AS_OF):
    report = run_build(as_of=datetime.fromisoformat(as_of))
    assert report.status in ("published", "nothing_new"), report.to_dict()
    return report


@pytest.fixture(scope="module")
def expected(template: Template, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The truth of everything landed in one go and built once."""
    with template.copy() as warehouse, warehouse_in_environment(warehouse.settings):
        land_everything(warehouse, tmp_path_factory.mktemp("expected"))
        build()
        assert verify_book().ok, verify_book()
        return truth(warehouse)


@pytest.mark.slow
@pytest.mark.compiled_plan
@pytest.mark.parametrize(("batches", "seed"), [(1, 3), (2, 5), (5, 7)])
def test_order_duplicates_and_batches_do_not_matter(
    expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path, batches: int, seed: int
) -> None:
    dice = random.Random(seed)
    events = usage_events()
    shuffled = events + dice.sample(events, k=len(events) * 3 // 10)
    dice.shuffle(shuffled)
    provider = stripe_events() * 2
    dice.shuffle(provider)
    if seed % 2:
        land_records(warehouse, tmp_path)
    for number in range(batches):
        land_usage(tmp_path, f"part-{number}.jsonl", shuffled[number::batches])
        ingest_stripe([write_lines(tmp_path, f"stripe-{number}.jsonl", [*provider[number::batches], provider[0]])], again=True)
        if number < batches - 1:
            build(MOMENTS[min(number, len(MOMENTS) - 1)])
    build()
    assert truth(warehouse) == expected
    assert verify_book().ok, verify_book()


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_records_may_come_last(expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_usage(tmp_path, "usage.jsonl", usage_events())
    ingest_stripe([write_lines(tmp_path, "stripe.jsonl", stripe_events())])
    build("2026-03-28T00:00:00Z")
    assert warehouse.rows("select count(*) from book.rated_lines") == [(0,)]
    land_records(warehouse, tmp_path)
    build()
    assert truth(warehouse) == expected


@pytest.mark.slow
def test_a_second_build_writes_nothing_and_a_lost_rules_schema_mends_itself(
    expected: list[str], warehouse: TemporaryWarehouse, tmp_path: Path
) -> None:
    land_everything(warehouse, tmp_path)
    build()
    before = book_counts(warehouse)
    raw_before = warehouse.rows("select count(*) from raw.usage_events"), warehouse.rows("select count(*) from raw.ingest_batches")
    assert build().status == "nothing_new"
    assert book_counts(warehouse) == before | {"publications": before["publications"] + 1}
    assert (warehouse.rows("select count(*) from raw.usage_events"), warehouse.rows("select count(*) from raw.ingest_batches")) == raw_before
    with connect("admin", autocommit=True) as admin:
        admin.execute("drop schema rules cascade")
    bring_up()
    assert build().status == "nothing_new"
    assert truth(warehouse) == expected
