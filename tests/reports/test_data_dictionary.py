"""The data dictionary says what the yml says, of every surface and column."""

from __future__ import annotations

from reports.data_dictionary import PAGE, page, surfaces


def test_the_page_is_what_the_yml_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make dictionary`"


def test_no_surface_and_no_column_is_missing() -> None:
    told = PAGE.read_text("utf-8")
    assert [model["name"] for model in surfaces() if f"### {model['config']['schema']}.{model['name']}\n" not in told] == []
    assert told.count("\n| `") == sum(len(model["columns"]) for model in surfaces()) > 500
