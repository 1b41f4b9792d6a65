"""Stripe events from its API into ``raw.stripe_events``: page by page, each page a transaction of its own, until nothing is left that is missing.

The pages are landed byte for byte as the API gave them. What does not belong here: files (``ingest.stripe``), webhooks (``ingest.webhook``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from ingest.batches import IngestReport
from ingest.source_files import SourceFile
from ingest.stripe import land_events
from ingest.stripe_events import read_pieces
from warehouse.connection import connect
from warehouse.errors import WarehouseUnreachable, WrongUse
from warehouse.progress import Progress, silent

KEY = "TALLYHOUSE_STRIPE_API_KEY"
BASE = "TALLYHOUSE_STRIPE_API_BASE"
# The API keeps events for 30 days; an event can be told some time after it was made.
KEPT_BY_THE_API = timedelta(days=30)
EVENTS_OF_A_PAGE = 100


def ingest_from_api(since: datetime | None = None, progress: Progress = silent) -> list[IngestReport]:
    """Land every event that the API has since ``since`` (or its 30 days) and the warehouse lacks; one report per page that had one.

    Events come newest first. Each page is compared with the warehouse and landed at once, so a run that was cut off is resumed by running it again:
    what is there already is compared by its id and costs one query a page. The key comes from TALLYHOUSE_STRIPE_API_KEY and goes to the API only.
    Raises WrongUse without a key or when the API refuses it, WarehouseUnreachable when the API does not answer.
    """
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise WrongUse(f"The API needs a key: put a restricted key that may read events into {KEY}.")
    begin = since or datetime.now(UTC) - KEPT_BY_THE_API
    reports: list[IngestReport] = []
    with connect("ingest", autocommit=True, application="tallyhouse ingest stripe") as connection:
        for number, page in enumerate(_pages(key, begin), start=1):
            missing = _missing(connection, SourceFile(f"page {number}", content=page))
            if missing:
                source = SourceFile(f"stripe-api-{missing[0]}.json", content=page)
                reports.append(land_events(connection, source, again=True))
            progress(f"read page {number} of the API, {sum(report.landed for report in reports)} events landed")
    return reports


def _missing(connection: psycopg.Connection, page: SourceFile) -> list[str]:
    """Ids of the page that the warehouse has neither landed nor, in these bytes, in quarantine; in the order of the page."""
    events = {json.loads(piece.content)["id"]: hashlib.sha256(piece.content).digest() for piece in read_pieces(page)}
    known = connection.execute("select event_id from raw.stripe_events where event_id = any(%s)", (list(events),)).fetchall()
    missing = {event_id: digest for event_id, digest in events.items() if (event_id,) not in known}
    if missing:
        rejected = "select content_sha256 from raw.rejected_records where kind = 'stripe' and content_sha256 = any(%s)"
        kept = {bytes(row[0]) for row in connection.execute(rejected, (list(missing.values()),)).fetchall()}
        missing = {event_id: digest for event_id, digest in missing.items() if digest not in kept}
    return list(missing)


def _pages(key: str, since: datetime) -> Iterator[bytes]:
    """Bodies of the pages of GET /v1/events, newest first. What the library says in an error is not repeated: it can hold the key."""
    import stripe

    base = os.environ.get(BASE, "").strip()
    client = stripe.StripeClient(key, max_network_retries=2, **({"base_addresses": {"api": base}} if base else {}))
    after: str | None = None
    while True:
        asked = {"limit": EVENTS_OF_A_PAGE, "created": {"gte": int(since.timestamp())}} | ({"starting_after": after} if after else {})
        try:
            page = client.v1.events.list(asked)
        except (stripe.AuthenticationError, stripe.PermissionError):
            raise WrongUse(f"Stripe refuses the key in {KEY}: use one that may read events.") from None
        except stripe.StripeError as problem:
            raise WarehouseUnreachable(
                f"Stripe's API does not answer ({type(problem).__name__}): run this again, it goes on where it stopped."
            ) from None
        yield page.last_response.body.encode()
        if not page.has_more or not page.data:
            return
        after = page.data[-1].id
