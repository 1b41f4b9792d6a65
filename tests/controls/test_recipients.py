"""Who is told when an address is none, and when a channel breaks. Numbers by hand; units cost 1.00."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports.relay import channels, deliver
from reports.relay.channels import message_of
from tests.closing.billing_house import BillingHouse
from tests.controls.controlled_house import use
from tests.controls.receivers import a_mailbox
from tests.temporary_warehouse import Template, warehouse_in_environment

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
CONTACTS = "contact_id,account_id,project_id,role,channel,address\n"
RED = "build_failed"
NOTICE = {
    "outbox_event_id": "6d0e", "event_type": RED, "account_id": None, "project_id": None, "subject_type": "build", "subject_id": "1",
    "build_number": 1, "payload": {}, "occurred_at": NOON,
}  # fmt: skip


@pytest.fixture(scope="module")
def house(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BillingHouse]:
    """acme may spend 10.00 a month, 5.00 of them for p1; other 10.00."""
    with template.copy(is_compiled=True) as fresh, warehouse_in_environment(fresh.settings):
        furnished = BillingHouse(fresh, tmp_path_factory.mktemp("recipients"))
        furnished.records("accounts", "account_id,currency\nacme,USD\nother,USD\nbolt,USD\n")
        furnished.records("prices", "price_id,meter,currency,model,unit_price\nunit-usd,unit,USD,per_unit,1.00\n")
        furnished.records(
            "budget_policies",
            "policy_id,account_id,project_id,currency,amount_minor,threshold_percents\n"
            "whole,acme,,USD,1000,100\npart,acme,p1,USD,500,100\nother,other,,USD,1000,100\nbolt,bolt,,USD,1000,100\n",
        )
        yield furnished


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are told, the same for the whole story."""
    found = tmp_path_factory.getbasetemp() / "outbox"
    monkeypatch.setenv("TALLYHOUSE_OUTBOX_FOLDER", str(found))
    return found


@pytest.mark.slow
def test_an_address_that_is_none_and_a_channel_that_breaks_keep_nobody_else_waiting(
    house: BillingHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.records(
        "contacts",
        f"{CONTACTS}a,bolt,,,email,(ops@bolt.example)\nb,bolt,,,email,ops@[10.0.0.5\nc,bolt,,,file,broken\nd,bolt,,,email,ops@bolt.example\n",
    )
    use(house, "quantity,unit,bolt,10,2024-03-02T10:00:00Z,,,")
    house.build("2024-03-03T00:00:00Z")

    def breaks(folder: Path, name: str, notice: dict) -> None:
        raise RuntimeError(f"{name} holds a secret")

    with a_mailbox() as mailbox, monkeypatch.context() as broken:
        broken.setattr(channels, "append", breaks)
        broken.setenv("TALLYHOUSE_SMTP_URL", f"smtp://127.0.0.1:{mailbox.port}")
        broken.setenv("TALLYHOUSE_SMTP_FROM", "billing@tallyhouse.example")
        assert round_at(120, attempts=2) == counted(delivered=1, failed=3)
        assert [recipient for _, recipient, _ in mailbox.mails] == ["ops@bolt.example"]
        attempts = "select contact_id, error from control.outbox_deliveries where contact_id in ('a', 'b', 'c') order by 1"
        assert house.warehouse.rows(attempts) == [
            ("a", "The address is no e-mail address."),
            ("b", "The address is no e-mail address."),
            ("c", "The channel broke (RuntimeError)."),
        ]
        broken.setattr(channels, "append", lambda *_: None)
        assert round_at(180, attempts=2) == counted(delivered=1, dead=2)


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b", "a b@c", "a,b@c", "a;b@c", "<a@b>", "A <a@b>", "a@b\r\nBcc: c@d", "a@b@", "(a@b)", "a@b(c)", "a@[", "a@[1", "a@[10.0.0.5"],
)
def test_what_is_not_exactly_one_address_gets_no_mail(address: str) -> None:
    with pytest.raises(ValueError):
        message_of(address, NOTICE, "billing@tallyhouse.example")


@pytest.mark.parametrize("address", ["ops@acme.example", "o'brien+b%c@acme.example", "ops@[10.0.0.5]", '"ops"@acme.example', "a@bücher.example"])
def test_what_is_an_address_gets_it(address: str) -> None:
    assert message_of(address, NOTICE, "billing@tallyhouse.example")["To"] in (address, address.replace('"', ""))


def round_at(seconds: int, attempts: int = 10) -> dict[str, int]:
    """A round of the relay so many seconds after noon."""
    return deliver(clock=lambda: NOON + timedelta(seconds=seconds), attempts=attempts)


def counted(**outcomes: int) -> dict[str, int]:
    """What a round counts, where nothing else came of it."""
    return {"delivered": 0, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0} | outcomes
