"""The pages as text: the main one, those beside it, and the list of past reports.

What does not belong here: reading the warehouse and writing files (``finance_report``), and the look (``templates/``).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from reports import amounts
from reports.charts import budgets_chart, receivables_chart, revenue_chart
from reports.document_tables import DRAFT_LINES, DRAFTS
from reports.layout import DRAFTS_PAGE, MAIN, PAGES, PAST, SECTIONS
from reports.sign_off import OVERALL, answers, sign_off
from reports.tables import Row

TEMPLATES = Path(__file__).parent / "templates"
MOST_ROWS_IN_PAGE = 100
MOST_DRAFTS_IN_PAGE = 100
# What is drawn above which table, and what is said of it.
CHARTS = {
    "revenue_by_day": (revenue_chart, "Usage charged by day (UTC) and meter, before rounding; each currency has a scale of its own, in major units"),
    "receivables_by_age": (receivables_chart, "Left to pay by age; each currency has a scale of its own, in major units"),
    "budgets": (budgets_chart, "Spent of each budget, in percent; the line is the whole budget"),
}


@dataclass(frozen=True)
class Report:
    """``rows`` by table name, ``files``: sha256 by CSV file name. Names and reasons are data: all of it is escaped."""

    publication: Row
    rows: dict[str, list[Row]]
    files: dict[str, str]

    @cached_property
    def answers(self) -> list[Any]:
        """The questions of whoever signs, with their answers."""
        return answers(self.publication, self.rows)

    @property
    def sign_off(self) -> str:
        """``yes``, ``not_yet`` or ``no``."""
        return sign_off(self.answers)

    @cached_property
    def charts(self) -> dict[str, Markup]:
        """SVG text by the name of the table below it; empty without rows."""
        return {name: Markup(draw(self.rows[name])) for name, (draw, _) in CHARTS.items()}

    def main(self) -> str:
        """The main page."""
        return self._page("report.html", MAIN, sections=SECTIONS, answers=self.answers, overall=OVERALL[self.sign_off])

    def beside(self) -> dict[str, str]:
        """The pages beside the main one, by file name."""
        lines: dict[Any, list[Row]] = {}
        for line in self.rows[DRAFT_LINES.name]:
            lines.setdefault(line["invoice_id"], []).append(line)
        templates = {DRAFTS_PAGE: "drafts.html"}
        return {page.file: self._page(templates.get(page.file, "page.html"), page.file, page=page, lines_by_draft=lines) for page in PAGES}

    def past(self, kept: list[Row]) -> str:
        """The list of past reports, the newest first."""
        return self._page("past_reports.html", PAST, kept=kept, overalls=OVERALL)

    def _page(self, template: str, file: str, **more: Any) -> str:
        foot = f"Finance report, build {self.publication['build_number']} as of {amounts.readable_time(self.publication['as_of'])} UTC"
        style = (TEMPLATES / "report.css").read_text("utf-8") + f'@page {{ @bottom-left {{ content: "{foot}"; }} }}\n'
        return (
            _environment()
            .get_template(template)
            .render(
                publication=self.publication,
                rows=self.rows,
                charts=self.charts,
                chart_captions={name: caption for name, (_, caption) in CHARTS.items()},
                drafts_shown=self.rows[DRAFTS.name][:MOST_DRAFTS_IN_PAGE],
                most_rows=MOST_ROWS_IN_PAGE,
                files=self.files,
                file=file,
                pages=PAGES,
                style=Markup(style),
                style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
                **more,
            )
        )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"time": amounts.readable_time, "count": lambda value: amounts.grouped(str(value))}
    environment.filters["money"] = lambda minor, currency: amounts.grouped(amounts.major_amount(minor, currency))
    return environment
