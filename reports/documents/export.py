"""Which documents are exported in which forms, and the files that come of it: one name for each document, one ending for each form.

What does not belong here: what stands in a file (``evidence``, ``paper``, ``ubl``).
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.types.json import set_json_loads

from reports.documents.evidence import Row, as_json, evidence_of, rows
from reports.documents.paper import as_html, as_pdf
from reports.documents.ubl import as_ubl
from reports.documents.vat import CannotBeSaid
from reports.whole_file import whole_file
from warehouse.connection import connect
from warehouse.errors import WrongUse
from warehouse.progress import Progress, silent

FORMS = ("json", "html", "pdf", "xml")
KEPT_IN_FILE_NAMES = "-_. "  # beside letters and digits; all else is percent-encoded


def write_documents(
    out: Path, forms: Iterable[str], *, name: str | None = None, account: str | None = None, period: str | None = None, progress: Progress = silent
) -> dict[str, Any]:
    """Write documents in the given FORMS; ``out`` is a folder, or the file where it ends on one of them and one document is meant.

    ``name``: a document's number or id; ``account`` and ``period`` (first day, YYYY-MM-DD): all of theirs. What a form cannot
    hold is told in ``without``. {"documents": [{"invoice_number", "invoice_id", "files": {form: path}, "sha256": {form: hex}}],
    "without": [{"invoice_number", "form", "reason"}]}. Raises WrongUse when nothing is meant, or a number means more than one.
    """
    forms = [form for form in FORMS if form in forms]
    with connect("finance", application="tallyhouse export") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        set_json_loads(functools.partial(json.loads, parse_float=Decimal), connection)
        headers = _documents(connection, name, account, period)
        single = _single_file(out, headers)
        forms = [single] if single else forms
        told: dict[str, Any] = {"documents": [], "without": []}
        names = _file_names(headers)
        for count, header in enumerate(headers, 1):
            progress("writing documents", count)
            _write(connection, header, out if single else out / names[header["invoice_id"]], forms, told)
    if single and told["without"]:
        raise WrongUse(f"{headers[0]['invoice_number']} cannot be written as {single}: {told['without'][0]['reason']}.")
    return told


def _documents(connection: psycopg.Connection, name: str | None, account: str | None, period: str | None) -> list[Row]:
    found = rows(connection, "documents_issued", name=name, account=account, period=period)
    if not found:
        meant = f"document {name}" if name else "issued document of these"
        raise WrongUse(f"There is no {meant}: take a number from billing.invoices, and issue a draft with `tallyhouse action invoice_issue` first.")
    if name and len(found) > 1:
        raise WrongUse(f"More than one document goes by {name}: name it by its id, or add --account.")
    return found


def _single_file(out: Path, headers: list[Row]) -> str | None:
    """The form that ``out`` names by its ending, else None: then it is a folder."""
    form = out.suffix.removeprefix(".").lower()
    if form not in FORMS or out.is_dir():
        return None
    if len(headers) > 1:
        raise WrongUse(f"--out {out} is one file, and {len(headers)} documents are meant: name a folder.")
    return form


def _write(connection: psycopg.Connection, header: Row, out: Path, forms: list[str], told: dict[str, Any]) -> None:
    """``out``: the file where it has the ending of a form, else the file without its ending."""
    evidence = evidence_of(connection, header)
    files, hashes = {}, {}
    page = as_html(evidence)
    for form in forms:
        try:
            content = _content(form, evidence, page)
        except CannotBeSaid as reason:
            told["without"].append({"invoice_number": header["invoice_number"], "form": form, "reason": str(reason)})
            continue
        path = out if out.suffix.lower() == f".{form}" else out.with_name(f"{out.name}.{form}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            unfinished.write_bytes(content)
        files[form], hashes[form] = str(path), hashlib.sha256(content).hexdigest()
    told["documents"].append({"invoice_number": header["invoice_number"], "invoice_id": header["invoice_id"], "files": files, "sha256": hashes})


def _content(form: str, evidence: Row, page: bytes) -> bytes:
    if form == "json":
        return as_json(evidence)
    if form == "html":
        return page
    return as_pdf(page) if form == "pdf" else as_ubl(evidence)


def _file_names(headers: list[Row]) -> dict[str, str]:
    """File name by document id: its number, with the issuer where two issuers use the same."""
    shared = Counter(header["invoice_number"] for header in headers)
    return {
        header["invoice_id"]: quote(
            header["invoice_number"] if shared[header["invoice_number"]] == 1 else f"{header['invoice_number']} {header['seller_id']}",
            safe=KEPT_IN_FILE_NAMES,
        )
        for header in headers
    }
