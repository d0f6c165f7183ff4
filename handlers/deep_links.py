"""Payloads of ``https://t.me/<bot>?start=<payload>``: a situation, or a question to repeat.

A payload is what anybody may forge, so it is read as strictly as it is written: whatever
would not be written in the same way again is no payload of ours.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from telegram.constants import MessageLimit

_ALLOWED = re.compile(rf"[A-Za-z0-9_-]{{1,{int(MessageLimit.DEEP_LINK_LENGTH)}}}")
_SITUATION = "s_"
_QUESTION = "q_"


@dataclass(frozen=True)
class LinkedSituation:
    """A link to the card of one situation; there may be none with that id any more."""

    id: str


@dataclass(frozen=True)
class LinkedQuestion:
    """A link that asks this question."""

    text: str


def situation_payload(situation_id: str) -> str | None:
    """Return the payload that opens a situation; None where its id does not fit one."""
    return _fitting(_SITUATION + situation_id) if situation_id else None


def question_payload(text: str) -> str | None:
    """Return the payload that asks ``text``; None for a blank text or one that is too long.

    46 bytes of UTF-8 fit.
    """
    try:
        encoded = base64.urlsafe_b64encode(text.encode())
    except UnicodeEncodeError:
        return None
    return _fitting(_QUESTION + encoded.decode().rstrip("=")) if text.strip() else None


def read_payload(payload: str) -> LinkedSituation | LinkedQuestion | None:
    """Take a payload apart; None where it is not one that the functions above return."""
    kind, value = payload[: len(_SITUATION)], payload[len(_SITUATION) :]
    if kind == _SITUATION and situation_payload(value) == payload:
        return LinkedSituation(value)
    if kind == _QUESTION and (text := _decoded(value)) and question_payload(text) == payload:
        return LinkedQuestion(text)
    return None


def _decoded(value: str) -> str:
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    except ValueError:
        # Not ASCII, not base64, or not UTF-8.
        return ""


def _fitting(payload: str) -> str | None:
    return payload if _ALLOWED.fullmatch(payload) else None
