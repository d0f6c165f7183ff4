"""What stands behind ``t.me/bot?start=``: a situation to open, or a question to repeat."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from telegram.constants import MessageLimit

_LONGEST = int(MessageLimit.DEEP_LINK_LENGTH)
_PAYLOAD = re.compile(r"(?P<kind>[sq])_(?P<argument>[A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class OpenSituation:
    """Show the card of a situation, which may no longer exist."""

    id: str


@dataclass(frozen=True)
class AskQuestion:
    """Answer a question."""

    text: str


def situation_payload(situation: str) -> str | None:
    """Return the payload that opens a situation; None where it would be too long."""
    return _fitting(f"s_{situation}")


def question_payload(text: str) -> str | None:
    """Return the payload that repeats a question; None where it would be too long."""
    encoded = base64.urlsafe_b64encode(text.encode("utf-8", "ignore")).decode()
    return _fitting(f"q_{encoded.rstrip('=')}")


def read_payload(payload: str) -> OpenSituation | AskQuestion | None:
    """Take a payload apart; None where it is not one of ours."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None or len(payload) > _LONGEST:
        return None
    if found["kind"] == "s":
        return OpenSituation(found["argument"])
    argument = found["argument"]
    try:
        text = base64.urlsafe_b64decode(argument + "=" * (-len(argument) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return AskQuestion(text) if text.strip() else None


def _fitting(payload: str) -> str | None:
    return payload if _PAYLOAD.fullmatch(payload) and len(payload) <= _LONGEST else None
