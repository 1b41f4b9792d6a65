"""The release check tells a release from one that must wait: what differs, what nobody approved, what is red, and evidence that nobody can edit.

It builds on the session's server, with the plan that dbt compiled; `tallyhouse release-check` itself starts a server of its own.
"""

from __future__ import annotations

import csv
import functools
import json
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from release import check as release_check
from release.approvals import APPROVED, COLUMNS, read_approvals, weigh
from release.check import Asked
from release.evidence import read_evidence_file
from release.migrations import migrations_as_json
from release.months import GOLDEN_MONTHS
from release.own_server import OwnServer
from release.results import RELEASED, compare, read_folder
from tallyhouse.main import run
from tests import compiled_plan
from tests.reports.read_page import Page
from tests.temporary_warehouse import Template, TemporaryWarehouse, warehouse_in_environment
from warehouse.errors import WrongUse
from warehouse.progress import Progress

LINE = {
    "key": "k",
    "account_id": "acme",
    "line_type": "usage",
    "meter": "api_call",
    "currency": "USD",
    "amount": "600",
    "quantity": "300",
    "is_posted": "True",
}


class ServerOfTheSession(OwnServer):
    """Empty databases on the session's server, and copies of its template, whose plan may be broken at one gate."""

    def __init__(self, template: Template, red_gate: str | None = None) -> None:
        super().__init__(template.server_url, template.home)
        self.template, self.red_gate = template, red_gate

    @contextmanager
    def warehouse(self, progress: Progress) -> Iterator[None]:
        with self.template.copy(is_lasting=True, is_compiled=True) as copy, warehouse_in_environment(copy.settings):
            if self.red_gate:
                plan = copy.settings.home / compiled_plan.FILE
                steps = json.loads(plan.read_text())
                [gate] = [step for step in steps if step["unique_id"].split(".")[2] == self.red_gate]
                gate["sql"] = "select 1 as offender"
                plan.write_text(json.dumps(steps))
            yield


@contextmanager
def on_the_session(template: Template, red_gate: str | None = None) -> Iterator[OwnServer]:
    yield ServerOfTheSession(template, red_gate)


def results_of(*lines: dict[str, str], export: str = "rated_lines") -> dict[str, dict[str, dict[str, str]]]:
    return {name: {} for name in ("rated_lines", "ledger_entries", "draft_lines", "drafts", "balances")} | {
        export: {line["key"]: line for line in lines}
    }


def test_each_difference_is_told_with_its_amount() -> None:
    """600 became 590 and two more rows: one is gone with 25, one moved to another currency, whose amounts have no difference."""
    before = results_of(LINE, LINE | {"key": "g", "amount": "25"}, LINE | {"key": "m", "amount": "7"})
    after = results_of(LINE | {"amount": "590.5", "quantity": "295"}, LINE | {"key": "m", "currency": "EUR", "amount": "6"})
    told = [(row.key, row.change, row.amount_change) for row in compare("month", before, after)]
    assert told == [
        ("g", "gone: 25 USD", Decimal(-25)),
        ("k", "amount: 600 -> 590.5, quantity: 300 -> 295", Decimal("-9.5")),
        ("m", "gone: 7 USD", Decimal(-7)),
        ("m", "new: 6 EUR", Decimal(6)),
    ]
    assert compare("month", before, before) == []


def test_an_approval_holds_for_one_change_until_its_day(tmp_path: Path) -> None:
    [difference] = compare("month", results_of(LINE), results_of(LINE | {"amount": "590"}))
    path = tmp_path / "approved.csv"
    rows = [
        (*difference.name, "rounded as the contract says", "ada", "2027-01-31"),
        (*difference.name[:3], "amount: 600 -> 1", "another amount", "ada", "2027-01-31"),
        (*difference.name[:2], "other", difference.change, "long ago", "ada", "2026-01-31"),
    ]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    approvals = read_approvals(path)
    on_its_last_day, the_day_after = (weigh([difference], approvals, date(2027, *day)) for day in ((1, 31), (2, 1)))
    assert (on_its_last_day.unapproved, [one.reason for one in on_its_last_day.used]) == ([], ["rounded as the contract says"])
    assert [one.reason for one in on_its_last_day.unused] == ["another amount"]
    assert [one.reason for one in on_its_last_day.expired] == ["long ago"]
    assert the_day_after.unapproved == [difference] and the_day_after.used == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("key,reason\n", "another header"),
        (",".join(COLUMNS) + "\nm,rated_lines,k,amount: 1 -> 2,because,,2027-01-31\n", "line 2 lacks something"),
        (",".join(COLUMNS) + "\nm,rated_lines,k,amount: 1 -> 2,because,ada,soon\n", "'soon' is no day"),
        (",".join(COLUMNS) + "\nm,rated_lines,k\n", "line 2 has 3 cells"),
    ],
)
def test_an_approval_that_says_too_little_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "approved.csv").write_text(text)
    with pytest.raises(WrongUse, match=says):
        read_approvals(tmp_path / "approved.csv")


def test_the_release_carries_what_is_shipped() -> None:
    """The committed results are of migrations that are here, and nobody has approved anything that has run out."""
    release = json.loads((RELEASED / "release.json").read_text())
    assert release["migrations"] == migrations_as_json()[: len(release["migrations"])]
    assert release["months"] == sorted(month.name for month in GOLDEN_MONTHS)
    read_approvals(APPROVED)


@pytest.fixture
def asked(template: Template, monkeypatch: pytest.MonkeyPatch):
    """Have the command check the given months on the session's server, without linters, which `make check` has run."""

    def ask(months: tuple = GOLDEN_MONTHS, red_gate: str | None = None) -> None:
        server: AbstractContextManager = functools.partial(on_the_session, template, red_gate)
        monkeypatch.setattr(release_check, "Asked", functools.partial(Asked, server=server, lint=False, months=months))

    return ask


def checked(capfd: pytest.CaptureFixture[str], out: Path, *words: object) -> tuple[int, dict]:
    """The command in this process: its exit code and its JSON object."""
    capfd.readouterr()
    code = run(["release-check", "--out", str(out), *map(str, words), "--json"])
    return code, json.loads(capfd.readouterr().out)


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_this_code_makes_of_the_golden_months_what_the_last_release_made(asked, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked()
    code, told = checked(capfd, tmp_path / "out", "--signed-off-by", "ada <ada@example.com>")
    assert (code, told["verdict"]) == (0, "passed"), [check for check in told["checks"] if check["status"] != "passed"] + told["differences"][:5]
    names = [check["check"] for check in told["checks"]]
    assert names[:2] == ["migrations: as released", "migrations: from nothing"]
    assert {"migrations: from 0012_every_kind", "gates: sample_month", "verify: every_kind", "results: sample_month"} <= set(names)
    evidence = read_evidence_file(tmp_path / "out" / "evidence.json")
    assert (evidence["signed_off_by"], evidence["differences"]) == ("ada <ada@example.com>", [])
    assert evidence["totals_minor"]["every_kind"]["balances"] == {"EUR": "-4740", "JPY": "-469", "KWD": "-413", "USD": "-425560"}
    assert [build["status"] for build in evidence["books"]["sample_month"]["builds"]] == ["published"] * 3
    page = (tmp_path / "out" / "index.html").read_text()
    assert "ada &lt;ada@example.com&gt;" in page and "Release check" in page
    read = Page(page)
    assert (read.addresses, read.event_attributes, "script" in read.tags) == ([], [], False)
    assert read.tables[0].headings[:3] == ["Check", "Verdict", "What it found"] and len(read.tables[0].rows) == len(names)
    # What the check wrote as its results is what the next one can compare with.
    written, kept = read_folder(tmp_path / "out" / "results"), read_folder(RELEASED)
    assert written[1] == kept[1] and written[0]["code_hash"] == evidence["release"]["code_hash"]
    assert {month: len(results["rated_lines"]) for month, results in kept[1].items()} == {"every_kind": 152, "sample_month": 16880}


@pytest.mark.slow
@pytest.mark.compiled_plan
def test_a_release_waits_for_every_difference_and_every_gate(
    asked, warehouse: TemporaryWarehouse, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked(GOLDEN_MONTHS[:1])
    released, out = tmp_path / "released", tmp_path / "out"
    shutil.copytree(RELEASED, released)
    path = released / "every_kind" / "drafts.csv"
    header, first, *others = path.read_text().splitlines(keepends=True)
    cells = first.rstrip("\n").split(",")
    cells[-1] = str(int(cells[-1]) + 1250)
    path.write_text("".join([header, ",".join(cells) + "\n", *others]))

    code, told = checked(capfd, out, "--released", released)
    assert (code, told["verdict"]) == (1, "failed")
    [difference] = told["differences"]
    assert (difference["export"], difference["amount_change"], difference["currency"], difference["is_approved"]) == ("drafts", "-1250", "USD", False)
    assert [check["check"] for check in told["checks"] if check["status"] == "failed"] == ["results: every_kind"]
    page = Page((out / "index.html").read_text())
    assert [row[6] for table in page.tables if table.headings[0] == "Row" for row in table.rows] == ["−12.50"]

    rows = (out / "unapproved_differences.csv").read_text().replace(",,,", ",the contract says so,grace,2999-12-31")
    (tmp_path / "approved.csv").write_text(rows)
    code, told = checked(capfd, out, "--released", released, "--approvals", tmp_path / "approved.csv")
    assert (code, told["verdict"], told["differences"][0]["is_approved"]) == (0, "passed", True)
    assert [one["approver"] for one in read_evidence_file(out / "evidence.json")["approvals"]["used"]] == ["grace"]

    asked(GOLDEN_MONTHS[:1], red_gate="assert_planned_legs_sum_to_zero")
    code, told = checked(capfd, out, "--warehouse")
    red = {check["check"]: check["says"] for check in told["checks"] if check["status"] == "failed"}
    assert (code, set(red)) == (1, {"gates: every_kind", "results: every_kind"})
    assert "assert_planned_legs_sum_to_zero is fail" in red["gates: every_kind"]

    # The warehouse of whoever asks is planned and audited, and nothing is posted to it.
    [own] = [check for check in told["checks"] if check["check"] == "your warehouse"]
    assert own["status"] == "passed" and "a build would post 0 rows" in own["says"]
    assert warehouse.rows("select kind from control.builds") == [("dry_run",)]
    assert warehouse.rows("select count(*) from control.publications") == [(0,)]

    evidence = out / "evidence.json"
    assert run(["release-check", "--evidence", str(evidence), "--json"]) == 0
    evidence.write_text(evidence.read_text().replace('"verdict": "failed"', '"verdict": "passed"'))
    assert run(["release-check", "--evidence", str(evidence), "--json"]) == 2
    assert "was changed after" in capfd.readouterr().out
