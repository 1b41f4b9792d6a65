"""The provider's side of the relay: what the outbox asks of Stripe is asked with the action's id as idempotency key, and the answer is landed.

Nothing is booked here: the next build follows the answer. The key comes from the environment and goes to the API only. What does not belong here:
when something is asked and how often (``deliver``), and the parameters of each request (``stripe_requests``).
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from ingest.reasons import BadRecord
from ingest.stripe_answers import land_answer, land_refusal
from reports.relay.channels import NotConfigured, Notice, Refused, Undeliverable, append
from reports.relay.stripe_requests import NotAsked, ask_again, asked, session_of

KEY = "TALLYHOUSE_STRIPE_WRITE_KEY"
BASE = "TALLYHOUSE_STRIPE_API_BASE"
RETURN_URL = "TALLYHOUSE_RETURN_URL"
SECONDS = 30
# The key is wrong, the same request is under way, or there are too many: that says nothing about the request.
NO_ANSWER = (401, 403, 408, 409, 425, 429)
CODE = re.compile(r"[\w.\[\]-]{1,100}")


def provider_of(folder: Path, clock: Callable[[], datetime]) -> Callable[[str, Notice], str | None]:
    """The channel that requests to a provider take: Stripe where a key is configured, else a file of the outbox's folder, a line each."""
    key = os.environ.get(KEY, "").strip()
    if not key:
        return lambda name, notice: append(folder, f"{name}.jsonl", notice)
    import stripe

    base = os.environ.get(BASE, "").strip()
    # What the library logs of an error is the provider's sentence, which may repeat the key.
    logging.getLogger("stripe").setLevel(logging.CRITICAL + 1)
    http = stripe.RequestsClient(timeout=SECONDS)
    # The relay repeats, and writes each attempt down: the library does not.
    client = stripe.StripeClient(key, max_network_retries=0, http_client=http, **({"base_addresses": {"api": base}} if base else {}))
    return lambda name, notice: _ask(client, name, notice, clock)


def _ask(client: Any, name: str, notice: Notice, clock: Callable[[], datetime]) -> str:
    """Ask Stripe, land what it says, and give the id of the landed event. Raises Refused, Undeliverable, NotConfigured."""
    import stripe

    if name != "stripe":
        raise Undeliverable("No adapter of this version speaks to this provider.")
    return_url = os.environ.get(RETURN_URL, "").strip()
    if notice["event_type"] in ("checkout_requested", "portal_requested") and not return_url:
        raise NotConfigured
    action_id = str(notice["subject_id"])
    try:
        answer = asked(client, notice, return_url)
        if answer.last_response.headers.get("Idempotent-Replayed") == "true":
            # The provider repeats what it said then, and its object may have moved on.
            answer = ask_again(client, notice, answer)
    except NotAsked as problem:
        raise Refused(str(problem), land_refusal(action_id, notice["event_type"], {"code": problem.code}, clock())) from None
    except stripe.StripeError as problem:
        if problem.http_status is None:
            raise Undeliverable(f"No answer ({type(problem).__name__}).") from None
        if not 400 <= problem.http_status < 500 or problem.http_status in NO_ANSWER:
            raise Undeliverable(f"Stripe answered {problem.http_status}.") from None
        said = _codes(problem)
        why = said.get("decline_code") or said.get("code") or said.get("type") or "no reason given"
        refusal = land_refusal(action_id, notice["event_type"], said, _told_at(problem.headers, clock))
        raise Refused(f"Stripe refused it with {problem.http_status}: {why}.", refusal) from None
    try:
        told_at = _told_at(answer.last_response.headers, clock)
        return land_answer(answer.last_response.body.encode(), told_at, action_id, session_of(notice, answer))
    except BadRecord:
        raise Undeliverable("Stripe's answer is no object of its API.") from None


def _codes(problem: Any) -> dict[str, Any]:
    """What a refusal says in codes. Its sentence is left out: it may repeat what nobody should read."""
    body = problem.json_body if isinstance(problem.json_body, dict) else {}
    error = body.get("error") if isinstance(body.get("error"), dict) else {}
    codes = {name: error[name] for name in ("type", "code", "decline_code", "param") if CODE.fullmatch(str(error.get(name) or ""))}
    return {"http_status": problem.http_status} | codes


def _told_at(headers: Any, clock: Callable[[], datetime]) -> datetime:
    """The provider's own clock, which its events go by, where it says what it is."""
    try:
        return parsedate_to_datetime((headers or {}).get("Date")).astimezone(UTC)
    except (TypeError, ValueError):
        return clock()
