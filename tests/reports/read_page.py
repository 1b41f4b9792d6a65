"""Read a report page back: its tables with captions, headings and cells, and every address it mentions. The standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageTable:
    """One table as it reads: ``scopes`` of its heading cells, rows of cell texts."""

    caption: str = ""
    headings: list[str] = field(default_factory=list)
    scopes: list[str | None] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """``tables`` in the order of the page, levels of its ``headings``, ``ids``, ``links``, ``tags``, ``addresses`` of what a browser might load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[PageTable] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.event_attributes: list[str] = []
        self._into: list[str] | None = None
        self._in_body = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.headings += [int(tag[1])] if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else []
        self.ids += [str(values["id"])] if "id" in values else []
        self.event_attributes += [name for name in values if name.startswith("on") or name == "style"]
        self.addresses += [str(values[name]) for name in ("src", "srcset", "data", "action", "poster") if name in values]
        if tag == "a":
            self.links.append(values.get("href") or "")
        elif tag in ("link", "image", "use"):
            self.addresses.append(values.get("href") or values.get("xlink:href") or "")
        elif tag == "table":
            self.tables.append(PageTable())
        elif tag == "tbody":
            self._in_body = True
        elif tag == "tr" and self._in_body:
            self.tables[-1].rows.append([])
        elif tag in ("caption", "th", "td"):
            self._into = []
            if tag == "th":
                self.tables[-1].scopes.append(values.get("scope"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._in_body = False
        elif tag in ("caption", "th", "td") and self._into is not None:
            text = "".join(self._into).strip()
            self._into = None
            if tag == "caption":
                self.tables[-1].caption = text
            elif self._in_body:
                self.tables[-1].rows[-1].append(text)
            else:
                self.tables[-1].headings.append(text)

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def table(self, caption: str) -> PageTable:
        """The one table with this caption."""
        return next(table for table in self.tables if table.caption == caption)
