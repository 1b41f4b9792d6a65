"""A house that closes, issues and is paid: builds through the command line, the rest as the commands call it, to save processes.

What does not belong here: what is expected (the stories).
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from ingest.actions import submit_action
from ingest.records import ingest_records
from ingest.stripe import ingest_stripe
from ingest.usage import ingest_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.verify import verify_book

USAGE = "event_id,source,event_kind,meter,account_id,quantity,occurred_at\n"


class BillingHouse:
    """One warehouse and its story: records, usage, payments, actions and builds."""

    def __init__(self, warehouse: TemporaryWarehouse, folder: Path) -> None:
        self.warehouse, self.folder, self.numbers = warehouse, folder, itertools.count(1)

    def records(self, kind: str, text: str) -> None:
        """Land records from CSV text with its header."""
        _landed(ingest_records(kind, [self._file(f"{kind}.csv", text)]))

    def usage(self, *used: tuple[str, str, int], source: str = "meter", meter: str = "unit") -> None:
        """Land (account, moment, quantity) of one meter."""
        rows = "".join(f"e{next(self.numbers)},{source},quantity,{meter},{account},{quantity},{moment}\n" for account, moment, quantity in used)
        _landed(ingest_usage([self._file("usage.csv", USAGE + rows)]))

    def payment(self, account: str, amount_minor: int, at_unix: int) -> None:
        """A payment in USD that a session announced and the provider captured."""
        name = f"{account}-{next(self.numbers)}"
        self.records(
            "payment_sessions",
            "session_id,account_id,provider_session_id,amount_minor,currency,created_at\n"
            f"{name},{account},cs_{name},{amount_minor},USD,2024-01-01T00:00:00Z\n",
        )
        session = {"object": "checkout.session", "id": f"cs_{name}", "payment_intent": f"pi_{name}", "client_reference_id": name}
        session |= {"amount_total": amount_minor, "currency": "usd", "status": "complete", "payment_status": "paid", "metadata": {}}
        event = {"id": f"evt_{name}", "object": "event", "api_version": "2024-06-20", "created": at_unix, "livemode": True}
        event |= {"type": "checkout.session.completed", "data": {"object": session}}
        _landed(ingest_stripe([self._file("events.jsonl", json.dumps(event) + "\n")]))

    def act(self, kind: str, *words: str, actor: str = "fay") -> dict[str, str]:
        """Ask for an action in the words of the command line; its answer."""
        named = {words[place].removeprefix("--").replace("-", "_"): words[place + 1] for place in range(0, len(words), 2)}
        named |= {"account_id": named.pop("account")} if "account" in named else {}
        named |= {"amount_minor": int(named["amount_minor"])} if "amount_minor" in named else {}
        return submit_action(kind, actor=actor, reason=f"{kind} of the story", **named)

    def accepted(self, kind: str, *words: str, actor: str = "fay") -> str:
        """Ask for an action that is accepted; its id."""
        answer = self.act(kind, *words, actor=actor)
        assert answer["status"] == "accepted", answer
        return answer["action_id"]

    def refused(self, kind: str, *words: str) -> str:
        """Ask for an action that is refused; why."""
        answer = self.act(kind, *words)
        assert answer["status"] == "refused", answer
        return answer["reason"]

    def approved(self, kind: str, *words: str) -> str:
        """Ask for an action and have another actor approve it; its id."""
        asked = self.accepted(kind, *words)
        self.accepted("approve", "--reference", asked, actor="carl")
        return asked

    def close(self, account: str, *days: str) -> None:
        for day in days:
            self.accepted("period_close", "--account", account, "--reference", day)

    def build(self, as_of: str) -> dict:
        """A build that is published, and a book that holds."""
        finished = self.warehouse.run("build", "--as-of", as_of, "--json")
        assert finished.exit_code == 0, (finished.output and finished.output.get("reason"), finished.errors)
        assert verify_book().ok, verify_book()
        return finished.output

    def documents(self, account: str) -> list[tuple]:
        """(number, type, begin of the period, status, total, due) of the account's documents and drafts, in order."""
        return self.warehouse.rows(
            "select invoice_number, document_type, period_start::date::text, status, total_minor, amount_due_minor from billing.invoices"
            " where account_id = %s order by period_start, issued_at, invoice_number",
            (account,),
        )

    def balance(self, account: str) -> tuple[int, int, int, int]:
        """(balance, unapplied credit, amounts due, not yet invoiced) in USD."""
        return self.warehouse.rows(
            "select balance_minor, unapplied_credit_minor, amount_due_minor, not_yet_invoiced_minor from billing.balances"
            " where account_id = %s and currency = 'USD'",
            (account,),
        )[0]

    def taxes(self, account: str) -> list[tuple]:
        """(jurisdiction, category, rate in basis points, taxable, tax, reason) of each tax of the account's document of January 2024."""
        return self.warehouse.rows(
            "select jurisdiction, category, trim_scale(rate_bp)::text, taxable_minor, invoice_taxes.tax_minor, reason from billing.invoice_taxes"
            " inner join billing.invoices using (invoice_id)"
            " where invoices.account_id = %s and period_start = '2024-01-01Z' and corrects_invoice_id is null order by 1, 2",
            (account,),
        )

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / f"{next(self.numbers)}-{name}"
        path.write_text(text)
        return path


def _landed(reports: list) -> None:
    assert [report for report in reports if report.rejected] == []
