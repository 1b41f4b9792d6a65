"""The report on the built sample month: what the page says is what the surfaces say, it opens offline, and its files hold what it shows."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from reports.contents import TABLES
from reports.document_tables import DRAFT_LINES
from reports.finance_report import write_report
from reports.layout import page_of
from reports.money_tables import BALANCES
from reports.tables import Table, harmless
from tests.built_sample_month import BuiltMonth
from tests.reports.read_page import Page
from tests.temporary_warehouse import TemporaryWarehouse, warehouse_in_environment

CHROMIUM = next((found for name in ("chromium", "chromium-headless-shell", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def report(built_month: BuiltMonth, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("report")
    with warehouse_in_environment(built_month.warehouse.settings):
        return out, write_report(out)


def file_rows(out: Path, table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / "tables" / f"{table.name}.csv").read_bytes().decode("utf-8-sig"))))


def as_shown(cells: list[str]) -> list[str]:
    """Numbers of the page and of the file alike: thousands and the minus sign are only how the page writes them."""
    return [cell.replace("−", "-").replace(",", "").strip() for cell in cells]


@pytest.mark.slow
def test_the_control_totals_of_the_sample_month_agree(report: tuple[Path, dict[str, Any]], built_month: BuiltMonth) -> None:
    out, written = report
    assert (written["verdict"], written["build_number"]) == ("agrees", built_month.builds[-1]["build_number"])
    page = (out / "index.html").read_text()
    assert f"Build <b>{written['build_number']}</b> as of <b>2026-10-05 08:30 UTC</b>" in page
    assert "Control totals agree" in page


@pytest.mark.slow
def test_every_file_holds_what_its_table_shows(report: tuple[Path, dict[str, Any]]) -> None:
    out, _ = report
    for table in TABLES:
        if table.by_currency or table == DRAFT_LINES:
            continue
        rows = file_rows(out, table)
        text = (out / page_of(table)).read_text()
        if not rows:
            assert table.empty in Markup(text).unescape()
            continue
        shown = Page(text).table(table.caption)
        assert shown.headings == [column.heading for column in table.shown]
        for cells, row in zip(shown.rows, rows, strict=True):
            times = {column.heading for column in table.shown if column.kind == "time"}
            in_file = [row[name][:16].replace("T", " ") if name in times else row[name] for name in shown.headings]
            assert as_shown(cells) == as_shown(in_file)
            assert all(harmless(cell) == cell or cell[0] in "-−" for cell in in_file)


@pytest.mark.slow
def test_balances_are_shown_per_currency_and_never_added_across(report: tuple[Path, dict[str, Any]], built_month: BuiltMonth) -> None:
    out, _ = report
    page = Page((out / "index.html").read_text())
    tables = [table for table in page.tables if table.caption.startswith(BALANCES.caption)]
    assert [table.caption.split()[-1] for table in tables] == ["EUR", "JPY", "USD"]
    counted = built_month.warehouse.rows("select count(*) from billing.balances", role="finance")[0][0]
    assert sum(len(table.rows) for table in tables) == len(file_rows(out, BALANCES)) == counted
    assert {row["Available"].count(".") for row in file_rows(out, BALANCES) if row["Currency"] == "JPY"} == {0}


@pytest.mark.slow
def test_the_hashes_are_those_of_the_files(report: tuple[Path, dict[str, Any]]) -> None:
    out, written = report
    sums = dict(reversed(line.split("  ")) for line in (out / "tables" / "SHA256SUMS").read_text().splitlines())
    assert (
        sums
        == written["tables"]
        == {f"{table.name}.csv": hashlib.sha256((out / "tables" / f"{table.name}.csv").read_bytes()).hexdigest() for table in TABLES}
    )
    assert all(digest in (out / "index.html").read_text() for digest in sums.values())


@pytest.mark.slow
def test_everyone_can_read_its_tables(report: tuple[Path, dict[str, Any]]) -> None:
    page = Page((report[0] / "index.html").read_text())
    assert page.tables and all(table.caption and table.headings and set(table.scopes) <= {"col", "row"} for table in page.tables)
    assert not page.tags & {"script", "img", "link", "iframe"} and not page.addresses
    assert all(link.startswith(("#", "tables/")) or (report[0] / link.partition("#")[0]).is_file() for link in page.links)


@pytest.mark.slow
def test_the_same_build_gives_the_same_bytes(report: tuple[Path, dict[str, Any]], built_month: BuiltMonth, tmp_path: Path) -> None:
    with warehouse_in_environment(built_month.warehouse.settings):
        write_report(tmp_path)
    for path in sorted(path for path in report[0].rglob("*") if path.is_file()):
        assert (tmp_path / path.relative_to(report[0])).read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_a_report_before_the_first_build_says_what_to_do(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    finished = warehouse.run("report", "--out", tmp_path / "report")
    assert finished.exit_code == 2
    assert "tallyhouse build" in finished.errors
    assert not (tmp_path / "report").exists()


@pytest.mark.slow
def test_a_report_that_cannot_be_written_is_one_sentence(built_month: BuiltMonth, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    finished = built_month.warehouse.run("report", "--out", tmp_path / "file")
    assert (finished.exit_code, finished.output, len(finished.errors.splitlines())) == (2, "", 1)
    assert "file/builds" in finished.errors and "Not a directory" in finished.errors


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: install Debian's package chromium to run the browser tests")
def test_a_browser_shows_it_without_a_network_and_saves_its_files(report: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    out, written = report
    requests, complaints = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((out / "index.html").as_uri())
        assert requests == [(out / "index.html").as_uri()]
        assert page.locator("h1").inner_text() == "Finance report"
        style = page.locator(".verdict.good").first.evaluate("badge => [getComputedStyle(badge).color, getComputedStyle(badge, '::before').content]")
        assert style == ["rgb(28, 94, 55)", '"✓"']
        assert page.locator("figure svg").first.bounding_box()["height"] > 200
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1]
        picture = page.screenshot(path=tmp_path / "report.png", full_page=True)
        assert picture.startswith(b"\x89PNG") and len(picture) > 50_000
        page.emulate_media(media="print")
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        page.emulate_media(media="screen")
        browser_saves_each_file(page, out, written["tables"])
        browser.close()
    assert complaints == []


def browser_saves_each_file(page: Any, out: Path, files: dict[str, str]) -> None:
    """Clicking a link saves the file whose hash the page shows."""
    for name, digest in files.items():
        with page.expect_download() as waiting:
            page.locator(f"#downloads a[href='tables/{name}']").click()
        saved = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename == name
        assert hashlib.sha256(saved).hexdigest() == digest
