"""What an operator sees of it in a real browser: the graph of the assets, the page of one, a red check, the months. Needs no warehouse."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.translator import PUBLICATION, QUALITY
from tests.temporary_warehouse import NO_TELEMETRY
from warehouse.settings import PROJECT_ROOT

CHROMIUM = next((found for name in ("chromium", "chromium-headless-shell", "chromium-browser") if (found := shutil.which(name))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: install Debian's package chromium to run the browser tests"),
]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Dagster's page over the definitions, with one published build and one red judgement to look at."""
    home = tmp_path / "dagster"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\nnux: {enabled: false}\n")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(PUBLICATION, metadata={"build_number": 7, "gates_red": 0}))
        instance.report_runless_asset_event(dg.AssetMaterialization(QUALITY, metadata={"run_number": 3, "holding": 1}))
        red = {"status": "missed", "element_count": 3, "unexpected_count": 3}
        name = "raw_usage__meters_are_known"
        instance.report_runless_asset_event(dg.AssetCheckEvaluation(asset_key=QUALITY, check_name=name, passed=False, metadata=red, blocking=True))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = ["-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", port]
    environment = {**os.environ, **NO_TELEMETRY, "DAGSTER_HOME": str(home), "TALLYHOUSE_HOME": str(tmp_path)}
    program = str(Path(sys.executable).with_name("dagster-webserver"))
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen([program, *words], cwd=PROJECT_ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/server_info", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise AssertionError("Dagster's webserver does not answer")


def shown(page: Any, address: str, *texts: str) -> None:
    """Open the address and wait until every text stands in the page."""
    page.goto(address, wait_until="domcontentloaded")
    for text in texts:
        page.get_by_text(text).first.wait_for(timeout=60_000)


def test_a_browser_shows_the_graph_an_asset_a_red_check_and_the_months(url: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.on("request", lambda request: asked.append(request.url))
        shown(page, f"{url}/asset-groups/", "metering", "rating", "invoicing", "book")
        shown(page, f"{url}/assets/book/publication", "The whole build: take in, plan, audit, post and publish", "Fails if more than 6 hours")
        shown(page, f"{url}/assets/control/data_quality_results?view=checks", "raw_usage__meters_are_known", "Failed")
        shown(page, f"{url}/assets/book/months_closed?view=partitions", "2020-01-01", "Partitions Selected")
        shown(page, f"{url}/automation", "hourly_build", "failed_runs", "stripe_poll")
        assert page.screenshot(path=tmp_path / "automation.png").startswith(b"\x89PNG")
        browser.close()
    assert [address for address in asked if not address.startswith((url, "data:", "blob:", url.replace("http", "ws")))] == []
