"""Requests of the outbox in the words of Stripe's API. A refund that an earlier attempt made is found again: a lost answer gives nothing back twice.

What does not belong here: errors, answers and the key (``provider``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from reports.relay.channels import Notice

REFUNDS_OF_A_PAGE = 100
LONGEST_KEY = 255


class NotAsked(Exception):
    """Why a request cannot be put to the provider at all, with a code like those of the provider."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def asked(client: Any, notice: Notice, return_url: str) -> Any:
    """The provider's object after the request. Raises stripe.StripeError, and NotAsked."""
    payload, options = notice["payload"], {"idempotency_key": key_of(notice)}
    action_id = str(notice["subject_id"])
    match notice["event_type"]:
        case "refund_requested":
            about = {"payment_intent" if payload["payment_id"].startswith("pi_") else "charge": payload["payment_id"]}
            made = _refund_made(client, about, action_id)
            if made is not None:
                return client.v1.refunds.retrieve(made)
            metadata = {"action_id": action_id, "mode": payload["mode"]}
            return client.v1.refunds.create(about | {"amount": _amount(payload), "metadata": metadata}, options)
        case "evidence_submitted":
            evidence = {"evidence": {"uncategorized_text": payload["text"]}, "submit": True, "metadata": {"action_id": action_id}}
            return client.v1.disputes.update(payload["dispute_id"], evidence, options)
        case "checkout_requested":
            return client.v1.checkout.sessions.create(_checkout(payload, action_id, return_url), options)
        case "portal_requested":
            return client.v1.billing_portal.sessions.create({"customer": payload["customer_id"], "return_url": return_url}, options)
        case other:
            raise NotAsked("unknown_request", f"This version does not ask Stripe for {other}.")


def ask_again(client: Any, notice: Notice, answer: Any) -> Any:
    """The object as it is now, where it can be retrieved."""
    of_the_kind = {"refund_requested": client.v1.refunds, "evidence_submitted": client.v1.disputes, "checkout_requested": client.v1.checkout.sessions}
    service = of_the_kind.get(notice["event_type"])
    return service.retrieve(answer.id) if service is not None else answer


def key_of(notice: Notice) -> str:
    """The action's id; the event's where a header cannot carry that."""
    action_id = str(notice["subject_id"])
    return action_id if action_id.isascii() and action_id.isprintable() and len(action_id) <= LONGEST_KEY else str(notice["outbox_event_id"])


def session_of(notice: Notice, answer: Any) -> dict[str, Any] | None:
    """The record of a payment session that the answer opened; the same at every attempt."""
    if notice["event_type"] != "checkout_requested":
        return None
    payload = notice["payload"]
    session = {
        "session_id": str(notice["subject_id"]), "account_id": payload["account_id"], "provider": "stripe", "provider_session_id": answer.id,
        "idempotency_key": key_of(notice), "amount_minor": payload["amount_minor"], "currency": payload["currency"],
        "invoice_id": payload["invoice_id"], "created_at": datetime.fromtimestamp(answer.created, UTC).isoformat(),
        "correlation_id": payload["correlation_id"],
    }  # fmt: skip
    return {name: value for name, value in session.items() if value is not None}


def _refund_made(client: Any, about: dict[str, str], action_id: str) -> str | None:
    """The refund of the payment that names the action. Keys are forgotten after a day, refunds are not."""
    for refund in client.v1.refunds.list(about | {"limit": REFUNDS_OF_A_PAGE}).auto_paging_iter():
        if refund.metadata and refund.metadata.to_dict().get("action_id") == action_id:
            return refund.id
    return None


def _checkout(payload: dict[str, Any], action_id: str, return_url: str) -> dict[str, Any]:
    name = f"Invoice {payload['invoice_number']}" if payload["invoice_number"] else "Balance top-up"
    price = {"currency": payload["currency"].lower(), "unit_amount": _amount(payload), "product_data": {"name": name}}
    session = {
        "mode": "payment", "client_reference_id": action_id, "success_url": return_url, "cancel_url": return_url,
        "line_items": [{"quantity": 1, "price_data": price}], "metadata": {"session_id": action_id},
        "payment_intent_data": {"metadata": {"session_id": action_id}},
    }  # fmt: skip
    return session | ({"customer": payload["customer_id"]} if payload["customer_id"] else {})


def _amount(payload: dict[str, Any]) -> int:
    """Minor units of the provider. Raises NotAsked for an amount that it cannot write."""
    amount = payload["provider_amount"]
    if not amount.isdigit():
        raise NotAsked("amount_not_whole", f"Stripe cannot write {payload['amount_minor']} minor units of {payload['currency']}.")
    return int(amount)
