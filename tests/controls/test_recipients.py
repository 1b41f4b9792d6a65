"""Who is told when contacts move, when an address is none, and when a channel breaks. Numbers by hand; units cost 1.00."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports.relay import channels, deliver
from reports.relay.channels import message_of
from tests.closing.billing_house import BillingHouse
from tests.controls.controlled_house import told, use
from tests.controls.receivers import a_mailbox
from tests.temporary_warehouse import Template, warehouse_in_environment

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
CONTACTS = "contact_id,account_id,project_id,role,channel,address\n"
CROSSED, RED = "budget_threshold_crossed", "build_failed"
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
def test_a_contact_that_moves_is_not_told_the_past_and_what_he_was_told_stays_told(house: BillingHouse, folder: Path) -> None:
    """ops goes from acme to its p1, desk from other to the house, night from the house to acme; hook gets another address."""
    house.records(
        "contacts",
        f"{CONTACTS}ops,acme,,,file,ops\nhook,acme,,,webhook,no address\ndesk,other,,,file,desk\nnight,acme,,house,file,night\n",
    )
    use(
        house,
        "quantity,unit,acme,6,2024-01-10T10:00:00Z,,,",
        "quantity,unit,acme,5,2024-01-10T10:00:00Z,p1,,",
        "quantity,unit,other,10,2024-01-10T10:00:00Z,,,",
    )
    house.build("2024-01-11T00:00:00Z")
    build_red(house, "2024-01-12T00:00:00Z")
    # ops is told of both budgets, desk of one and night of the build; hook cannot be told of either budget.
    assert round_at(0) == counted(delivered=4, failed=2)
    of_january = [(CROSSED, 1, "retrying", ["hook", "ops"])] * 2
    assert told(house, "acme") == of_january

    # hook is corrected before the build: he never was at p9.
    house.records("contacts", f"{CONTACTS}hook,acme,p9,,file,p9\n")
    house.records(
        "contacts", f"{CONTACTS}ops,acme,p1,,file,ops\nhook,acme,,,file,hook\ndesk,other,,house,file,desk\nnight,acme,,night shift,file,night\n"
    )
    use(house, "quantity,unit,acme,5,2024-02-10T10:00:00Z,p1,,", "quantity,unit,other,10,2024-02-10T10:00:00Z,,,")
    house.build("2024-02-11T00:00:00Z")
    build_red(house, "2024-02-12T00:00:00Z")
    assert told(house, "acme") == [*of_january, (CROSSED, 1, "pending", ["ops"])]
    assert told(house, "other") == [(CROSSED, 1, "delivered", ["desk"]), (CROSSED, 1, "unaddressed", [])]
    assert told(house, None) == [(RED, 1, "delivered", ["night"]), (RED, 1, "pending", ["desk"])]

    # ops leaves for bolt, where 10.00 were used before him, and what he was to be told at p1 goes where he was.
    house.records("contacts", f"{CONTACTS}ops,bolt,,,file,bolt\n")
    use(house, "quantity,unit,acme,10,2024-03-01T10:00:00Z,p1,,")
    house.build("2024-03-01T12:00:00Z")
    # hook of both budgets of January and, as p1 has nobody any more, of both of March, like night; ops of p1's February, desk of the build.
    assert round_at(60) == counted(delivered=8)
    assert told(house, "acme") == [
        *[(CROSSED, 1, "delivered", ["hook", "ops"])] * 2,
        (CROSSED, 1, "delivered", ["ops"]),
        *[(CROSSED, 1, "delivered", ["hook", "night"])] * 2,
    ]
    assert {name: len((folder / name).read_text().splitlines()) for name in ("ops", "hook", "desk", "night")} == {
        "ops": 3, "hook": 4, "desk": 2, "night": 3,
    }  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == ["desk", "hook", "night", "ops"]


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
        # ops is there too, and told in a file like c.
        assert round_at(120, attempts=2) == counted(delivered=1, failed=4)
        assert [recipient for _, recipient, _ in mailbox.mails] == ["ops@bolt.example"]
        attempts = "select contact_id, error from control.outbox_deliveries where contact_id in ('a', 'b', 'c') order by 1"
        assert house.warehouse.rows(attempts) == [
            ("a", "The address is no e-mail address."),
            ("b", "The address is no e-mail address."),
            ("c", "The channel broke (RuntimeError)."),
        ]
        broken.setattr(channels, "append", lambda *_: None)
        assert round_at(180, attempts=2) == counted(delivered=2, dead=2)


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


def build_red(house: BillingHouse, as_of: str) -> None:
    """A build whose gate is red."""
    change = "update current.group_totals set posted_minor = posted_minor {} 1 where account_id = 'other' and is_posted"
    with house.warehouse.connect() as connection:
        connection.execute(change.format("-"))
    assert house.warehouse.run("build", "--as-of", as_of, "--json").exit_code == 1
    with house.warehouse.connect() as connection:
        connection.execute(change.format("+"))


def round_at(seconds: int, attempts: int = 10) -> dict[str, int]:
    """A round of the relay so many seconds after noon."""
    return deliver(clock=lambda: NOON + timedelta(seconds=seconds), attempts=attempts)


def counted(**outcomes: int) -> dict[str, int]:
    """What a round counts, where nothing else came of it."""
    return {"delivered": 0, "failed": 0, "dead": 0, "refused": 0, "not_configured": 0} | outcomes
