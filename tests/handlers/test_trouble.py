"""Trouble with Telegram is told apart by kind, and a refused text loses only its markup."""

from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.card import Block, Style
from handlers.html import render
from handlers.mending import plain
from handlers.trouble import Trouble, Troubles, kind_of
from tests.fake_telegram import parse_html
from tests.fake_telegram.errors import NOT_MODIFIED, QUERY_TOO_OLD


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RetryAfter(3), Trouble.FLOOD),
        (Forbidden("bot was blocked by the user"), Trouble.FORBIDDEN),
        (ChatMigrated(-100), Trouble.MIGRATED),
        (BadRequest(QUERY_TOO_OLD.capitalize()), Trouble.TOO_LATE),
        (BadRequest(NOT_MODIFIED.capitalize()), Trouble.NOT_MODIFIED),
        (BadRequest("Can't parse entities: unclosed tag"), Trouble.UNPARSED),
        (BadRequest("Chat not found"), Trouble.REFUSED),
        (NetworkError("cut"), Trouble.NETWORK),
        (TimedOut(), Trouble.NETWORK),
        (Conflict("two"), Trouble.OTHER),
    ],
)
def test_kinds(error: TelegramError, kind: Trouble) -> None:
    assert kind_of(error) is kind
    troubles = Troubles()
    assert troubles.counts() == {}
    troubles.count(error)
    troubles.count(error)
    assert troubles.counts() == {kind: 2}


def test_plain_is_what_a_reader_would_have_seen() -> None:
    blocks = (
        Block(Style.HEADLINE, ("a < b & c > d",)),
        Block(Style.QUOTE, ("<b>kutipan</b> &amp;",), "Dasar <i>"),
        Block(Style.NOTE, ("'catatan' \"ini\"",)),
    )
    (html,) = render(blocks)
    data = {"chat_id": 1, "text": html, "parse_mode": "HTML"}
    assert plain(data) == {"chat_id": 1, "text": parse_html(html)[0]}
    assert data["parse_mode"] == "HTML", "the parameters of the first try are left alone"
