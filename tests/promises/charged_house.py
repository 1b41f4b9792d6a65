"""A house whose charges are told as a story: records, usage and builds through the real command line. What does not belong here: what is expected."""

from __future__ import annotations

from pathlib import Path

from tests.temporary_warehouse import TemporaryWarehouse

ACCOUNTS = "account_id,currency,billing_timezone,retail_plan_id\nacme,USD,UTC,\nkolk,USD,Asia/Kolkata,\n"
UNIT_PRICE = (
    "price_id,plan_id,account_id,meter,currency,model,unit_price,minimum_amount,flat_fee,charge_timing,proration,interval,zero_usage_fee,valid_from\n"
)
HEADERS = {
    "subscriptions": "subscription_id,account_id,plan_id,quantity,starts_at,ends_at\n",
    "plans": "plan_id,plan_version_id,currency,minimum_amount,maximum_amount\n",
    "discounts": "discount_id,account_id,percent,amount_minor,currency,meter,starts_at,ends_at,max_periods\n",
    "commit_contracts": "contract_id,account_id,currency,amount_minor,starts_at,ends_at,overage_multiplier\n",
    "credit_grants": "grant_id,account_id,currency,amount_minor,priority,effective_at,expires_at\n",
    "price_tiers": "price_id,tier_no,up_to,unit_price,flat_fee\n",
    "prices": UNIT_PRICE,
    "accounts": "account_id,currency,billing_timezone,retail_plan_id\n",
}
CATALOGUE = "unit-usd,,,unit,USD,per_unit,1.00,,,,,,,\n"


class House:
    """One warehouse and its story: records, usage and builds."""

    def __init__(self, warehouse: TemporaryWarehouse, folder: Path) -> None:
        self.warehouse, self.folder, self.files, self.events = warehouse, folder, 0, 0
        self.records("accounts", ACCOUNTS.split("\n", 1)[1])

    def records(self, kind: str, rows: str, header: str | None = None) -> None:
        self._land("records", kind, path=self._file(f"{kind}.csv", (header or HEADERS[kind]) + rows))

    def usage(self, *used: tuple[str, int], account: str = "acme") -> None:
        lines = "event_id,source,event_kind,meter,account_id,quantity,occurred_at\n"
        for moment, quantity in used:
            self.events += 1
            lines += f"{account}-{moment}-{quantity},test,quantity,unit,{account},{quantity},{moment}\n"
        self._land("usage", path=self._file("usage.csv", lines))

    def build(self, *as_of: str) -> None:
        finished = self.warehouse.run("build", *(word for moment in as_of for word in ("--as-of", moment)), "--json")
        assert finished.exit_code == 0, (finished.output, finished.errors)
        checked = self.warehouse.run("verify", "--json")
        assert checked.exit_code == 0, checked.output

    def balance(self, account: str = "acme") -> int:
        return self.warehouse.rows("select coalesce(sum(balance_minor), 0)::bigint from billing.balances where account_id = %s", (account,))[0][0]

    def charges(self, account: str = "acme") -> list[tuple[str, str, int]]:
        """(line type, begin of the service period, amount) of every posted group that comes to something."""
        return self.warehouse.rows(
            "select line_type, to_char(service_period_start, 'YYYY-MM-DD'), (-posted_minor)::bigint"
            " from book.posting_groups inner join current.group_totals using (posting_group_id)"
            " where posting_groups.account_id = %s and posted_minor <> 0 order by 2, 1, 3",
            (account,),
        )

    def _land(self, *words: str, path: Path) -> None:
        finished = self.warehouse.run("ingest", *words, path, "--json")
        assert finished.exit_code == 0, (finished.output, finished.errors)
        assert finished.output["rejected"] == 0, finished.output

    def _file(self, name: str, text: str) -> Path:
        self.files += 1
        path = self.folder / f"{self.files}-{name}"
        path.write_text(text)
        return path
