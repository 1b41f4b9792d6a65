"""Migrations before a release: what was released stays, and what breaks or rewrites the book is red, from nothing and on an earlier database."""

from __future__ import annotations

import pytest

from release.judgement import Refused
from release.migrations import earlier_databases, from_earlier, from_nothing, migrations_are_those_released
from release.own_server import OwnServer
from tests.temporary_warehouse import Template
from warehouse.migrate import Migration, read_migrations


def test_a_released_migration_is_never_edited_nor_taken_away() -> None:
    now = [Migration(1, "first", "select 1;"), Migration(2, "second", "select 2;")]
    released = [{"number": one.number, "name": one.name, "sha256": one.sha256} for one in now]
    assert "the 1 of the last release are unchanged" in migrations_are_those_released(released[:1], now)
    with pytest.raises(Refused, match="0002_second was changed"):
        migrations_are_those_released(released, [now[0], Migration(2, "second", "select 3;")])
    with pytest.raises(Refused, match="0002_second is gone"):
        migrations_are_those_released(released, now[:1])


@pytest.mark.slow
def test_a_migration_that_breaks_or_rewrites_the_book_is_red(template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = read_migrations()
    server = OwnServer(template.server_url, template.home)
    catalogue = from_nothing(server)[1]
    [dump] = earlier_databases()

    def one_more(text: str) -> None:
        monkeypatch.setattr("warehouse.migrate.read_migrations", lambda: [*shipped, Migration(len(shipped) + 1, "one_more", text)])

    one_more("create tabel book.typo ();")
    with pytest.raises(Refused, match=r"refuses the migration \d+ one_more: syntax error"):
        from_nothing(server)
    one_more(
        "alter table book.journal_legs disable trigger never_changed;"
        " update book.journal_legs set amount_minor = amount_minor * 2;"
        " alter table book.journal_legs enable always trigger never_changed;"
    )
    with pytest.raises(Refused, match=r"changed rows of book\.journal_legs"):
        from_earlier(server, dump, catalogue)
    one_more("do $$ begin if exists (select from control.builds) then alter table raw.prices add column only_after_an_upgrade text; end if; end $$;")
    with pytest.raises(Refused, match=r"not the one made from nothing; differences: 1, the first: column raw\.prices\.only_after_an_upgrade"):
        from_earlier(server, dump, catalogue)
