"""Buttons of admins who add to the knowledge base, and the callback data behind them.

All of it is one action, followed by a verb and its arguments, so that data of strangers is
turned away in one place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.buttons import Action, data

_LABEL = 60


class Verb(StrEnum):
    """What a button does."""

    PUBLISH = "p"
    FORCE = "q"
    EDIT = "e"
    DISCARD = "x"
    DOCUMENTS = "l"
    DOCUMENT = "s"
    WITHDRAW = "w"
    UNANSWERED = "u"
    GROUP = "g"
    ATTACH = "a"
    NEW = "n"
    OUT = "o"
    PICK = "k"
    DONE = "f"


@dataclass(frozen=True)
class Request:
    """An argument of the action taken apart."""

    verb: Verb
    arguments: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first argument; empty where there is none."""
        return self.arguments[0] if self.arguments else ""

    @property
    def number(self) -> int:
        """The first argument as a number; 0 where it is none."""
        text = self.first
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

    @property
    def choice(self) -> str:
        """The second argument."""
        return self.arguments[1] if len(self.arguments) > 1 else ""


def button(label: str, verb: Verb, *arguments: str | int) -> InlineKeyboardButton:
    """Return a button that does ``verb``."""
    shown = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
    argument = ":".join(map(str, (verb.value, *arguments)))
    return InlineKeyboardButton(shown, callback_data=data(Action.DRAFTS, argument))


def markup(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Return a keyboard of ``rows``; None where there are none, which Telegram would refuse."""
    return InlineKeyboardMarkup(rows) if rows else None


def request(argument: str) -> Request | None:
    """Take the argument of the action apart; None where it is not ours."""
    name, *arguments = argument.split(":")
    return Request(Verb(name), tuple(arguments)) if name in list(Verb) else None


def mark(key: str) -> str:
    """Return what stands for a key that may be too long for callback data."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]
