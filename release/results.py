"""What a built golden month came to: rated lines, entries, draft lines, drafts and balances as rows of text, and how two sets of them differ.

A folder of results holds ``release.json`` and ``<month>/<export>.csv``, the many rated lines as ``.csv.gz``. What does not belong here: who
approved a difference (``approvals``).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from release.judgement import Refused
from warehouse.connection import connect
from warehouse.errors import WrongUse

HERE = Path(__file__).parent
RELEASED = HERE / "released"
COMPRESSED = ("rated_lines",)
EXPORTS = ("rated_lines", "ledger_entries", "draft_lines", "drafts", "balances")

Row = dict[str, str]
Results = dict[str, dict[str, Row]]  # export -> key -> row


@dataclass(frozen=True)
class Difference:
    """One row that is not what the last release made of it. ``change`` says how, in the words that an approval repeats; amounts are minor units."""

    month: str
    export: str
    key: str
    account_id: str
    what: str
    currency: str
    amount_before: Decimal | None
    amount_after: Decimal | None
    change: str

    @property
    def amount_change(self) -> Decimal:
        """What the amount moves by; a row that is gone or new moves it by all of it."""
        return (self.amount_after or Decimal(0)) - (self.amount_before or Decimal(0))

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What an approval must name."""
        return self.month, self.export, self.key, self.change

    def to_dict(self) -> dict[str, str | None]:
        """As the evidence carries it: amounts as text, so that nothing makes a float of them."""
        amounts = {name: getattr(self, name) for name in ("amount_before", "amount_after", "amount_change")}
        told = {name: getattr(self, name) for name in ("month", "export", "key", "account_id", "what", "currency")}
        return told | {name: None if amount is None else f"{amount:f}" for name, amount in amounts.items()} | {"change": self.change}


def read_results() -> Results:
    """The results of the warehouse of this process, read as the finance role in one snapshot. Raises Refused for a key that is there twice."""
    results: Results = {}
    with connect("finance", application="tallyhouse release-check") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        for export in EXPORTS:
            cursor = connection.execute((HERE / "exports" / f"{export}.sql").read_text("utf-8"))
            columns = [column.name for column in cursor.description or []]
            rows = [dict(zip(columns, map(_text, row), strict=True)) for row in cursor]
            results[export] = {row["key"]: row for row in rows}
            if len(results[export]) != len(rows):
                raise Refused(f"{export} has {len(rows) - len(results[export])} rows whose key another row has too: ids must tell rows apart.")
    return results


def read_folder(folder: Path) -> tuple[dict[str, Any], dict[str, Results]]:
    """(``release.json``, month -> results) of a folder of results. Raises WrongUse for a folder that is none."""
    try:
        release = json.loads((folder / "release.json").read_text("utf-8"))
        months = {
            month: {export: {row["key"]: row for row in _csv_rows(_file(folder, month, export))} for export in EXPORTS} for month in release["months"]
        }
    except (OSError, EOFError, ValueError, KeyError, TypeError) as problem:
        raise WrongUse(f"{folder} holds no results of a release ({problem}): name a folder that a release check wrote as `results`.") from problem
    return release, months


def write_folder(folder: Path, release: dict[str, Any], months: dict[str, Results]) -> None:
    """Write a folder of results anew: what the next release check may compare with."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for month, results in months.items():
        (folder / month).mkdir(parents=True, exist_ok=True)
        for export, rows in results.items():
            path, content = _file(folder, month, export), _csv_text(list(rows.values())).encode()
            # Without a time in it, so that the same rows are the same bytes.
            path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    (folder / "release.json").write_text(json.dumps(release | {"months": sorted(months)}, indent=1) + "\n", "utf-8")


def compare(month: str, released: Results, results: Results) -> list[Difference]:
    """Every row that is gone, new or changed, in the order of the exports and then of the keys."""
    found = []
    for export in EXPORTS:
        before, after = released.get(export, {}), results[export]
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            if was and now and was["currency"] != now["currency"]:
                # Amounts of two currencies have no difference.
                found += [_difference(month, export, key, was, None), _difference(month, export, key, None, now)]
            elif was != now:
                found.append(_difference(month, export, key, was, now))
    return found


def totals(results: Results) -> dict[str, dict[str, str]]:
    """Export -> currency -> sum of the amounts in minor units, exact. Rated lines that are statements only are not counted in."""
    sums: dict[str, dict[str, Decimal]] = {export: defaultdict(Decimal) for export in EXPORTS}
    for export, rows in results.items():
        for row in rows.values():
            if row.get("is_posted") != "False":
                sums[export][row["currency"]] += Decimal(row["amount"])
    return {export: {currency: f"{amount:f}" for currency, amount in sorted(of_export.items())} for export, of_export in sums.items()}


def _difference(month: str, export: str, key: str, before: Row | None, after: Row | None) -> Difference:
    row = after or before or {}
    if before is None:
        change = f"new: {row['amount']} {row['currency']}"
    elif after is None:
        change = f"gone: {row['amount']} {row['currency']}"
    else:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        change = ", ".join(f"{name}: {before.get(name, '')} -> {after.get(name, '')}" for name in names)
    what = " ".join(row[name] for name in ("line_type", "entry_type", "status", "meter", "resource_type") if row.get(name))
    amounts = (Decimal(one["amount"]) if one else None for one in (before, after))
    return Difference(month, export, key, row["account_id"], what, row["currency"], *amounts, change)


def _file(folder: Path, month: str, export: str) -> Path:
    return folder / month / (f"{export}.csv.gz" if export in COMPRESSED else f"{export}.csv")


def _csv_rows(path: Path) -> list[Row]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _csv_text(rows: list[Row]) -> str:
    target = io.StringIO()
    if rows:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return target.getvalue()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)
