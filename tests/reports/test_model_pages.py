"""What `make docs` writes: one page on which every model, test and metric can be looked up by whoever has the file and no network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reports.model_pages import write_model_pages
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.settings import PROJECT_ROOT

CHROMIUM = next((found for name in ("chromium", "chromium-headless-shell", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: install Debian's package chromium to run the browser tests")
def test_every_model_is_on_one_page_that_asks_nobody(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    before = {path.name: path.stat().st_mtime_ns for path in warehouse.settings.dbt_target.iterdir()}
    written = write_model_pages(tmp_path / "docs" / "index.html", warehouse.settings)
    assert {path.name: path.stat().st_mtime_ns for path in warehouse.settings.dbt_target.iterdir()} == before
    assert [path.name for path in written.parent.iterdir()] == ["index.html"]
    assert str(PROJECT_ROOT) not in written.read_text("utf-8")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{written.as_uri()}#!/model/model.tallyhouse.monthly_revenue")
        for text in ("Usage and fees billed per service month", "revenue_minor", "Referenced By"):
            page.get_by_text(text).first.wait_for(timeout=60_000)
        page.goto(f"{written.as_uri()}#!/metric/metric.tallyhouse.spend")
        page.get_by_text("What has been billed for usage, fees, minimums and commits").first.wait_for(timeout=60_000)
        page.screenshot(path=tmp_path / "metric.png")
        browser.close()
    # Before its script runs the page also asks for an icon by the name of a template, which is a file beside it that is not there.
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:"))] == []
