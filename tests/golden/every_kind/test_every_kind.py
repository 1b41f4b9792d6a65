"""A month of every kind of event, aggregation, price and charge comes to what was worked out by hand, in one go and in shuffled parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.usage import ingest_usage
from tests.golden.every_kind.month import EXPORTS, build, differences, land_records, land_usage, usage_parts
from tests.promises.charged_house import CATALOGUE, House
from tests.promises.truth import book_counts, truth
from tests.temporary_warehouse import Finished, Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

UNEXPLAINED = """select rated_line_id::text, pricing_model, amount_before, amount_after, amount_exact from billing.rated_usage_arithmetic
    where (amount_after - amount_before + coalesce(single_events_minor, 0)) is distinct from amount_exact
        or (single_events_minor is not null) <> (price_id = 'event-fee')"""


@pytest.fixture(scope="module")
def month(template: Template) -> Iterator[TemporaryWarehouse]:
    """The month in one go: look, and change nothing that was landed."""
    with template.copy(is_lasting=True) as made:
        with warehouse_in_environment(made.settings):
            land_records()
            land_usage()
            assert build() == "published"
        yield made


def line_of(warehouse: TemporaryWarehouse, condition: str) -> str:
    """The last line, in time, that fulfils a condition."""
    return str(
        warehouse.rows(f"select rated_line_id from billing.rated_usage where {condition} order by window_start desc limit 1", role="finance")[0][0]
    )


def explained(warehouse: TemporaryWarehouse, identifier: object, *words: str) -> Finished:
    return warehouse.run("explain", identifier, *words)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_the_month_comes_to_what_was_worked_out_by_hand(month: TemporaryWarehouse, name: str) -> None:
    assert differences(month, name) == ([], [])


@pytest.mark.slow
def test_every_line_is_the_difference_of_two_amounts(month: TemporaryWarehouse) -> None:
    assert month.rows(UNEXPLAINED, role="finance") == []
    metered = "select count(*) from billing.rated_usage where line_type = 'usage'"
    assert month.rows("select count(*) from billing.rated_usage_arithmetic where steps is not null", role="finance") == month.rows(metered)


# What was received, rated, posted and drafted, counted and summed on both sides of each step.
CONSERVED = {
    "every record is in one state": """
        select (select count(*) from raw.usage_events inner join billing.usage on usage_record_id = event_key),
            (select count(*) from billing.usage)""",
    "only a stop that ends something has no record of its own": """
        select 0, (select count(*) from raw.usage_events
            where event_kind <> 'stop' and event_key not in (select usage_record_id from billing.usage))""",
    "batches tell what they landed": """
        select (select sum(landed_count) from raw.ingest_batches where kind = 'usage'), (select count(*) from raw.usage_events)""",
    "changes sum to the lines": """
        select (select sum(amount_exact_change) from billing.rated_usage_revisions), (select sum(amount_exact) from billing.rated_usage)""",
    "lines are debits": """
        select (select jsonb_object_agg(posting_group_id, amount) from (
                select posting_group_id, book.rounded(sum(lines.amount_exact), min(rounding)) as amount
                from billing.rated_usage as lines inner join current.group_totals using (posting_group_id) where lines.is_posted group by 1) as g
                where amount <> 0),
            (select jsonb_object_agg(posting_group_id, amount) from (
                select posting_group_id, -sum(amount_minor) as amount
                from billing.ledger_entries where posting_group_id is not null group by 1) as e where amount <> 0)""",
    "entries are the balance": """
        select (select jsonb_object_agg(account_id, total) from (
                select account_id, sum(amount_minor) as total from billing.ledger_entries group by 1) as e),
            (select jsonb_object_agg(account_id, balance_minor) from billing.balances
                where account_id in (select account_id from billing.ledger_entries))""",
    "legs sum to zero": """
        select 0, (select count(*) from (
            select 1 from book.journal_legs group by ledger_entry_id, currency having sum(amount_minor) <> 0) as l)""",
    "headers are their lines": """
        select (select jsonb_object_agg(invoice_id, subtotal_minor) from billing.invoices),
            (select jsonb_object_agg(invoice_id, total) from (
                select invoice_id, sum(amount_minor) as total from billing.invoice_lines group by 1) as l)""",
}


@pytest.mark.slow
@pytest.mark.parametrize("claim", CONSERVED)
def test_every_step_conserves_count_and_sum(month: TemporaryWarehouse, claim: str) -> None:
    before, after = month.rows(CONSERVED[claim])[0]
    assert before == after and before is not None


@pytest.mark.slow
def test_what_was_used_is_what_was_rated_however_it_adds_up(month: TemporaryWarehouse) -> None:
    """Five calls of 10 to 50 are five; of the seats 9 are the most, of the licenses 6 the latest, and two people were active."""
    rows = month.rows((PROJECT_ROOT / "reports" / "queries" / "usage_records.sql").read_text(), role="finance")
    found = {row[2]: (row[8], row[12], row[13], row[16]) for row in rows if row[0] == "usage_totals"}
    expected = {"active_user": (3, None, 2, "agrees"), "api_call": (5, 5, 5, "agrees"), "license": (3, None, 6, "agrees")}
    assert {meter: found[meter] for meter in (*expected, "seat")} == expected | {"seat": (3, None, 9, "agrees")}
    assert {verdict for *_, verdict in found.values()} <= {"agrees", "unassigned"}, found


@pytest.mark.slow
def test_a_refused_operation_changes_no_byte(month: TemporaryWarehouse, tmp_path: Path) -> None:
    """A refused action is kept in quarantine, with its reason, and nowhere else."""
    landed = "select count(*) filter (where landed_count > 0), sum(landed_count) from raw.ingest_batches"
    before = truth(month), book_counts(month), month.rows(landed)
    (tmp_path / "usage.csv").write_text("event_id,colour\nx,red\n")
    assert month.run("ingest", "usage", tmp_path / "usage.csv").exit_code == 2
    assert month.run("ingest", "records", "prices", tmp_path / "usage.csv").exit_code == 2
    words = ("--account", "models", "--reference", "2024-05-01", "--actor", "f", "--reason", "too early", "--json")
    assert month.run("action", "period_close", *words).output["status"] == "refused"
    assert month.run("build", "--as-of", "2024-04-01T00:00:00Z").exit_code == 2
    assert (truth(month), book_counts(month), month.rows(landed)) == before
    assert month.rows("select reason_code from raw.rejected_records") == [("action_refused",)]


@pytest.mark.slow
def test_a_second_build_writes_nothing_and_the_book_verifies(month: TemporaryWarehouse) -> None:
    before = book_counts(month)
    with warehouse_in_environment(month.settings):
        assert build() == "nothing_new"
        assert verify_book().ok, verify_book()
    assert book_counts(month) == before | {"publications": before["publications"] + 1}


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_three_shuffled_parts_with_builds_between_come_to_the_same(month: TemporaryWarehouse, warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    land_records()
    for path, as_of in zip(usage_parts(tmp_path, 3, seed=11), ("2024-04-11T00:00:00Z", "2024-04-21T12:00:00Z", "2024-05-01T06:00:00Z"), strict=True):
        ingest_usage([path])
        build(as_of)
    assert [(name, *differences(warehouse, name)) for name in EXPORTS] == [(name, [], []) for name in EXPORTS]
    assert truth(warehouse) == truth(month)
    assert warehouse.rows(UNEXPLAINED, role="finance") == []
    assert verify_book().ok, verify_book()


@pytest.mark.slow
def test_a_line_is_explained_in_words_that_add_up(month: TemporaryWarehouse) -> None:
    chain = explained(month, line_of(month, "pricing_model = 'graduated' and meter = 'token_output'"), "--json").output
    assert (chain["kind"], [record["event_id"] for record in chain["usage_records"]]) == ("rated_line", ["gr-3"])
    sums = chain["arithmetic"][0]
    assert [float(sums[name]) for name in ("quantity_before", "quantity_after", "amount_before", "amount_after")] == [1400, 1800, 1500, 1700]
    assert [step["amount_at_start"] for step in sums["steps"]] == [200, 1300]
    words = chain["rated_lines"][0]["in_words"]
    assert "Tier 2, token above 1,000: USD 0.005 for each 1, starting at USD 13.00." in words
    assert words[-2:] == [
        "With it, 1,800 reach tier 2: USD 13.00 + 800 x USD 0.005 / 1 = USD 17.00.",
        "The line is the difference: USD 17.00 less USD 15.00 is USD 2.00.",
    ]
    assert [(group["line_count"], group["posted_minor"]) for group in chain["posting_groups"]] == [(3, 1700)]
    assert [entry["amount_minor"] for entry in chain["ledger_entries"]] == [-1700]
    assert [(line["amount_minor"], line["status"]) for line in chain["document_lines"]] == [(1700, "draft")]
    assert {batch["file_name"] for batch in chain["batches"]} == {"usage.csv", "prices.csv", "price_tiers.csv"}
    page = explained(month, chain["id"])
    assert page.exit_code == 0 and "USD 17.00 less USD 15.00 is USD 2.00" in page.output and "gr-3" in page.output


@pytest.mark.slow
def test_free_units_packages_and_maximum_are_told(month: TemporaryWarehouse) -> None:
    for condition, said in (
        ("meter = 'api_call'", "Of these, 1 and 2 are charged for: less 3 free."),
        ("resource_type = 'package-up'", "Of these, 200 and 300 are charged for: in whole packages of 100, rounded up."),
        ("resource_type = 'ceiling'", "Of these, 30 and 30 are charged for: rounded (ceiling) to multiples of 10."),
        ("meter = 'ingress_request'", "With it, for 2,400: USD 0.00 + 2,400 x USD 0.01 / 1 = USD 20.00 (no more than the maximum)."),
        ("resource_type = 'payment'", "The line is USD 14.43065 less USD 1.43065 and that: USD 2.00."),
        (
            "resource_type = 'payment'",
            "Each event costs its part of the difference, USD 0.30 more, at least USD 0.50, at most USD 2.00: together USD \u221211.00 beside it.",
        ),
        ("line_type = 'minimum'", "What the charge, rounded as it is posted, lacks to the minimum of its price."),
        ("price_source = 'snapshot'", "Priced per unit by the snapshot that was taken when the allocation was made."),
    ):
        chain = explained(month, line_of(month, condition), "--json").output
        assert said in chain["rated_lines"][0]["in_words"], (condition, chain["rated_lines"][0]["in_words"])


@pytest.mark.slow
def test_documents_entries_and_groups_lead_back_to_the_events(month: TemporaryWarehouse) -> None:
    line, group = month.rows("select invoice_line_id, posting_group_id from billing.invoice_lines where resource_type = 'volume'")[0]
    entry = month.rows("select ledger_entry_id from billing.ledger_entries where posting_group_id = %s", (group,))[0][0]
    for identifier, kind in ((line, "invoice_line"), (entry, "ledger_entry"), (group, "posting_group")):
        chain = explained(month, identifier, "--json").output
        assert (chain["kind"], [record["event_id"] for record in chain["usage_records"]]) == (kind, ["vo-1", "vo-2"])
        assert [row["amount_exact"] for row in chain["rated_lines"]] == ["9000.000000000000", "3500.000000000000"]
    expiry = month.rows("select ledger_entry_id from billing.ledger_entries where entry_type = 'credit_expiry'")[0][0]
    chain = explained(month, expiry, "--json").output
    assert ([row["amount_minor"] for row in chain["ledger_entries"]], chain["rated_lines"]) == ([-2000], [])


@pytest.mark.slow
def test_an_event_leads_forward_to_both_sides_and_a_reader_sees_only_his(month: TemporaryWarehouse) -> None:
    chain = explained(month, "ra-1", "--json").output
    assert (chain["kind"], chain["counts"]["rated_lines"]) == ("usage_record", 8)
    assert {(row["account_id"], row["side"]) for row in chain["rated_lines"]} == {("partner", "wholesale"), ("shop-a", "retail")}
    replaced = explained(month, "pu-2", "--json").output
    assert ([row["state"] for row in replaced["usage_records"]], replaced["rated_lines"]) == (["replaced"], [])
    with month.connect() as admin:
        admin.execute(
            "insert into control.readers (role_name, scope, account_id, is_granted)"
            " values ('tallyhouse_analyst', 'everything', null, false), ('tallyhouse_analyst', 'account', 'shop-a', true)"
        )
    own = explained(month, "ra-1", "--role", "analyst", "--json").output
    assert {(row["account_id"], row["side"]) for row in own["rated_lines"]} == {("shop-a", "retail")}
    wholesale = line_of(month, "account_id = 'partner'")
    assert explained(month, wholesale, "--role", "analyst", "--json").exit_code == 2


@pytest.mark.slow
def test_what_nobody_knows_is_one_sentence(month: TemporaryWarehouse) -> None:
    for identifier in ("no-such-thing", "00000000-0000-0000-0000-000000000000"):
        unknown = explained(month, identifier)
        assert unknown.exit_code == 2 and unknown.errors.count("\n") == 1 and identifier in unknown.errors
    assert explained(month, "ra-1", "--role", "poster").exit_code == 2


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_closed_period_is_explained_with_the_price_that_its_close_knew(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    house = House(warehouse, tmp_path)
    house.records("prices", CATALOGUE)
    house.usage(("2024-01-10T10:00:00Z", 30))
    house.build("2024-02-01T00:00:00Z")
    words = ("--account", "acme", "--reference", "2024-01-01", "--actor", "f", "--reason", "m", "--json")
    assert house.warehouse.run("action", "period_close", *words).output["status"] == "accepted"
    house.build("2024-02-02T00:00:00Z")
    house.records("prices", CATALOGUE.replace("1.00", "2.00"))
    house.usage(("2024-01-12T10:00:00Z", 25), ("2024-02-01T10:00:00Z", 7))
    house.build("2024-02-03T00:00:00Z")
    rows = warehouse.rows(
        "select quantity_before::int, quantity_after::int, amount_before::int, amount_after::int, known_by_build_number"
        " from billing.rated_usage_arithmetic order by quantity_after",
        role="finance",
    )
    assert rows == [(0, 7, 0, 1400, 3), (0, 30, 0, 3000, 2), (30, 55, 3000, 5500, 2)]
    assert warehouse.rows(UNEXPLAINED, role="finance") == []
