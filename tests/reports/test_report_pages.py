"""The report on a small world made by hand: what is owed and since when, what may be signed, every page, what is kept, and two thousand accounts."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reports.contents import TABLES
from reports.finance_report import write_report
from reports.layout import MAIN, PAGES, PAST, SECTIONS
from reports.pages import MOST_ROWS_IN_PAGE
from tests.reports.looks import CUT_OFF, FAINT_TEXTS, SCROLLED
from tests.reports.read_page import Page
from tests.reports.test_report_page import finding, publication, render, some_rows
from tests.surfaces.small_world import ROWS
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment

HERE = Path(__file__).parent
CHROMIUM = next((found for name in ("chromium", "chromium-headless-shell", "chromium-browser") if (found := shutil.which(name))), None)
# A finding of which every word is as long as they come.
LONG = {
    "check_name": "stripe_to_journal_amounts",
    "account_id": "a-reseller-of-the-far-north",
    "subject": "USD vertex t2 for 28e32fb0-2cd4-4e44-7963-48fbc2b93e1c",
    "reason": "closed_period_differs: Billed USD 30.00, with what is known now 60.00. Changed: prices 48fbc2b93e1c48fbc2b93e1c.",
    "remedy": "Land a price for the meter, resource type and pricing mode that holds at that time, or ask for a re-rating of the period.",
    "owner": "payment_operations",
    "amount_minor": 123456789012345,
    "parks_account": "yes",
}
FILES = (MAIN, *(page.file for page in PAGES), PAST)


@pytest.fixture(scope="module")
def world(template: Template) -> Iterator[tuple[TemporaryWarehouse, psycopg.Connection]]:
    """The small world with documents of every age, and a connection of the administrator to it."""
    with template.copy() as fresh, fresh.connect(autocommit=True) as connection, warehouse_in_environment(fresh.settings):
        for rows in (ROWS, HERE / "aged_documents.sql"):
            connection.execute(rows.read_text())
        # Periods stay as they were cut when the account moves.
        connection.execute("update current.accounts set billing_timezone = 'America/New_York' where account_id = 'reso'")
        yield fresh, connection


@pytest.fixture(scope="module")
def report(world: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("report")
    return out, write_report(out)


def file_rows(out: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / "tables" / f"{name}.csv").read_bytes().decode("utf-8-sig"))))


def page_of(out: Path, file: str = MAIN) -> Page:
    return Page((out / file).read_text())


def test_every_table_stands_on_one_page_and_names_its_file(report: tuple[Path, dict[str, Any]]) -> None:
    placed = [table.name for section in (*SECTIONS, *(section for page in PAGES for section in page.sections)) for _, table in section.tables]
    assert sorted(placed) == sorted(table.name for table in TABLES) == sorted(name.removesuffix(".csv") for name in report[1]["tables"])
    links = [link for file in FILES for link in page_of(report[0], file).links if link.startswith("tables/") and file != MAIN]
    links += [link for link in page_of(report[0]).links if link.startswith("tables/")]
    assert {f"tables/{name}.csv" for name in placed} <= set(links)


def test_receivables_age_from_the_day_they_were_due(report: tuple[Path, dict[str, Any]], world: Any) -> None:
    """As of 2024-02-01 12:00 the account plat owes 1.00 due that moment; 2.00 since 30 days; 4.00 since 30 days and a second; 8.00 since 60 days;
    16.00 since 60 days and a second; 32.00 since 90 days; 64.00 since 90 days and a second. Of 80.00 acme has paid 50.00 and owes 30.00."""
    accounts = [list(row.values()) for row in file_rows(report[0], "receivables")]
    assert accounts == [
        ["EUR", "acme", "", "1", "0.00", "30.00", "0.00", "0.00", "0.00", "30.00"],
        ["JPY", "parked", "", "1", "0", "0", "0", "0", "5000", "5000"],
        ["KWD", "<b>payer</b>", '\'=HYPERLINK("https://canary.example")', "1", "1.234", "0.000", "0.000", "0.000", "0.000", "1.234"],
        ["USD", "plat", "", "7", "1.00", "2.00", "12.00", "48.00", "64.00", "127.00"],
    ]
    ages = [list(row.values()) for row in file_rows(report[0], "receivables_by_age")]
    assert ages == [[account[0], "1", *account[3:]] for account in accounts]
    days = {row["Number"]: row["Days overdue"] for row in file_rows(report[0], "documents_to_pay")}
    assert [days[f"AGE-{n}"] for n in range(1, 11)] == ["0", "30", "31", "60", "61", "90", "91", "201", "1", "0"]
    surface = world[0].rows(
        "select account_id, overdue_30_days_minor, overdue_60_days_minor, overdue_90_days_minor, overdue_longer_minor"
        " from finance.delinquency where overdue_minor > 0 order by 1",
        role="finance",
    )
    assert surface == [("acme", 3000, 0, 0, 0), ("parked", 0, 0, 0, 5000), ("plat", 200, 1200, 4800, 6400)]
    shown = page_of(report[0]).table("What is left to pay, by the account that pays; the oldest debt stands first, in KWD").rows
    assert shown == [["<b>payer</b>", '=HYPERLINK("https://canary.example")', "1", "1.234", "0.000", "0.000", "0.000", "0.000", "1.234"]]


def test_numbers_are_those_of_the_surfaces(report: tuple[Path, dict[str, Any]]) -> None:
    out = report[0]
    key = {row["Currency"]: list(row.values())[1:] for row in file_rows(out, "key_amounts")}
    assert key == {
        "EUR": ["0.00", "0.00", "80.00", "0.00", "50.00", "0.00", "30.00", "50.00"],
        "JPY": ["0", "0", "5000", "0", "0", "0", "5000", "0"],
        "KWD": ["0.000", "0.000", "1.234", "0.000", "0.000", "0.000", "0.000", "0.000"],
        "USD": ["3.12", "1.02", "127.00", "0.00", "0.00", "3.12", "126.00", "0.00"],
    }
    findings = [(row["Subject"], row["What to do"], row["Age, days"]) for row in file_rows(out, "findings")]
    assert sorted(findings) == [("pi_2", "Link the customer.", "0"), ("token_input", "Land a price.", "0")]
    periods = [list(row.values()) for row in file_rows(out, "period_status")]
    assert periods == [
        ["2024-01-01", "2024-01-31", "EUR", "1", "0", "1", "0", "0.00", "0.00"],
        ["2024-01-01", "2024-01-31", "USD", "3", "0", "3", "0", "1.02", "0.00"],
    ]
    # Issued and cancelled in one month: nothing is left to file, and the page says of how many documents.
    filed = [list(row.values()) for row in file_rows(out, "tax_filing")]
    assert filed == [["house", "DE", "2024-01-01", "standard", "standard", "standard_rate", "19", "USD", "0.00", "0.00", "1", "1", "1"]]
    margins = [
        (row["Customer"], row["Currency"], row["Wholesale"], row["Retail"], row["Margin, converted"]) for row in file_rows(out, "reseller_margin")
    ]
    assert margins == [("kunde", "EUR", "", "1.51", ""), ("kunde", "USD", "1.01", "", "0.62"), ("plat", "USD", "1.20", "2.00", "")]
    residuals = [(row["Currency"], row["For"], row["Exact"], row["Charged"], row["Left over"]) for row in file_rows(out, "rounding_residual")]
    assert residuals == [("USD", "usage", "3.11734", "3.12", "-0.00266")]
    assert [(row["Account"], row["Number"]) for row in file_rows(out, "credit_notes")] == [("acme", "CN-2024-000001")]
    assert [(row["Dispute"], row["State"], row["In dispute"]) for row in file_rows(out, "disputes")] == [("dp_1", "evidence_due", "7.00")]
    assert [(row["In the book"], row["Candidate"], row["Difference"]) for row in file_rows(out, "shadow_runs")] == [("0.11", "0.12", "0.01")]
    assert [(row["Budget"], row["Spent, %"]) for row in file_rows(out, "budgets")] == [("0.20", "50")]
    assert [(row["Type"], row["Lines"], row["Amount, exact"]) for row in file_rows(out, "revenue_by_charge")] == [
        ("H100", "1", "1.005"),
        ("small", "2", "0.01234"),
    ]


def answers_of(out: Path) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in page_of(out).table("Questions before signing; each answer is worked out from the tables below").rows}


def test_whether_it_may_be_signed_comes_first_and_every_report_is_kept(report: tuple[Path, dict[str, Any]], world: Any) -> None:
    out, written = report
    text = (out / MAIN).read_text()
    assert text.index("May I sign this?") < text.index('id="key_amounts"') < text.index('id="control_totals"')
    assert written["sign_off"] == "no" and written["verdict"] == "differs"
    answers = answers_of(out)
    totals = answers["Do usage, rated usage, journal and documents agree?"]
    assert totals[0] == "No" and totals[1].startswith("Control totals differ: USD, gpu_hour.")
    assert answers["Is this the newest build?"][0] == "Not yet"
    assert answers["Do all checks match?"] == ["Not yet", "1 of 2 checks do not match. Look"]
    assert answers["Is every finding settled?"] == ["Not yet", "2 findings wait to be settled; the oldest is 0 days old. Look"]
    assert answers["Is every dispute answered?"] == ["Not yet", "1 dispute waits for evidence. Look"]
    assert answers["Is every period that has ended closed?"][0] == "Know this"
    assert answers["Is everything paid that was due?"] == ["Know this", "Overdue: EUR 30.00, JPY 5,000, USD 126.00. Look"]
    # The same again leaves what is kept alone; a build that fails meanwhile makes another report of the same build.
    first = (out / "builds" / "build-3" / MAIN).read_bytes()
    assert write_report(out)["kept"] == written["kept"] == str(out / "builds" / "build-3" / MAIN)
    world[1].execute("insert into control.build_outcomes (build_number, status, reason) values (4, 'failed', 'gate <i>rated_once</i>')")
    again = write_report(out)
    assert again["kept"] == str(out / "builds" / "build-3-2" / MAIN)
    assert answers_of(out)["Is this the newest build?"] == ["No", "Build 4 failed and posted nothing; what it should have taken in is missing here."]
    assert (out / "builds" / "build-3" / MAIN).read_bytes() == first
    for file in FILES:
        line = (out / file).read_text().split("<p", 2)[1]
        assert "A newer build failed" in line and "Build <b>3</b>" in line and "gate &lt;i&gt;rated_once&lt;/i&gt;" in line, file
    (out / "builds" / "build-3" / MAIN).write_bytes(first + b" ")
    (out / "builds" / "build-<b>").mkdir()
    write_report(out)
    listed = page_of(out, PAST)
    assert listed.tables[0].rows == [
        ["Build 3, report 2", "2024-02-01 12:00", again_published(world), "No", "Differ", "2", "Yes"],
        ["Build 3", "2024-02-01 12:00", again_published(world), "No", "Differ", "2", "Changed since"],
    ]
    assert {"builds/build-3-2/index.html", "builds/build-3/index.html"} <= set(listed.links)
    kept = page_of(out / "builds" / "build-3-2")
    assert "../../past-reports.html" in kept.links
    assert all((out / "builds" / "build-3-2" / link.partition("#")[0]).exists() for link in kept.links)


def again_published(world: Any) -> str:
    return world[0].rows("select to_char(published_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from control.publications where build_number = 3")[0][
        0
    ]


def test_everyone_can_read_every_page(report: tuple[Path, dict[str, Any]]) -> None:
    for file in FILES:
        page = page_of(report[0], file)
        assert page.headings[0] == 1 and page.headings.count(1) == 1, file
        assert all(later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False)), (file, page.headings)
        assert len(page.ids) == len(set(page.ids)) and {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids), file
        assert page.links[0] == "#content"
        assert all(table.caption and table.headings and set(table.scopes) <= {"col", "row"} for table in page.tables), file
        assert not page.tags & {"script", "img", "link", "iframe", "form", "b>"} and not page.addresses and not page.event_attributes
        assert all(link.startswith(("#", "tables/")) or (report[0] / link.partition("#")[0]).is_file() for link in page.links), file


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: install Debian's package chromium to run the browser tests")
def test_a_browser_without_scripts_shows_and_prints_every_page(report: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    out = report[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        silent = browser.new_context(java_script_enabled=False, accept_downloads=True, viewport={"width": 390, "height": 844}).new_page()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for file in FILES:
            page.goto((out / file).as_uri())
            assert page.evaluate(FAINT_TEXTS) == [], file
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            page.emulate_media(media="print")
            # The width of A4 across, less the margins.
            page.set_viewport_size({"width": 1032, "height": 700})
            assert page.evaluate(CUT_OFF) == [], file
            printed = page.pdf(prefer_css_page_size=True)
            assert printed.startswith(b"%PDF") and b"/MediaBox [0 0 841" in printed.replace(b"841.89", b"841")
            page.emulate_media(media="screen")
            page.set_viewport_size({"width": 1280, "height": 900})
            silent.goto((out / file).as_uri())
            assert silent.locator("h1").count() == 1
            for name in sorted({link for link in page_of(out, file).links if link.startswith("tables/")} if file != MAIN else set()):
                with silent.expect_download() as waiting:
                    silent.locator(f"a[href='{name}']").first.click()
                assert Path(waiting.value.path()).read_bytes() == (out / name).read_bytes()
        (tmp_path / "long.html").write_text(render(publication(), some_rows(findings=[finding(**LONG)])))
        page.goto((tmp_path / "long.html").as_uri())
        assert page.evaluate(SCROLLED) == []
        silent.goto((out / MAIN).as_uri())
        silent.locator("summary").first.click()
        assert silent.locator("details table").first.is_visible()
        silent.get_by_role("link", name="Past reports").click()
        silent.get_by_role("link", name="Build 3, report 2").click()
        assert silent.locator("h1").inner_text() == "Finance report"
        browser.close()


def test_two_thousand_accounts_stay_small_and_quick(report: tuple[Path, dict[str, Any]], world: Any, tmp_path: Path) -> None:
    world[1].execute((HERE / "many_accounts.sql").read_text().replace(":lines", "2"))
    world[1].execute("analyze")
    started = time.process_time()
    write_report(tmp_path)
    assert time.process_time() - started < 10
    sizes = {file: (tmp_path / file).stat().st_size for file in FILES}
    assert max(sizes.values()) < 2_000_000, sizes
    assert len(file_rows(tmp_path, "balances")) > 2000 and len(file_rows(tmp_path, "receivables")) > 1000
    text = (tmp_path / MAIN).read_text()
    assert f"the first {MOST_ROWS_IN_PAGE} of 2,002 rows are shown here, the file has all of them" in text
    assert max(len(table.rows) for file in FILES for table in page_of(tmp_path, file).tables) == MOST_ROWS_IN_PAGE
