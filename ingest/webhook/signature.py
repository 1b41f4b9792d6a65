"""Stripe's signature scheme, checked over the raw bytes. Pure: the clock and the secrets come from the caller.

Stripe's own library takes timestamps of the future and turns the tolerance off at 0; this does neither.
What does not belong here: the body's meaning.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence

TOLERANCE_SECONDS = 300
LONGEST_HEADER = 4096


class WrongSignature(Exception):
    """Why a delivery is not taken, in words that hold nothing of the body, the header or a secret."""


def check_signature(body: bytes, header: bytes | None, secrets: Sequence[bytes], now: float) -> None:
    """Raise WrongSignature unless the header has a right signature of ``body`` under one of the secrets, made at most 300 s from ``now``.

    ``header``: the value of Stripe-Signature, ``t=<seconds>,v1=<hex>[,v1=<hex>...]``; other schemes in it are not looked at. ``now``: seconds since
    1970. Several secrets are valid side by side while one replaces another.
    """
    if header is None:
        raise WrongSignature("The delivery is not signed.")
    if len(header) > LONGEST_HEADER:
        raise WrongSignature("The signature header is too long.")
    timestamps, signatures = [], []
    for part in header.split(b","):
        name, _, value = part.strip().partition(b"=")
        if name == b"t":
            timestamps.append(value)
        elif name == b"v1":
            signatures.append(value)
    if len(timestamps) != 1 or not re.fullmatch(rb"[0-9]{1,12}", timestamps[0]) or not signatures:
        raise WrongSignature("The signature header is not of the form t=...,v1=....")
    signed = timestamps[0] + b"." + body
    is_right = False
    for secret in secrets:
        expected = hmac.new(secret, signed, hashlib.sha256).hexdigest().encode()
        for signature in signatures:
            # Every pair is compared, in constant time: how long it takes says nothing about which one is near.
            is_right |= hmac.compare_digest(expected, signature)
    if not is_right:
        raise WrongSignature("No signature of the delivery is right under any of the secrets.")
    if abs(now - int(timestamps[0])) > TOLERANCE_SECONDS:
        raise WrongSignature(f"The delivery was signed more than {TOLERANCE_SECONDS} seconds from now.")
