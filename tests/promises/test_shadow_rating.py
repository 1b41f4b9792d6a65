"""Shadow rating through the real command line: candidate prices beside the book, amounts by hand, and a book that nobody touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallyhouse.shadow_command import _show
from tests.promises.charged_house import HEADERS, House
from tests.promises.truth import book_counts, truth_hash
from tests.temporary_warehouse import Finished, TemporaryWarehouse
from warehouse.build.shadow import shadow_report

CATALOGUE = "unit-usd,,,unit,USD,per_unit,0.10,,,,,,,\n"
GRADUATED = "unit-new,,,unit,USD,graduated,,,,,,,,\n"
TIERS = "unit-new,1,1000,0.10,\nunit-new,2,,0.05,\n"
FEBRUARY = ("--from", "2024-02-01T00:00:00Z", "--to", "2024-03-01T00:00:00Z")


@pytest.fixture
def house(warehouse: TemporaryWarehouse, tmp_path: Path) -> House:
    """acme: 1,000 + 600 units in February at 0.10 = 160.00, and 50 in March; kolk: 300 in February = 30.00."""
    made = House(warehouse, tmp_path)
    made.records("prices", CATALOGUE)
    made.usage(("2024-02-10T10:00:00Z", 1000), ("2024-02-11T10:00:00Z", 600), ("2024-03-02T10:00:00Z", 50))
    made.usage(("2024-02-10T10:00:00Z", 300), account="kolk")
    made.build("2024-03-10T00:00:00Z")
    return made


def candidates(house: House, kind: str, rows: str) -> Path:
    house.files += 1
    path = house.folder / f"candidate-{house.files}-{kind}.csv"
    path.write_text(HEADERS[kind] + rows)
    return path


def shadow_rate(house: House, *words: object) -> Finished:
    return house.warehouse.run("shadow-rate", *words, "--json")


def by_account(rated: Finished, scenario: int = 1) -> list[tuple[str, int, int, int]]:
    return [
        (row["account_id"], one["existing_minor"], one["candidate_minor"], one["delta_minor"])
        for row in rated.output["movers"]
        for one in row["scenarios"]
        if one["scenario"] == scenario
    ]


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_scenarios_stand_side_by_side_and_the_book_stays_as_it_was(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """1,600 at 0.10 = 160.00; 1,000 at 0.10 and 600 at 0.05 = 130.00; 1,600 at 0.12 = 192.00."""
    before = truth_hash(house.warehouse), book_counts(house.warehouse)
    batches = house.warehouse.rows("select * from control.build_batches order by 1")
    graduated, tiers = candidates(house, "prices", GRADUATED), candidates(house, "price_tiers", TIERS)
    dearer = candidates(house, "prices", "unit-usd,,,unit,USD,per_unit,0.12,,,,,,,\nother,,,ingress_request,USD,per_unit,1,,,,,,,\n")
    rated = shadow_rate(house, "--prices", graduated, "--prices", dearer, "--tiers", tiers, *FEBRUARY)
    assert rated.exit_code == 0, rated
    assert by_account(rated) == [("acme", 16000, 13000, -3000), ("kolk", 3000, 3000, 0)]
    assert by_account(rated, 2) == [("acme", 16000, 19200, 3200), ("kolk", 3000, 3600, 600)]
    assert [scenario["totals"] for scenario in rated.output["scenarios"]] == [
        [{"currency": "USD", "existing_minor": 19000, "candidate_minor": 16000, "delta_minor": -3000}],
        [{"currency": "USD", "existing_minor": 19000, "candidate_minor": 22800, "delta_minor": 3800}],
    ]
    assert [scenario["unused_price_ids"] for scenario in rated.output["scenarios"]] == [[], ["other"]]
    assert (rated.output["ledger_writes"], rated.output["rated_usage_writes"]) == (False, False)
    # Kolkata's February begins on the 31st of January, 18:30Z: periods are rated whole.
    assert (rated.output["period_start"], rated.output["period_end"]) == ("2024-01-31T18:30:00Z", "2024-03-01T00:00:00Z")
    _show(shadow_report(rated.output["run_number"]))
    page = capsys.readouterr().out
    assert "\u221230.00" in page and "Scenario 2: other priced nothing." in page and "wrote nothing to the ledger" in page, page
    lines = house.warehouse.rows(
        "select existing_price_id, candidate_price_id, existing_exact::int, candidate_exact::int, delta_exact::int"
        " from finance.shadow_rating_lines where scenario = 1",
        role="finance",
    )
    assert lines == [("unit-usd", "unit-new", 6000, 3000, -3000)]
    surface = house.warehouse.rows(
        "select account_id, scenario, existing_minor, candidate_minor, delta_minor, ledger_writes, rated_usage_writes"
        " from finance.shadow_rating where account_id = 'acme' order by scenario",
        role="finance",
    )
    assert surface == [("acme", 1, 16000, 13000, -3000, False, False), ("acme", 2, 16000, 19200, 3200, False, False)]
    assert (truth_hash(house.warehouse), book_counts(house.warehouse)) == before
    assert house.warehouse.rows("select * from control.build_batches order by 1") == batches
    ends = house.warehouse.rows("select kind, status from control.builds join control.build_outcomes using (build_number) order by build_number")
    assert ends == [("build", "published"), ("shadow", "planned"), ("shadow", "planned")]
    left = house.warehouse.rows("select relname from pg_class where relnamespace in ('shadow_rules'::regnamespace, 'shadow_staging'::regnamespace)")
    assert left == []
    # The next build is as if nothing had been asked: its time may be that of the build before, and it has nothing to do.
    built = house.warehouse.run("build", "--as-of", "2024-03-10T00:00:00Z", "--json")
    assert built.output["status"] == "nothing_new", built
    assert truth_hash(house.warehouse) == before[0]
    assert house.warehouse.run("verify", "--json").exit_code == 0


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_closed_period_and_one_account(house: House) -> None:
    """February of acme is closed and the list price goes to 0.20 later: the book keeps 160.00. A contract for acme at 0.08: 128.00."""
    closed = house.warehouse.run(
        "action", "period_close", "--account", "acme", "--reference", "2024-02-01", "--actor", "f", "--reason", "m", "--json"
    )
    assert closed.output["status"] == "accepted", closed
    house.build("2024-03-11T00:00:00Z")
    house.records("prices", "unit-usd,,,unit,USD,per_unit,0.20,,,,,,,\n")
    house.build("2024-03-12T00:00:00Z")
    # Landed and not yet taken: no reader sees it, so no candidate does.
    house.usage(("2024-02-12T10:00:00Z", 7))
    contract = candidates(house, "prices", "deal,,acme,unit,USD,per_unit,0.08,,,,,,,\n")
    rated = shadow_rate(house, "--prices", contract, "--account", "acme", *FEBRUARY)
    assert rated.exit_code == 0, rated
    assert by_account(rated) == [("acme", 16000, 12800, -3200)]
    # March too: 50 at the new 0.20 = 10.00 in the book, 4.00 by the contract.
    rated = shadow_rate(house, "--prices", contract, "--account", "acme", "--from", "2024-02-29T00:00:00Z", "--to", "2024-03-05T00:00:00Z")
    assert by_account(rated) == [("acme", 17000, 13200, -3800)]
    # A failed or shadow build in between loses nothing: the late usage is taken by the next one.
    house.build("2024-03-13T00:00:00Z")
    assert house.warehouse.rows("select sum(quantity)::int from billing.rated_usage where account_id = 'acme'") == [(1657,)]


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_what_cannot_be_rated_is_refused_in_one_sentence(house: House) -> None:
    fine = candidates(house, "prices", CATALOGUE)
    builds = house.warehouse.rows("select count(*) from control.builds")
    for words, said in (
        (("--prices", candidates(house, "prices", CATALOGUE + "bad,,,unit,USD,per_unit,-1,,,,,,,\n"), *FEBRUARY), "line 3"),
        (("--prices", candidates(house, "prices", CATALOGUE + CATALOGUE), *FEBRUARY), "an earlier line names"),
        (("--prices", candidates(house, "prices", GRADUATED), *FEBRUARY), "has no tiers"),
        (("--prices", candidates(house, "prices", "fee,pro,,,USD,flat,,,5,,,,,\n"), *FEBRUARY), "rates usage"),
        (("--prices", fine, "--tiers", candidates(house, "price_tiers", TIERS), *FEBRUARY), "no candidate"),
        (
            ("--prices", candidates(house, "prices", GRADUATED), "--tiers", candidates(house, "price_tiers", "unit-new,1,,1,\nunit-new,2,9,1,\n")),
            "do not form a whole",
        ),
        (("--prices", fine, "--account", "nobody", *FEBRUARY), "no account 'nobody'"),
        (("--prices", fine, "--from", "2024-02-01T00:00:00Z", "--to", "2024-02-01T00:00:00Z"), "after --from"),
        (("--prices", fine) * 6 + FEBRUARY, "1 to 5 scenarios"),
    ):
        full = words if "--from" in words else (*words, *FEBRUARY)
        refused = shadow_rate(house, *full)
        assert refused.exit_code == 2 and said in refused.output["error"], (said, refused)
    assert house.warehouse.rows("select count(*) from control.builds") == builds
